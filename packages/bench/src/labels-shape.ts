/** Checks of JSON that people write: each says which field is wrong, what is there and what should be. */

/** What should be there instead of `value`; undefined where it is right. `owner` is the object that holds it. */
export type Check = (value: unknown, owner: Readonly<Record<string, unknown>>) => string | undefined

/** A line for each field of an object that is not as it should be; `path` comes before the field's name. */
export function checkObject(value: unknown, path: string, fields: Readonly<Record<string, Check>>): string[] {
  if (!isObject(value)) return [`${path || 'the file'}: ${shown(value)} should be an object`]
  return Object.entries(fields).flatMap(([name, check]) => {
    const expected = check(value[name], value)
    return expected === undefined ? [] : [`${path === '' ? name : `${path}.${name}`}: ${shown(value[name])} should be ${expected}`]
  })
}

/** The same for each element of a list in an object. */
export function checkList(value: unknown, name: string, fields: Readonly<Record<string, Check>>): string[] {
  if (!isObject(value)) return []
  const list = value[name]
  if (!Array.isArray(list)) return [`${name}: ${shown(list)} should be a list`]
  return list.flatMap((each, at) => checkObject(each, `${name}[${at}]`, fields))
}

/** A string with something in it, on one line. */
export const isText: Check = (value) => (typeof value === 'string' && /^.*\S.*$/u.test(value) ? undefined : 'a line of text')

/** A whole number above zero. */
export const isCount: Check = (value) => (Number.isInteger(value) && Number(value) > 0 ? undefined : 'a whole number above zero')

/** A string of a form. */
export function matches(form: RegExp, expected: string): Check {
  return (value) => (typeof value === 'string' && form.test(value) ? undefined : expected)
}

/** One of some words. */
export function oneOf(words: readonly string[]): Check {
  return (value) => (words.includes(value as string) ? undefined : `one of ${words.join(', ')}`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

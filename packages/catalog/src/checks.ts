/** What is wrong with a value that somebody else wrote, in words. */
import { nearest } from './nearest.ts'

/** Gives the first problem of `value`, which stands at `path` (`apis[2].tier`), as a sentence without its subject's file. */
export type Check = (value: unknown, path: string) => string | undefined

interface Field {
  readonly check: Check
  readonly isOptional: boolean
}

/** A field that must be there. */
export const required = (check: Check): Field => ({ check, isOptional: false })

/** A field that may be left out. */
export const optional = (check: Check): Field => ({ check, isOptional: true })

/** A string with something in it. */
export const text: Check = (value, path) =>
  typeof value === 'string' && value.trim() !== '' ? undefined : is(path, value, 'write a text that is not empty')

/** A string of a form; `example` shows it. */
export function pattern(form: RegExp, example: string): Check {
  return (value, path) =>
    typeof value === 'string' && form.test(value) ? undefined : is(path, value, `write it as ${JSON.stringify(example)}`)
}

/** True or false. */
export const flag: Check = (value, path) => (typeof value === 'boolean' ? undefined : is(path, value, 'use true or false'))

/** One of a few words. */
export function oneOf(words: readonly string[]): Check {
  return (value, path) =>
    typeof value === 'string' && words.includes(value) ? undefined : is(path, value, `use one of ${words.join(', ')}`)
}

/** An array of such values. */
export function listOf(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return is(path, value, 'use an array')
    for (const [index, each] of value.entries()) {
      const problem = check(each, `${path}[${index}]`)
      if (problem !== undefined) return problem
    }
    return undefined
  }
}

/** An object with these fields. `isOpen`: other fields are none of our business, unless they are one letter off. */
export function objectOf(fields: Readonly<Record<string, Field>>, isOpen = false): Check {
  const names = Object.keys(fields)
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return is(path, value, 'use an object')
    const given = value as Readonly<Record<string, unknown>>
    for (const key of Object.keys(given)) {
      if (Object.hasOwn(fields, key)) continue
      const meant = isOpen ? nearest(key, names, 1) : nearest(key, names)
      if (meant !== undefined) return `${join(path, key)} is not a field: did you mean ${meant}?`
      if (!isOpen) return `${join(path, key)} is not a field: use ${names.join(', ')}`
    }
    for (const [name, { check, isOptional }] of Object.entries(fields)) {
      const held = Object.hasOwn(given, name) ? given[name] : undefined
      if (held === undefined && isOptional) continue
      const problem = check(held, join(path, name))
      if (problem !== undefined) return problem
    }
    return undefined
  }
}

/** `apis[2].tier is "fast": use one of …`. */
export function is(path: string, value: unknown, remedy: string): string {
  if (path === '') return `it is ${shown(value)}: ${remedy}`
  return value === undefined ? `${path} is missing: ${remedy}` : `${path} is ${shown(value)}: ${remedy}`
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'undefined') return String(value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  return JSON.stringify(value)
}

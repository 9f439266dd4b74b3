/** Checks what a caller gives by name, when it is given. */
import { inspect } from 'node:util'

/** What a value has to be, in words, and whether it is. */
export type Check = readonly [what: string, isRight: (value: unknown) => boolean]

/** Throws TypeError for a name that `checks` doesn't have, and for a value that isn't right; `owner` takes them and `kind` is what they are called. Values of undefined are left out, as if they were not there. */
export function checkEach(owner: string, kind: string, checks: Readonly<Record<string, Check>>, values: object): void {
  for (const [key, value] of Object.entries(values) as [string, unknown][]) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (!check) throw new TypeError(`${owner} has no ${kind} "${key}". It takes ${Object.keys(checks).join(', ')}.`)
    const [what, isRight] = check
    if (value !== undefined && !isRight(value))
      throw new TypeError(`The ${kind} ${key} takes ${what}; this is ${inspect(value, { depth: 0 })}.`)
  }
}

/** Which classes an error from a queue may have: data from outside must not make this process load a module. */
import * as errors from '../errors.ts'
import { builtinPrototype, type PrototypeOf } from '../threads/carry-error.ts'

/** A class of errors. */
export type ErrorClass = abstract new (...args: never[]) => Error

const own = new Map<string, ErrorClass>(Object.entries(errors))

/** Finds the platform's classes, those of this package, and those that were given, by name. */
export function knownPrototypes(given: Readonly<Record<string, ErrorClass>>): PrototypeOf {
  const classes = new Map([...own, ...Object.entries(given)])
  return (packed) => builtinPrototype(packed) ?? (classes.get(packed.name)?.prototype as object | undefined)
}

/** Those that need no naming. */
export const safePrototypes = knownPrototypes({})

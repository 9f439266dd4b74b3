/** Which functions are async: declared so, or marked as giving a promise. */
import { types } from 'node:util'

/** Any function, whatever it takes and gives. */
export type AnyFunction = (...args: never[]) => unknown

const brand = Symbol.for('offloop.async')

/** Marks a function that is not declared `async` but gives a promise, such as one of `util.promisify`, so that `asyncToSync` takes it. */
export function markAsync<F extends AnyFunction>(fn: F): F {
  Object.defineProperty(fn, brand, { value: true, configurable: true })
  return fn
}

/** Whether calls of `value` give a promise: an async function, a wrapper of `syncToAsync`, or a function that `markAsync` has marked. */
export function isAsync(value: unknown): boolean {
  return typeof value === 'function' && (types.isAsyncFunction(value) || Object.hasOwn(value, brand))
}

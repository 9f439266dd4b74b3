/** Marks functions of an application as blocking: Django's `async_unsafe`. */
import type { BlockingApi } from '@offloop/catalog'
import { runningDetector } from '../running.ts'
import type { Callable } from './cover.ts'

type AnyFunction = (this: never, ...args: never[]) => unknown

/**
 * A function like `fn` that counts as a blocking call: a detector reports it on the loop, or refuses it in mode `throw`. Without a detector, and on threads, it is `fn`.
 * With a message first it gives a decorator, for functions and for methods of classes.
 * @example
 * export const query = asyncUnsafe(function query(sql: string) { return connection.querySync(sql) })
 */
export function asyncUnsafe<F extends AnyFunction>(fn: F): F
export function asyncUnsafe(message: string): <F extends AnyFunction>(fn: F, context?: unknown) => F
export function asyncUnsafe(given: AnyFunction | string): unknown {
  if (typeof given === 'function') return guard(given, undefined)
  if (typeof given !== 'string')
    throw new TypeError(
      `asyncUnsafe takes a function, or a message that mode throw gives; this is ${given === null ? 'null' : typeof given}.`,
    )
  return (fn: AnyFunction) => guard(fn, given)
}

function guard(fn: AnyFunction, message: string | undefined): AnyFunction {
  if (typeof fn !== 'function') throw new TypeError(`asyncUnsafe marks functions; this is ${fn === null ? 'null' : typeof fn}.`)
  const name = fn.name || 'anonymous'
  const api: BlockingApi = {
    id: `asyncUnsafe.${name}`,
    module: 'asyncUnsafe',
    name,
    tier: 'wait',
    effect: 'process',
    remedy: 'offload',
    source: 'https://www.npmjs.com/package/@offloop/runtime',
  }
  const call = fn as unknown as Callable
  function guarded(this: unknown, ...args: unknown[]): unknown {
    const detector = runningDetector.get()
    const body = (): unknown => Reflect.apply(call, this, args)
    return detector ? detector.guarded({ api, args, guarded, kind: 'call', ...(message !== undefined && { message }) }, body) : body()
  }
  Object.setPrototypeOf(guarded, Object.getPrototypeOf(call) as object)
  Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(call))
  return guarded as AnyFunction
}

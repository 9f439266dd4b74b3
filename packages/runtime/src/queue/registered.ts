/** The functions that a worker has been given, and where each runs: on a thread, or on the worker's own loop. */
import { types } from 'node:util'
import { isAsync, type AnyFunction } from '../async-brand.ts'
import { NotOffloadableError } from '../errors.ts'
import { iteratorOf } from '../remote-call.ts'
import { addressOf, type Address } from '../threads/address.ts'
import { unpackError } from '../threads/carry-error.ts'
import { isIteratorHandle } from '../threads/iterators.ts'
import { callOnThread, RemoteError, type CallLimits } from '../threads/sync-call.ts'

/** A function with what is known of it. */
export interface ServedFunction {
  readonly fn: AnyFunction
  /** It may run again where a worker was lost with its call. Default false. */
  readonly idempotent?: boolean
  /** How often it may begin, where it is idempotent. Default 3. */
  readonly attempts?: number
}

/** A function that jobs can name. */
export interface Registered {
  readonly isIdempotent: boolean
  readonly attempts: number
  /** Runs it for a job; `signal` ends it. */
  run(signal: AbortSignal): AnyFunction
}

/** The functions by name. Throws TypeError for what can't be served. */
export function registerAll(functions: Readonly<Record<string, AnyFunction | ServedFunction>>): ReadonlyMap<string, Registered> {
  const registered = Object.entries(functions).map(([name, served]) => [name, register(name, served)] as const)
  if (registered.length === 0) throw new TypeError('serveQueue needs functions: { name: fn } with at least one.')
  return new Map(registered)
}

function register(name: string, served: AnyFunction | ServedFunction): Registered {
  const { fn, idempotent = false, attempts = 3 } = typeof served === 'function' ? { fn: served } : served
  if (typeof fn !== 'function') throw new TypeError(`functions.${name} takes a function, or { fn, idempotent, attempts }.`)
  if (!Number.isInteger(attempts) || attempts < 1) throw new TypeError(`attempts of functions.${name} takes a number, at least 1.`)
  if (types.isGeneratorFunction(fn))
    throw new TypeError(`functions.${name} is a generator function, which a queue can't run step by step. Return a list.`)
  const address = isAsync(fn) ? undefined : threadAddress(name, fn)
  return { isIdempotent: idempotent, attempts, run: (signal) => (address ? onThread(name, address, signal) : fn) }
}

/** Where a thread finds it. One that no thread finds holds up the loop while it runs, and with it the renewal of locks. */
function threadAddress(name: string, fn: AnyFunction): Address | undefined {
  try {
    return addressOf(fn)
  } catch (error) {
    if (!(error instanceof NotOffloadableError)) throw error
    process.emitWarning(`functions.${name} runs on the worker's own loop and blocks it. ${error.message}`, {
      type: 'OffloopWarning',
      code: 'OFFLOOP_SERVED_ON_LOOP',
    })
    return undefined
  }
}

function onThread(name: string, address: Address, signal: AbortSignal): AnyFunction {
  const limits: CallLimits = { isSensitive: false, signal, timeout: undefined, transfer: [], variables: undefined }
  return async (...args: unknown[]) => {
    try {
      const value = await callOnThread(address, name, args, limits)
      if (!isIteratorHandle(value)) return value
      const target = { name, address: () => address, limits: () => ({ ...limits, signal: undefined }) }
      await iteratorOf(target, value).return(undefined)
    } catch (error) {
      throw error instanceof RemoteError ? unpackError(error.packed) : error
    }
    throw new TypeError(`${name} returned an iterator, which a queue can't run step by step. Return a list.`)
  }
}

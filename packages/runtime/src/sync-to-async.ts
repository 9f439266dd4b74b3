/** Runs an ordinary exported sync function on a thread, so that the loop stays free. */
import { inspect } from 'node:util'
import { isAsyncFunction } from 'node:util/types'
import type { TransferListItem } from 'node:worker_threads'
import { Cell, currentCell, runInCell } from './cell.ts'
import { variablesOf, type Context } from './context.ts'
import { addressOf, callSites, type Address } from './threads/address.ts'
import { unpackError } from './threads/carry-error.ts'
import { settings } from './threads/settings.ts'
import { callOnThread, RemoteError } from './threads/sync-call.ts'

/** How calls of a wrapped function run. */
export interface SyncToAsyncOptions {
  /** Same thread for all, one at a time, in order of arrival. Default true. */
  threadSensitive?: boolean
  /** Removes a waiting call; a running one rejects at once. A pool thread is then replaced; a designated thread, whose state lives on, ends the call first, and later calls wait for that. */
  signal?: AbortSignal
  /** Milliseconds from the start of the call, not from queueing; then as with `signal`. */
  timeout?: number
  /** The context in which it runs, and which gets what it sets, instead of the caller's. */
  context?: Context
  /** What moves instead of being copied. */
  transfer?: readonly TransferListItem[]
}

/** A function by module URL and export name, for bundles. */
export interface FunctionName {
  readonly module: string | URL
  readonly name: string
}

/** Wraps a sync function; calls run on a worker thread. Throws TypeError for async functions. */
export function syncToAsync<A extends unknown[], R>(fn: (...args: A) => R, options?: SyncToAsyncOptions): (...args: A) => Promise<R>
export function syncToAsync(fn: FunctionName, options?: SyncToAsyncOptions): (...args: unknown[]) => Promise<unknown>
export function syncToAsync(
  target: ((...args: never[]) => unknown) | FunctionName,
  options: SyncToAsyncOptions = {},
): (...args: unknown[]) => Promise<unknown> {
  const isFunction = typeof target === 'function'
  if (!isFunction && (typeof target !== 'object' || target === null || !('module' in target) || !('name' in target)))
    throw new TypeError(`syncToAsync takes a sync function, or { module, name }; this is ${inspect(target, { depth: 0 })}.`)
  if (isFunction && isAsyncFunction(target))
    throw new TypeError(`${target.name || 'The function'} is async already. Call it directly; syncToAsync takes sync functions.`)
  const site = isFunction ? siteOfCaller() : undefined
  if (site !== undefined && isFunction) callSites.set(site, target)
  const { signal, timeout, transfer = [], context } = options
  let address: Address | undefined
  const wrapped = async (...args: unknown[]): Promise<unknown> => {
    address ??= isFunction ? addressOf(target, site) : { module: String(target.module), name: target.name }
    try {
      return await callOnThread(address, target.name, args, {
        isSensitive: options.threadSensitive ?? settings.threadSensitive,
        signal,
        timeout,
        transfer,
        variables: context && variablesOf(context),
      })
    } catch (error) {
      // The stack at this point names who awaits; taking it before the call would cost more than the call.
      throw error instanceof RemoteError ? unpackError(error.packed, callerFrames(new Error())) : error
    }
  }
  Object.defineProperty(wrapped, 'name', { value: target.name, configurable: true })
  if (isFunction) Object.defineProperty(wrapped, 'length', { value: target.length, configurable: true })
  return wrapped
}

function siteOfCaller(): string | undefined {
  const line = new Error().stack?.split('\n')[3] ?? ''
  return /(file:\/\/.*:\d+:\d+)/.exec(line)?.[1]
}

function callerFrames(here: Error): string {
  const frames = here.stack?.split('\n').filter((line) => line.startsWith('    at ') && !line.includes(import.meta.url)) ?? []
  return ['', '    at --- caller of syncToAsync ---', ...frames].join('\n')
}

/** Gives `fn` a designated thread of its own; inside another such context it changes nothing. */
export function threadSensitiveContext<T>(fn: () => T): T {
  const cell = currentCell()
  return cell.scope ? fn() : runInCell(new Cell(cell.variables, cell.chain, { lane: undefined }), fn)
}

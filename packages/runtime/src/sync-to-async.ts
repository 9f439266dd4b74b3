/** Runs an ordinary exported sync function on a thread, so that the loop stays free. */
import { isAsyncFunction } from 'node:util/types'
import type { TransferListItem } from 'node:worker_threads'
import { Cell, currentCell, runInCell, childCell } from './cell.ts'
import { CallTimeoutError, NotCloneableError } from './errors.ts'
import { addressOf, callSites, type Address } from './threads/address.ts'
import { applyWritten, packContext, unpackError } from './threads/carry.ts'
import { designatedFor, pool } from './threads/crews.ts'
import type { Job } from './threads/crew.ts'
import { nextId, type Call, type Reply } from './threads/link.ts'
import { parentLink } from './threads/parent.ts'
import { settings } from './threads/settings.ts'

/** How calls of a wrapped function run. */
export interface SyncToAsyncOptions {
  /** Same thread for all, one at a time, in order of arrival. Default true. */
  threadSensitive?: boolean
  /** Removes a queued call; a running one rejects at once. */
  signal?: AbortSignal
  /** Milliseconds from the start of the call, not from queueing. */
  timeout?: number
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
export function syncToAsync(target: ((...args: never[]) => unknown) | FunctionName, options: SyncToAsyncOptions = {}): (...args: unknown[]) => Promise<unknown> {
  const isFunction = typeof target === 'function'
  if (isFunction && isAsyncFunction(target)) throw new TypeError(`${target.name || 'The function'} is async already. Call it directly; syncToAsync takes sync functions.`)
  const site = isFunction ? siteOfCaller() : undefined
  if (site !== undefined && isFunction) callSites.set(site, target)
  const wrapped = async (...args: unknown[]): Promise<unknown> => {
    const address = isFunction ? addressOf(target, site) : { module: String(target.module), name: target.name }
    return run(address, isFunction ? target.name : target.name, args, options)
  }
  Object.defineProperty(wrapped, 'name', { value: target.name, configurable: true })
  if (isFunction) Object.defineProperty(wrapped, 'length', { value: target.length, configurable: true })
  return wrapped
}

function siteOfCaller(): string | undefined {
  const line = new Error().stack?.split('\n')[3] ?? ''
  return /(file:\/\/.*:\d+:\d+)/.exec(line)?.[1]
}

function run(address: Address, name: string, args: unknown[], options: SyncToAsyncOptions): Promise<unknown> {
  options.signal?.throwIfAborted()
  const cell = currentCell()
  const call: Call = { id: nextId(), isAsync: false, chain: cell.chain, address, args, context: packContext(cell) }
  const isSensitive = options.threadSensitive ?? settings.threadSensitive
  // Formatting a stack costs more than the call does, so it waits for an error.
  const here = new Error()
  const parent = parentLink()
  return new Promise((resolve, reject) => {
    const settle = (reply: Reply): void => {
      end()
      applyWritten(cell, reply.written)
      if (reply.isError) reject(unpackError(reply.value, callerFrames(here)))
      else resolve(reply.value)
    }
    const fail = (error: unknown): void => {
      end()
      reject(error)
    }
    let timer: NodeJS.Timeout | undefined
    const end = (): void => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
    }
    const crew = isSensitive ? designatedFor(cell.scope) : pool
    const stop = (error: unknown): void => {
      fail(error)
      if (!crew.withdraw(job)) crew.abandon(job, !isSensitive)
    }
    const onAbort = (): void => stop(options.signal?.reason)
    const onStart = (): void => {
      if (options.timeout !== undefined) timer = setTimeout(() => stop(new CallTimeoutError(name, options.timeout ?? 0)), options.timeout)
    }
    const job: Job = { call, transfer: options.transfer ?? [], isExclusive: options.timeout !== undefined || options.signal !== undefined, onStart, settle, fail }
    try {
      checkArguments(args, name, options.transfer)
      options.signal?.addEventListener('abort', onAbort)
      if (isSensitive && parent) {
        parent.expect(call.id, settle)
        parent.send([call], options.transfer)
        onStart()
      } else crew.submit(job)
    } catch (error) {
      fail(error)
    }
  })
}

function callerFrames(here: Error): string {
  const frames = here.stack?.split('\n').filter((line) => line.startsWith('    at ') && !line.includes(import.meta.url)) ?? []
  return ['', '    at --- caller of syncToAsync ---', ...frames].join('\n')
}

const isPlain = (value: unknown): boolean => value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')

/** Names the argument, and the path in it, that can't be copied. */
function checkArguments(args: readonly unknown[], name: string, transfer: readonly TransferListItem[] = []): void {
  if (args.every(isPlain) || transfer.length > 0) return
  try {
    structuredClone(args)
  } catch (cause) {
    const index = args.findIndex((arg) => !isCloneable(arg))
    throw new NotCloneableError(`Argument ${index + 1} of ${name}${pathTo(args[index], new Set())}`, { cause })
  }
}

function isCloneable(value: unknown): boolean {
  if (isPlain(value)) return true
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

function pathTo(value: unknown, seen: Set<unknown>): string {
  if (value === null || typeof value !== 'object' || seen.has(value)) return ''
  seen.add(value)
  for (const [key, inner] of Object.entries(value)) if (!isCloneable(inner)) return `${Array.isArray(value) ? `[${key}]` : `.${key}`}${pathTo(inner, seen)}`
  return ''
}

/** Gives `fn` a designated thread of its own; inside another such context it changes nothing. */
export function threadSensitiveContext<T>(fn: () => T): T {
  const cell = currentCell()
  return cell.scope ? fn() : runInCell(childOfScope(cell), fn)
}

const childOfScope = (cell: Cell): Cell => childCell(cell, {})

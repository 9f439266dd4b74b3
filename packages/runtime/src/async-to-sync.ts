/** Calls an async function from sync code: it runs on a loop while this thread waits. */
import { types } from 'node:util'
import { currentCell, isInTask } from './cell.ts'
import { AsyncToSyncOnLoopError } from './errors.ts'
import { addressOf } from './threads/address.ts'
import { applyWritten, packContext, unpackError } from './threads/carry.ts'
import { LoopThread } from './threads/loop-thread.ts'
import { nextId, type Call } from './threads/link.ts'
import { parentLink } from './threads/parent.ts'

let loopThread: LoopThread | undefined

/** Wraps an exported async function for sync callers; throws TypeError for sync functions. */
export function asyncToSync<A extends unknown[], R>(fn: (...args: A) => Promise<R>): (...args: A) => R {
  if (!types.isAsyncFunction(fn)) throw new TypeError(`${fn.name || 'The function'} is not an async function. Call it directly; asyncToSync takes async functions.`)
  const wrapped = (...args: A): R => {
    const cell = currentCell()
    const parent = parentLink()
    const isServing = parent ? cell.isSyncCall : loopThread !== undefined && loopThread.link.blocked > 0
    if (!isServing && (isInTask() || parent)) throw new AsyncToSyncOnLoopError(fn.name)
    const link = parent ?? (loopThread ??= new LoopThread()).link
    const call: Call = { id: nextId(), isAsync: true, chain: cell.chain, address: addressOf(fn), args, context: packContext(cell) }
    const reply = link.callBlocking(call)
    applyWritten(cell, reply.written)
    if (!reply.isError) return reply.value as R
    throw unpackError(reply.value, ['', '    at --- caller of asyncToSync ---', ...(new Error().stack?.split('\n').slice(2) ?? [])].join('\n'))
  }
  Object.defineProperty(wrapped, 'name', { value: fn.name, configurable: true })
  Object.defineProperty(wrapped, 'length', { value: fn.length, configurable: true })
  return wrapped
}

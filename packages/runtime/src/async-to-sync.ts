/** Calls an async function from sync code: it runs on a loop while this thread waits. */
import { types } from 'node:util'
import { currentCell, isInTask } from './cell.ts'
import { AsyncToSyncOnLoopError } from './errors.ts'
import { addressOf } from './threads/address.ts'
import { applyWritten, packContext } from './threads/carry.ts'
import { unpackError } from './threads/carry-error.ts'
import { LoopThread } from './threads/loop-thread.ts'
import { nextId, type Link, type Reply } from './threads/link.ts'
import { parentLink } from './threads/parent.ts'
import { live } from './threads/perform.ts'
import { laneOf } from './threads/route.ts'
import { isStartUp } from './start-up.ts'
import { shared } from './process-state.ts'

const loop = shared('loop thread', (): { thread: LoopThread | undefined } => ({ thread: undefined }))

/** Wraps an exported async function for sync callers; throws TypeError for sync functions. */
export function asyncToSync<A extends unknown[], R>(fn: (...args: A) => Promise<R>): (...args: A) => R {
  if (!types.isAsyncFunction(fn))
    throw new TypeError(`${fn.name || 'The function'} is not an async function. Call it directly; asyncToSync takes async functions.`)
  const wrapped = (...args: A): R => {
    const cell = currentCell()
    const origin = { isAsync: true, isTimed: false, chain: cell.chain, context: packContext(cell.variables), lane: laneOf(cell.scope) }
    const call = { id: nextId(), address: addressOf(fn), args, origin }
    let reply: Reply | undefined
    // A loop thread that ended in the meantime takes no call: then there is a new one.
    while (!reply) reply = linkFor(fn.name).callBlocking(call)
    if (reply.written) applyWritten(cell.variables, reply.written)
    if (!reply.isError) return reply.value as R
    throw unpackError(
      reply.value,
      ['', '    at --- caller of asyncToSync ---', ...(new Error().stack?.split('\n').slice(2) ?? [])].join('\n'),
    )
  }
  Object.defineProperty(wrapped, 'name', { value: fn.name, configurable: true })
  Object.defineProperty(wrapped, 'length', { value: fn.length, configurable: true })
  return wrapped
}

/** Where the async function may run; throws where this thread's own loop would have to wait. */
function linkFor(name: string): Link {
  const parent = parentLink()
  if (parent && live.length > 0) return parent
  const isBlocked = loop.thread !== undefined && loop.thread.link.blocked.length > 0
  if (parent || (!isBlocked && (isInTask() || !isStartUp()))) throw new AsyncToSyncOnLoopError(name)
  if (!loop.thread || loop.thread.isGone) loop.thread = new LoopThread()
  return loop.thread.link
}

/** Calls an async function from sync code: it runs on a loop while this thread waits. */
import { inspect } from 'node:util'
import { isAsync, type AnyFunction } from './async-brand.ts'
import { currentCell, isInTask } from './cell.ts'
import { AsyncToSyncOnLoopError } from './errors.ts'
import { nextNumber } from './numbers.ts'
import { isStartUp } from './start-up.ts'
import { addressOf } from './threads/address.ts'
import { noteSite, siteOfCaller } from './threads/call-site.ts'
import { applyWritten, packContext } from './threads/carry.ts'
import { unpackError } from './threads/carry-error.ts'
import { callerFrames } from './threads/frames.ts'
import { isLoopAwaited, loopThread } from './threads/loop-thread.ts'
import type { Call, Link, Reply } from './threads/link.ts'
import { passAll, receive } from './threads/pass.ts'
import { parentLink } from './threads/parent.ts'
import { live } from './threads/running.ts'
import { laneOf } from './threads/route.ts'
import { explain, isCloneFailure } from './threads/uncloneable.ts'
import { dress } from './wrapper.ts'

/** Wraps an async function for sync callers; throws TypeError for sync functions. */
export function asyncToSync<A extends readonly unknown[], R>(fn: (...args: A) => PromiseLike<R>): (...args: A) => R {
  if (!isAsync(fn)) refuse(fn)
  const site = siteOfCaller()
  if (site !== undefined) noteSite(site, fn)
  const wrapped = (...args: A): R => {
    const cell = currentCell()
    const address = addressOf(fn, site)
    const { chain, variables } = cell
    const lane = laneOf(cell.scope)
    const origin = { isAsync: true, isTimed: false, chain, context: packContext(variables), contextId: variables.id, lane }
    const call = { id: nextNumber(), address, args: passAll(args), origin, ticket: 0 }
    const reply = callAndWait(call, fn.name)
    if (reply.written) applyWritten(cell.variables, reply.written)
    if (!reply.isError) return receive(reply.value) as R
    throw unpackError(reply.value, callerFrames('asyncToSync', new Error()))
  }
  return dress(wrapped, fn)
}

function callAndWait(call: Call, name: string): Reply {
  let reply: Reply | undefined
  try {
    // A loop thread that ended in the meantime takes no call: then there is a new one.
    while (!reply) reply = linkFor(name).callBlocking(call)
  } catch (error) {
    throw isCloneFailure(error) ? explain(call.args, [], name, error) : error
  }
  return reply
}

function refuse(fn: unknown): never {
  if (typeof fn !== 'function') throw new TypeError(`asyncToSync takes an async function; this is ${inspect(fn, { depth: 0 })}.`)
  const name = (fn as AnyFunction).name || 'The function'
  throw new TypeError(`${name} is not an async function. Call it directly; if it gives a promise, asyncToSync takes markAsync(${name}).`)
}

/** Where the async function may run; throws where this thread's own loop would have to wait. */
function linkFor(name: string): Link {
  const parent = parentLink()
  if (parent && live.length > 0) return parent
  if (parent || (!isLoopAwaited() && (isInTask() || !isStartUp()))) throw new AsyncToSyncOnLoopError(name)
  return loopThread().link
}

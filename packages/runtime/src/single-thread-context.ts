/** A loop thread of its own for a piece of start-up code. */
import { types } from 'node:util'
import { withOwnLoop } from './threads/loop-thread.ts'

/**
 * Runs `fn`, whose calls of `asyncToSync` then share a loop thread of their own: what they open there (connections, timers) ends with it.
 * Inside another such context it changes nothing. Calls of start-up code share a loop thread without it, too, but that one stays.
 * Throws TypeError for an async function, which would leave before its calls.
 */
export function singleThreadContext<T>(fn: () => T): T {
  if (types.isAsyncFunction(fn)) throw new TypeError('singleThreadContext takes a sync function: it is for code that blocks.')
  return withOwnLoop(fn)
}

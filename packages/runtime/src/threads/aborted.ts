/** The signals of running calls: which of them nobody waits for any more, and why. */
import { shared } from '../process-state.ts'
import { packError, unpackError } from './carry-error.ts'
import { parentLink } from './parent.ts'
import { live, pending, type Chain } from './running.ts'

/** Why running calls of this thread were aborted, by id. Kept no longer than they run: a reason holds on to what its stack holds. */
const reasons = shared('abort reasons', () => new Map<number, unknown>())
const controllers = shared('abort controllers', () => new Map<number, AbortController>())

/** Nobody waits for these calls any more: aborts what runs for them on this thread. */
export function abortCalls(ids: readonly number[], reason: unknown): void {
  for (const chain of [...live, ...pending.values()]) {
    const id = chain.at(-1) ?? -1
    if (reasons.has(id) || !chain.some((each) => ids.includes(each))) continue
    reasons.set(id, reason)
    controllers.get(id)?.abort(reason)
  }
}

/** The news that nobody waits for some calls any more. */
export interface AbortNews {
  readonly ids: readonly number[]
  readonly reason: unknown
}

/** The news for another thread. */
export const packAbort = (ids: readonly number[], reason: unknown): AbortNews => ({ ids, reason: packError(reason) })

/** The news from another thread; gives the reason. */
export function takeAbort({ ids, reason }: AbortNews): unknown {
  const whole = unpackError(reason)
  abortCalls(ids, whole)
  return whole
}

/** The signal of the innermost call of a chain. On a thread whose loop is busy it asks for news whenever it is looked at. */
export function signalOf(chain: Chain): AbortSignal {
  const id = chain.at(-1) ?? -1
  const known = controllers.get(id)
  if (known) return known.signal
  const controller = new AbortController()
  const outer = chain.find((each) => reasons.has(each))
  if (outer !== undefined) controller.abort(reasons.get(outer))
  // A task that outlives its call can't be aborted any more.
  if (pending.has(id) || live.some((each) => each.at(-1) === id)) controllers.set(id, controller)
  return asking(controller.signal)
}

/** Its properties ask for news first: no event reaches a thread that computes. */
function asking(signal: AbortSignal): AbortSignal {
  const look = (): void => parentLink()?.drainNews()
  const aborted = (): boolean => {
    look()
    return Reflect.get(AbortSignal.prototype, 'aborted', signal) as boolean
  }
  const throwIfAborted = (): void => {
    look()
    AbortSignal.prototype.throwIfAborted.call(signal)
  }
  return Object.defineProperties(signal, { aborted: { get: aborted }, throwIfAborted: { value: throwIfAborted } })
}

/** A call has ended. */
export function forgetSignal(id: number): void {
  if (reasons.size > 0) reasons.delete(id)
  if (controllers.size > 0) controllers.delete(id)
}

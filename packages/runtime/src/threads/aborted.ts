/** Which calls nobody waits for any more, and the signals of those that run for them. */
import { shared } from '../process-state.ts'
import { packError, unpackError } from './carry-error.ts'
import { parentLink } from './parent.ts'

/** Reasons by call. Bounded: a call that runs on after so many others were aborted no longer learns of its own. */
const reasons = shared('aborted calls', () => new Map<number, unknown>())
const remembered = 10_000
const controllers = shared(
  'abort controllers',
  () => new Map<number, { readonly chain: readonly number[]; readonly controller: AbortController }>(),
)

/** Notes that nobody waits for these calls any more. */
export function abortCalls(ids: readonly number[], reason: unknown): void {
  for (const id of ids) reasons.set(id, reason)
  for (const old of reasons.keys()) {
    if (reasons.size <= remembered) break
    reasons.delete(old)
  }
  for (const { chain, controller } of controllers.values()) if (chain.some((id) => ids.includes(id))) controller.abort(reason)
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
export function signalOf(chain: readonly number[]): AbortSignal {
  const id = chain.at(-1) ?? 0
  const known = controllers.get(id)
  if (known) return known.controller.signal
  const controller = new AbortController()
  const { signal } = controller
  const look = (): void => parentLink()?.drainNews()
  Object.defineProperties(signal, {
    aborted: {
      get: () => {
        look()
        return Reflect.get(AbortSignal.prototype, 'aborted', signal) as boolean
      },
    },
    throwIfAborted: {
      value: () => {
        look()
        AbortSignal.prototype.throwIfAborted.call(signal)
      },
    },
  })
  controllers.set(id, { chain, controller })
  const outer = chain.find((each) => reasons.has(each))
  if (outer !== undefined) controller.abort(reasons.get(outer))
  return signal
}

/** A call has ended. */
export function forgetSignal(id: number): void {
  if (controllers.size > 0) controllers.delete(id)
}

/** Calls for a frame of this thread that waits behind another: they run when that one has ended, on either side of a link. */
import { shared } from '../process-state.ts'
import { performAndAnswer } from './answer.ts'
import type { Call, Link } from './link.ts'

interface Deferred {
  readonly call: Call
  readonly link: Link
  take(call: Call, link: Link): void
}

const waiting = shared('deferred calls', (): { calls: Deferred[] } => ({ calls: [] }))

/** Keeps a call until the innermost frame has ended; `take` gets it then. */
export const defer = (call: Call, link: Link, take: Deferred['take']): void => void waiting.calls.push({ call, link, take })

/** Runs a call on the stack of the blocked frame; then what had to wait for it. */
export function performInFrame(call: Call, link: Link): void {
  performAndAnswer(call, link, () => {
    const ready = waiting.calls
    waiting.calls = []
    for (const each of ready) each.take(each.call, each.link)
  })
}

/** Forgets calls nobody waits for any more. */
export function forgetDeferred(ids: readonly number[]): void {
  if (waiting.calls.length > 0) waiting.calls = waiting.calls.filter(({ call }) => !ids.includes(call.id))
}

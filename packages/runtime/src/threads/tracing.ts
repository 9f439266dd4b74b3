/** Diagnostics channels on which monitoring tools can follow the calls of syncToAsync. */
import { channel } from 'node:diagnostics_channel'

/** What subscribers get; the same object at the start and at the end of a call. */
export interface CallTrace {
  /** The name of the function. */
  readonly name: string
  /** Number of the call. */
  readonly id: number
  /** Why it failed, where it did. */
  error?: unknown
}

const channels = {
  start: channel('offloop:sync_to_async:start'),
  end: channel('offloop:sync_to_async:end'),
  error: channel('offloop:sync_to_async:error'),
}

/** Tells that a call begins; what comes of it is told by `traceEnd`. Undefined where nobody listens. */
export function traceStart(name: string, id: number): CallTrace | undefined {
  if (!channels.start.hasSubscribers && !channels.end.hasSubscribers && !channels.error.hasSubscribers) return undefined
  const trace = { name, id }
  channels.start.publish(trace)
  return trace
}

/** Tells that a call has ended; `failure` gives the error where it failed. */
export function traceEnd(trace: CallTrace | undefined, failure?: () => unknown): void {
  if (!trace) return
  if (failure) channels.error.publish(Object.assign(trace, { error: failure() }))
  channels.end.publish(trace)
}

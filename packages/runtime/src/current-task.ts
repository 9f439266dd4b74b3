/** What a function can ask about the call that it runs for. */
import { currentCell } from './cell.ts'
import { signalOf } from './threads/aborted.ts'

/** The running task. */
export interface CurrentTask {
  /** Aborted as soon as nobody waits for the task any more: a signal or a timeout ended the call for which it runs, or the client of the request has gone. In sync code, look at `aborted` from time to time. */
  readonly signal: AbortSignal
}

const none = new AbortController().signal

/** The task that is running, with the signal of its call. */
export function currentTask(): CurrentTask {
  const { chain, signal = none } = currentCell()
  return {
    get signal() {
      return chain.length === 0 ? signal : signalOf(chain)
    },
  }
}

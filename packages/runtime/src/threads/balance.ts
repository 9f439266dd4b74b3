/** Which calls that were sent ahead come back: those behind a long one, and some where another thread has nothing to do. */
import type { CrewThread, Job } from './crew-thread.ts'

/** A thread that has been at one call for so long gets no more, and what was sent ahead goes elsewhere. */
export const stuckMs = 1

/** Calls that are to be sent anew, in their order; `hasQueue` says whether others wait that could be sent instead. */
export function withdrawn(threads: ReadonlySet<CrewThread>, hasQueue: boolean, now: number): Job[] {
  const back: Job[] = []
  if (threads.size < 2) return back
  let busiest: CrewThread | undefined
  let isOneFree = false
  for (const thread of threads) {
    if (thread.jobs.size === 0) isOneFree = true
    if (thread.jobs.size < 2) continue
    if (thread.isStuck(now, stuckMs)) back.push(...thread.withdraw())
    else if (thread.jobs.size > (busiest?.jobs.size ?? 1)) busiest = thread
  }
  if (isOneFree && busiest && !hasQueue && back.length === 0) back.push(...busiest.withdraw(busiest.jobs.size >> 1))
  return back
}

/** Looks again after a moment, while calls are sent ahead: one may be behind a long call, and no answer may come for long that would tell. */
export class LookAgain {
  #timer: NodeJS.Timeout | undefined
  /** Calls `look` in a moment if any thread holds more than it runs; once, however often it is asked. */
  ask(threads: ReadonlySet<CrewThread>, look: () => void): void {
    if (this.#timer || ![...threads].some(({ jobs }) => jobs.size > 1)) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      look()
    }, 2 * stuckMs).unref()
  }
}

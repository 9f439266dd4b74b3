/** Where a sync call goes: a crew of this thread, or the thread that started this one, which has the designated threads. */
import { currentCell, type Scope } from '../cell.ts'
import { designatedFor, laneFor, pool } from './crews.ts'
import type { Job } from './crew.ts'
import { parentLink } from './parent.ts'

/** Takes calls, and stops those nobody waits for any more. */
export interface Route {
  submit(job: Job): void
  /** Removes a waiting call; lets go of a running one. */
  stop(job: Job): void
}

const toParent: Route = {
  submit: (job) => parentLink()?.call([job.call], [job], job.transfer),
  stop(job) {
    parentLink()?.forget(job.call.id)
    parentLink()?.post({ cancelled: [job.call.id] })
  },
}

/** The route of a call. All thread-sensitive calls of a process meet on its main thread's designated threads. */
export function routeOf(isSensitive: boolean, lane: number | undefined): Route {
  if (!isSensitive) return pool
  return parentLink() ? toParent : designatedFor(lane)
}

/** The lane of the running task's scope. */
export const laneOf = (scope: Scope | undefined = currentCell().scope): number | undefined => scope && (scope.lane ??= laneFor())

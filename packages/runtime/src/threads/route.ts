/** Where a sync call goes: a crew of this thread, or the thread that started this one, which has the designated threads. */
import { currentCell, type Scope } from '../cell.ts'
import { IteratorLostError } from '../errors.ts'
import { packAbort } from './aborted.ts'
import { crewWith, designatedFor, laneFor, pool } from './crews.ts'
import type { Job } from './crew-thread.ts'
import type { CallOrigin } from './link.ts'
import { parentLink } from './parent.ts'

/** Takes calls, and stops those nobody waits for any more. */
export interface Route {
  submit(job: Job): void
  /** Removes a waiting call; lets go of a running one. */
  stop(job: Job, reason: unknown): void
}

const toParent: Route = {
  submit: (job) => parentLink()?.call([job.call], job, job.transfer),
  stop(job, reason) {
    parentLink()?.forget(job.call.id)
    parentLink()?.post({ aborted: packAbort([job.call.id], reason) })
  },
}

/** Has a thread started for a first call: it takes as long as finding out how to name a function. */
export function prepareThread(isSensitive: boolean): void {
  if (!isSensitive) pool.prepare()
  else if (!parentLink()) designatedFor(laneOf()).prepare()
}

const nowhere: Route = {
  submit() {
    throw new IteratorLostError()
  },
  stop: () => undefined,
}

/** The route of a call. All thread-sensitive calls of a process meet on its main thread's designated threads; a step goes where its iterator is. */
export function routeOf(isSensitive: boolean, { lane, threadId }: Pick<CallOrigin, 'lane' | 'threadId'>): Route {
  if (threadId !== undefined) return crewWith(threadId) ?? (parentLink() ? toParent : nowhere)
  if (!isSensitive) return pool
  return parentLink() ? toParent : designatedFor(lane)
}

/** The lane of the running task's scope. */
export const laneOf = (scope: Scope | undefined = currentCell().scope): number | undefined => scope && (scope.lane ??= laneFor())

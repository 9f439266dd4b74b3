/** What this thread does for a thread it started: async calls on its loop, sync calls while it blocks, else on designated threads. */
import { performAndAnswer } from './answer.ts'
import { defer, forgetDeferred, performInFrame } from './deferred.ts'
import type { Job } from './crew-thread.ts'
import type { Call, Link, LinkHandlers, Reply } from './link.ts'
import { parentLink } from './parent.ts'
import { failed } from './perform.ts'
import { isForInnermost, live } from './running.ts'
import { routeOf, type Route } from './route.ts'

const forwarded = new Map<number, { job: Job; route: Route }>()

/** Sends a thread-sensitive call on to its designated thread and its answer back. */
function forward(call: Call, link: Link): void {
  const route = routeOf(true, call.origin)
  const finish = (reply: Reply): void => {
    forwarded.delete(call.id)
    link.reply([reply])
  }
  const job: Job = {
    call,
    transfer: [],
    isExclusive: call.origin.isTimed,
    onStart: () => void (call.origin.isTimed && link.post({ started: [call.id] })),
    settle: finish,
    fail: (error) => finish(failed(call.id, error)),
  }
  forwarded.set(call.id, { job, route })
  try {
    route.submit(job)
  } catch (error) {
    job.fail(error)
  }
}

/** Whether the blocked frame of this thread runs a call: the outermost takes all, one inside a sync call only its own. */
const isForHere = (call: Call, link: Link): boolean => link.blocked.length > 0 && (live.length === 0 || isForInnermost(call))

function take(call: Call, link: Link): void {
  if (call.origin.isAsync) performAndAnswer(call, link)
  else if (isForHere(call, link)) performInFrame(call, link)
  else if (link.blocked.length > 0 && !parentLink()) defer(call, link, take)
  else forward(call, link)
}

/** Handlers of a link to a thread that this one started. */
export const handlersForThread: LinkHandlers = {
  serve(calls, link) {
    for (const call of calls) take(call, link)
  },
  onAbort(ids, reason) {
    forgetDeferred(ids)
    for (const id of ids) {
      const known = forwarded.get(id)
      forwarded.delete(id)
      known?.route.stop(known.job, reason)
    }
  },
}

/** What this thread does for a thread it started: async calls on its loop, sync calls while it blocks, else on designated threads. */
import { performAndAnswer } from './answer.ts'
import type { Job } from './crew.ts'
import type { Call, Link, LinkHandlers, Reply } from './link.ts'
import { parentLink } from './parent.ts'
import { failed, isForLive, live } from './perform.ts'
import { routeOf, type Route } from './route.ts'

const forwarded = new Map<number, { job: Job; route: Route }>()
let deferred: { call: Call; link: Link }[] = []

/** Sends a thread-sensitive call on to its designated thread and its answer back. */
function forward(call: Call, link: Link): void {
  const route = routeOf(true, call.origin.lane)
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

/** Whether a blocked frame of this thread runs a call: the outermost takes all, one inside a sync call only its own. */
const isForHere = (call: Call, link: Link): boolean =>
  link.blocked.length > 0 && (live.length === 0 || isForLive(call) || call.origin.chain.includes(link.blocked.at(-1) ?? -1))

/** Calls that a nested frame could not take go on as soon as it has ended. */
function retry(): void {
  const waiting = deferred
  deferred = []
  for (const { call, link } of waiting) take(call, link)
}

function take(call: Call, link: Link): void {
  if (call.origin.isAsync) performAndAnswer(call, link)
  else if (isForHere(call, link)) performAndAnswer(call, link, retry)
  else if (link.blocked.length > 0 && !parentLink()) deferred.push({ call, link })
  else forward(call, link)
}

/** Handlers of a link to a thread that this one started. */
export const handlersForThread: LinkHandlers = {
  serve(calls, link) {
    for (const call of calls) take(call, link)
  },
  onCancel(ids) {
    deferred = deferred.filter(({ call }) => !ids.includes(call.id))
    for (const id of ids) {
      const known = forwarded.get(id)
      forwarded.delete(id)
      known?.route.stop(known.job)
    }
  },
}

/** What a thread does for its starter: calls in order, answers of one batch together. */
import { answer, performAndAnswer } from './answer.ts'
import type { Claims } from './claims.ts'
import { defer, forgetDeferred, performInFrame } from './deferred.ts'
import { functionAt, isLoaded } from './functions.ts'
import type { Call, Link, LinkHandlers, Reply } from './link.ts'
import { failed, perform } from './perform.ts'
import { isForInnermost, isForLive, live } from './running.ts'

/** Longest that an answer waits for others, in ms. */
const holdMs = 0.5

/** The same before a call that usually takes so long: some of its kind take far longer. Measured by the group `calls` of the benches. */
function patienceMs(meanUs: number): number {
  if (meanUs > 1000) return 0
  return meanUs > 100 ? 0.1 : holdMs
}

/** So often a thread looks out for its next call before its loop gets a turn. */
const mostNews = 64

/** The handlers of a thread's link to its starter; `onStart` notes the running call where a crash can't erase it. */
export function serveForParent(isPool: boolean, claims: Claims, onStart: (id: number) => void): LinkHandlers & { flush(): void } {
  let pending: Call[] = []
  let replies: Reply[] = []
  let since = 0
  let home: Link | undefined
  let isWatching = false
  /** Calls that come one by one are looked out for; where many are under way, the sender needs the core more. */
  let isAlone = false
  const meanUs = new Map<unknown, number>()
  const names = new Map<number, string>()
  const flush = (): void => {
    const ready = replies
    replies = []
    if (ready.length > 0 && home) answer(home, ready, (id) => names.get(id) ?? 'the call')
    names.clear()
  }
  // On a designated thread calls never overlap: what was made for an outer frame waits for the innermost.
  const take = (call: Call, link: Link): void => {
    if (isPool || live.length === 0 || isForInnermost(call)) performInFrame(call, link)
    else defer(call, link, take)
  }
  // The sender may have it back, for a thread that was free earlier.
  const isHere = ({ ticket }: Call): boolean => ticket === 0 || claims.take(ticket)
  const runNext = (call: Call, link: Link): void => {
    if (!isHere(call)) return
    if (call.origin.isAsync || !isLoaded(call.address)) {
      flush()
      onStart(call.id)
      return performAndAnswer(call, link)
    }
    let fn
    try {
      fn = functionAt(call.address)
    } catch (error) {
      replies.push(failed(call.id, error))
      return
    }
    const mean = meanUs.get(fn) ?? Infinity
    // What has ended doesn't wait for a call that may be long, or that may end the thread.
    if (replies.length > 0 && performance.now() - since >= patienceMs(mean)) flush()
    onStart(call.id)
    names.set(call.id, call.address.name ?? 'the call')
    if (call.origin.isTimed) link.post({ started: [call.id] })
    const reply = perform(call, fn) as Reply
    meanUs.set(fn, mean === Infinity ? reply.tookUs : mean * 0.9 + reply.tookUs * 0.1)
    if (replies.length === 0) since = performance.now()
    replies.push(reply)
    if (performance.now() - since > holdMs) flush()
  }
  return {
    flush,
    serve(calls, link) {
      home = link
      if (live.length > 0) {
        // This thread blocks in a call: it serves what was made for that call and hands the rest back.
        const others = calls.filter((call) => !isForLive(call)).map((call) => call.id)
        if (others.length > 0) link.post({ returned: others })
        for (const call of calls) if (isForLive(call) && isHere(call)) take(call, link)
        return
      }
      pending = [...pending, ...calls]
      for (let call = pending.shift(); call; call = pending.shift()) runNext(call, link)
      flush()
      isAlone = calls.length === 1 && calls[0]?.origin.isAsync === false
      if (isWatching) return
      isWatching = true
      for (let left = mostNews; left > 0 && isAlone && link.awaitNews(); left--);
      isWatching = false
    },
    onAbort: forgetDeferred,
    onBlock(link) {
      flush()
      if (pending.length > 0) link.post({ returned: pending.map((call) => call.id) })
      pending = []
    },
  }
}

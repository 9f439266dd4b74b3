/** Sends answers; a result that can't be copied becomes an error that names the function. */
import { currentCell } from '../cell.ts'
import { functionAt, loadFor } from './functions.ts'
import type { Call, Link, Reply } from './link.ts'
import { failed, perform } from './perform.ts'
import { explainResult } from './uncloneable.ts'

/** Answers calls; `nameOf` gives the function's name of a call. */
export function answer(link: Link, replies: readonly Reply[], nameOf: (id: number) => string): void {
  try {
    link.reply(replies)
  } catch {
    for (const reply of replies) {
      try {
        link.reply([reply])
      } catch (cause) {
        link.reply([failed(reply.to, explainResult(reply.value, nameOf(reply.to), cause))])
      }
    }
  }
}

/** Runs a call on its own and answers it; waits for its module where that awaits at top level, unless this thread blocks. */
export function performAndAnswer(call: Call, link: Link, onDone?: () => void): void {
  const { isAsync, isTimed } = call.origin
  if (isAsync) link.serving++
  const send = (reply: Reply): void => {
    if (isAsync) link.serving--
    answer(link, [reply], () => call.address.name ?? 'the call')
    onDone?.()
  }
  const run = (): void => {
    if (isTimed) link.post({ started: [call.id] })
    const result = perform(call, functionAt(call.address), link.blocked.length > 0 ? currentCell() : undefined)
    if (result instanceof Promise) void result.then(send)
    else send(result)
  }
  const fail = (error: unknown): void => send(failed(call.id, error))
  try {
    const loading = loadFor(call.address, link.blocked.length === 0)
    if (loading) void loading.then(run).catch(fail)
    else run()
  } catch (error) {
    fail(error)
  }
}

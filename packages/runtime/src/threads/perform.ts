/** Runs a call that came from another thread and answers it. */
import { runInCell } from '../cell.ts'
import { NotCloneableError } from '../errors.ts'
import { functionAt } from './address.ts'
import { packError, packWritten, unpackContext } from './carry.ts'
import type { Call, Link, Reply } from './link.ts'

const isThenable = (value: unknown): value is PromiseLike<unknown> => typeof (value as { then?: unknown } | undefined | null)?.then === 'function'

/** Runs one call; a promise only where the call is async. */
export function perform(call: Call): Reply | Promise<Reply> {
  const from = performance.now()
  const cell = unpackContext(call.context, [...call.chain, call.id])
  cell.isSyncCall = !call.isAsync
  const reply = (isError: boolean, value: unknown): Reply => ({
    to: call.id,
    isError,
    value: isError ? packError(value) : value,
    written: packWritten(cell),
    tookMs: performance.now() - from,
  })
  try {
    const value = runInCell(cell, () => functionAt(call.address)(...(call.args as never[])))
    if (call.isAsync) {
      return Promise.resolve(value).then(
        (result) => reply(false, result),
        (error: unknown) => reply(true, error),
      )
    }
    if (isThenable(value)) {
      // Nobody reads this promise any more, so its rejection must not end the thread.
      value.then(undefined, () => undefined)
      const name = call.address.name ?? 'The function'
      return reply(true, new TypeError(`${name} returned a promise. syncToAsync takes sync functions; await ${name} instead.`))
    }
    return reply(false, value)
  } catch (error) {
    return reply(true, error)
  }
}

/** Sends a reply; a result that can't be copied becomes an error that names the function. */
export function answer(link: Link, call: Call, replies: readonly Reply[]): void {
  try {
    link.send(replies)
  } catch (error) {
    for (const reply of replies) {
      try {
        link.send([reply])
      } catch {
        const what = `The result of ${call.address.name ?? 'the call'}`
        link.send([{ ...reply, isError: true, value: packError(new NotCloneableError(what, { cause: error })) }])
      }
    }
  }
}

/** Runs calls in order; replies of one batch go back together, at the latest after a millisecond. */
export function serve(calls: readonly Call[], link: Link, onStart?: (id: number) => void): void {
  let replies: Reply[] = []
  let since = performance.now()
  for (const call of calls) {
    onStart?.(call.id)
    const result = perform(call)
    if (result instanceof Promise) void result.then((reply) => answer(link, call, [reply]))
    else {
      replies.push(result)
      if (result.isError || performance.now() - since > 1 || call === calls.at(-1)) {
        answer(link, call, replies)
        replies = []
        since = performance.now()
      }
    }
  }
  const last = calls.at(-1)
  if (replies.length > 0 && last) answer(link, last, replies)
}

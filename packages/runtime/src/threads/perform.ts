/** Runs a call that came from another thread and makes its answer. */
import { Cell, runInCell, Variables } from '../cell.ts'
import { packWritten, unpackValues } from './carry.ts'
import { shared } from '../process-state.ts'
import { packError } from './carry-error.ts'
import type { Call, CallOrigin, Reply } from './link.ts'

/** Ids of the sync calls on this thread's stack, outermost first. */
export const live = shared('live calls', (): number[] => [])

/** Whether a call was made for one that is on this thread's stack. */
export const isForLive = (call: Call): boolean => call.origin.chain.some((id) => live.includes(id))

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | undefined | null)?.then === 'function'

let lastOrigin: CallOrigin | undefined
let lastValues: readonly unknown[] = []

/** A cell for a call. Calls of one message that came from one task share their origin, hence its values. */
function cellFor({ id, origin }: Call): Cell {
  if (origin !== lastOrigin) {
    lastOrigin = origin
    lastValues = unpackValues(origin.context)
  }
  return new Cell(new Variables(lastValues, true), [...origin.chain, id], origin.lane === undefined ? undefined : { lane: origin.lane })
}

/** The answer that a call failed. */
export const failed = (to: number, error: unknown): Reply => ({ to, isError: true, value: packError(error), written: undefined, tookUs: 0 })

/** Runs a call of `fn`; a promise only where the call is async. */
export function perform(call: Call, fn: (...args: never[]) => unknown): Reply | Promise<Reply> {
  const cell = cellFor(call)
  const from = performance.now()
  const reply = (isError: boolean, value: unknown): Reply => ({
    to: call.id,
    isError,
    value: isError ? packError(value) : value,
    written: packWritten(cell.variables),
    tookUs: Math.round((performance.now() - from) * 1000),
  })
  const { isAsync } = call.origin
  if (!isAsync) live.push(call.id)
  try {
    const value = runInCell(cell, () => fn(...(call.args as never[])))
    if (isAsync) {
      return Promise.resolve(value).then(
        (result) => reply(false, result),
        (error: unknown) => reply(true, error),
      )
    }
    if (!isThenable(value)) return reply(false, value)
    // Nobody reads this promise any more, so its rejection must not end the thread.
    value.then(undefined, () => undefined)
    const name = call.address.name ?? 'The function'
    return reply(true, new TypeError(`${name} returned a promise. syncToAsync takes sync functions; await ${name} instead.`))
  } catch (error) {
    return reply(true, error)
  } finally {
    if (!isAsync) live.pop()
  }
}

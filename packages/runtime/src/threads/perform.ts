/** Runs a call that came from another thread and makes its answer. */
import type { AnyFunction } from '../async-brand.ts'
import { Cell, criticalSlots, runInCell, Variables, writeSlot } from '../cell.ts'
import { forgetSignal } from './aborted.ts'
import { packWritten, unpackValues } from './carry.ts'
import { packError } from './carry-error.ts'
import { isIterator, keepIterator, newIterators } from './iterators.ts'
import type { Call, CallOrigin, Reply } from './link.ts'
import { pass, receiveAll } from './pass.ts'
import { live, pending } from './running.ts'
import { refuseHandle } from './uncloneable.ts'

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
  const variables = new Variables(lastValues, true, origin.contextId)
  return new Cell(variables, [...origin.chain, id], origin.lane === undefined ? undefined : { lane: origin.lane })
}

/** What belongs to this thread goes from one set of variables to another: to a call on the stack of a blocked one, and back. */
function moveCritical(from: Variables, to: Variables): void {
  for (const slot of criticalSlots) if (from.values[slot] !== to.values[slot]) writeSlot(to, slot, from.values[slot])
}

/** The answer that a call failed. */
export const failed = (to: number, error: unknown): Reply => ({ to, isError: true, value: packError(error), written: undefined, tookUs: 0 })

function refuseThenable(value: PromiseLike<unknown>, { address }: Call): TypeError {
  // Nobody reads this promise any more, so its rejection must not end the thread.
  value.then(undefined, () => undefined)
  const name = address.name ?? 'The function'
  return new TypeError(`${name} returned a promise. syncToAsync takes sync functions; await ${name} instead.`)
}

/** Runs a call of `fn`; a promise only where the call is async. `around` is the cell of the blocked call on whose stack it runs. */
export function perform(call: Call, fn: AnyFunction, around?: Cell): Reply | Promise<Reply> {
  const cell = cellFor(call)
  const from = performance.now()
  const { isAsync } = call.origin
  const reply = (isError: boolean, value: unknown): Reply => {
    forgetSignal(call.id)
    if (isAsync) pending.delete(call.id)
    const held = isAsync ? 0 : newIterators()
    return {
      to: call.id,
      isError,
      value: isError ? packError(value) : pass(value),
      written: packWritten(cell.variables),
      tookUs: Math.round((performance.now() - from) * 1000),
      ...(held !== 0 && { held }),
    }
  }
  if (isAsync) {
    pending.set(call.id, cell.chain)
    return new Promise((resolve) => void resolve(runInCell(cell, () => fn(...(receiveAll(call.args) as never[]))))).then(
      (result) => reply(false, result),
      (error: unknown) => reply(true, error),
    )
  }
  live.push(cell.chain)
  if (around) moveCritical(around.variables, cell.variables)
  try {
    const value = runInCell(cell, () => fn(...(receiveAll(call.args) as never[])))
    if (isIterator(value)) return reply(false, keepIterator(value))
    refuseHandle(value, () => `The result of ${call.address.name ?? 'the call'}`)
    return isThenable(value) ? reply(true, refuseThenable(value, call)) : reply(false, value)
  } catch (error) {
    return reply(true, error)
  } finally {
    live.pop()
    if (around) moveCritical(cell.variables, around.variables)
  }
}

/** Sync iterators that sync functions gave back: they stay on the thread that made them, and go step by step. */
import { IteratorLostError } from '../errors.ts'
import { nextNumber } from '../numbers.ts'
import { shared } from '../process-state.ts'
import { marker } from './carry.ts'
import type { Address } from './address.ts'

/** What a caller gets instead of an iterator: where it is. */
export interface IteratorHandle {
  readonly [marker]: 'iterator'
  readonly id: number
}

/** How an iterator goes on. */
export type StepKind = 'next' | 'return' | 'throw'

const open = shared('iterators', () => new Map<number, Iterator<unknown, unknown, unknown>>())

let told = 0

/** By how many the iterators of this thread have become more or fewer since it was last asked. */
export function newIterators(): number {
  const since = open.size - told
  told = open.size
  return since
}

/** Whether a result is an iterator over itself: a generator, a cursor of a database. */
export function isIterator(value: unknown): value is Iterator<unknown, unknown, unknown> {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return false
  return typeof (value as Partial<Iterator<unknown>>).next === 'function'
}

/** Keeps an iterator on this thread. */
export function keepIterator(iterator: Iterator<unknown, unknown, unknown>): IteratorHandle {
  const id = nextNumber()
  open.set(id, iterator)
  return { [marker]: 'iterator', id }
}

/** Whether a result stands for an iterator on its thread. */
export const isIteratorHandle = (value: unknown): value is IteratorHandle =>
  typeof value === 'object' && value !== null && (value as Partial<IteratorHandle>)[marker] === 'iterator'

/** One step of an iterator of this thread. Throws where it has ended with the thread that it was on. */
export function stepIterator(id: number, kind: StepKind, value?: unknown): IteratorResult<unknown, unknown> {
  const iterator = open.get(id)
  if (!iterator) throw new IteratorLostError()
  try {
    const step = iterator[kind]?.(value as never) ?? withoutMethod(kind, value)
    if (step.done) open.delete(id)
    return { done: step.done ?? false, value: step.value }
  } catch (error) {
    open.delete(id)
    throw error
  }
}

/** Iterators need not have `return` and `throw`. */
function withoutMethod(kind: StepKind, value: unknown): IteratorResult<unknown, unknown> {
  if (kind === 'throw') throw value
  return { done: true, value }
}

/** Where other threads find `stepIterator`. */
export const stepAddress: Address = { module: import.meta.url, name: stepIterator.name }

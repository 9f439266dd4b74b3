/** What comes back from a thread to a wrapper: errors that are whole again, iterators that go step by step. */
import { childCell, runInCell } from './cell.ts'
import type { Address } from './threads/address.ts'
import { unpackError } from './threads/carry-error.ts'
import { callerFrames } from './threads/frames.ts'
import { isIteratorHandle, stepAddress, type IteratorHandle, type StepKind } from './threads/iterators.ts'
import { threadOf } from './numbers.ts'
import { callOnThread, RemoteError, type CallLimits } from './threads/sync-call.ts'

/** How to call a function. */
export interface Target {
  readonly name: string
  /** The address; throws NotOffloadableError. */
  address(): Address
  limits(): CallLimits
}

/** The async iterator of one that a call has given back. */
export const iteratorOf = (target: Target, handle: IteratorHandle): AsyncGenerator =>
  new RemoteIterator(target, () => Promise.resolve(handle), handle)

/** The async iterator of a generator function, which starts on its thread at the first step. */
export function iterateTarget(target: Target, args: readonly unknown[]): AsyncGenerator {
  return new RemoteIterator(target, async () => {
    const value = await callWhole(target.address(), target.name, args, target.limits())
    if (isIteratorHandle(value)) return value
    throw new TypeError(`${target.name} is a generator function here and another function on its thread.`)
  })
}

/** Calls on a thread; an error arrives as its function threw it. */
export async function callWhole(address: Address, name: string, args: readonly unknown[], limits: CallLimits): Promise<unknown> {
  try {
    return await callOnThread(address, name, args, limits)
  } catch (error) {
    throw wholeError(error)
  }
}

/** The error of a failed call as its function threw it, with the stack of whoever awaits it: taking that before the call would cost more than the call. */
export const wholeError = (error: unknown): unknown =>
  error instanceof RemoteError ? unpackError(error.packed, callerFrames('syncToAsync', new Error()), error.prototypeOf) : error

/** Iterators that nobody can reach any more are closed on their thread. */
const abandoned = new FinalizationRegistry<() => void>((close) => close())

class RemoteIterator implements AsyncGenerator {
  readonly #target: Target
  readonly #start: () => Promise<IteratorHandle>
  #handle: Promise<IteratorHandle> | undefined
  #last: Promise<unknown> = Promise.resolve()
  #isDone = false
  /** Ends it on its thread, where a step has failed. */
  #close: (() => void) | undefined
  /** `handle` is known where the iterator is on its thread already: then it is closed there even if no step is ever asked for. */
  constructor(target: Target, start: () => Promise<IteratorHandle>, handle?: IteratorHandle) {
    this.#target = target
    this.#start = start
    if (!handle) return
    this.#handle = Promise.resolve(handle)
    this.#keep(handle)
  }
  next(...[value]: [] | [unknown]): Promise<IteratorResult<unknown, unknown>> {
    return this.#step('next', value)
  }
  return(value?: unknown): Promise<IteratorResult<unknown, unknown>> {
    return this.#step('return', value)
  }
  throw(error: unknown): Promise<IteratorResult<unknown, unknown>> {
    return this.#step('throw', error)
  }
  [Symbol.asyncIterator](): this {
    return this
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }
  /** One step after the other: what is asked for beyond the end is no step any more. */
  async #step(kind: StepKind, value: unknown): Promise<IteratorResult<unknown, unknown>> {
    const before = this.#last
    let end = (): void => undefined
    this.#last = new Promise<void>((resolve) => void (end = resolve))
    await before
    try {
      return await this.#take(kind, value)
    } finally {
      end()
    }
  }
  async #take(kind: StepKind, value: unknown): Promise<IteratorResult<unknown, unknown>> {
    if (this.#isDone || (this.#handle === undefined && kind !== 'next')) {
      this.#isDone = true
      if (kind === 'throw') throw value
      return { done: true, value: kind === 'return' ? value : undefined }
    }
    try {
      const { id } = await (this.#handle ??= this.#open())
      const limits = { ...this.#target.limits(), threadId: threadOf(id) }
      const step = (await callWhole(stepAddress, this.#target.name, [id, kind, value], limits)) as IteratorResult<unknown, unknown>
      if (step.done) this.#end()
      return step
    } catch (error) {
      this.#end()
      this.#close?.()
      throw error
    }
  }
  #end(): void {
    this.#isDone = true
    abandoned.unregister(this)
  }
  async #open(): Promise<IteratorHandle> {
    const handle = await this.#start()
    this.#keep(handle)
    return handle
  }
  #keep(handle: IteratorHandle): void {
    const { name, limits } = this.#target
    const close = (): void => {
      const quiet = { ...limits(), signal: undefined, threadId: threadOf(handle.id) }
      // A child has no signal: what nobody waits for any more is closed all the same.
      runInCell(childCell(), () => void callOnThread(stepAddress, name, [handle.id, 'return'], quiet).catch(() => undefined))
    }
    this.#close = close
    abandoned.register(this, close, this)
  }
}

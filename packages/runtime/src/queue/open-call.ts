/** One call of an executor, from its job's making to the one time that it settles. */
import { CallTimeoutError } from '../errors.ts'
import type { ExecutorCall } from '../executor.ts'
import type { PrototypeOf } from '../threads/carry-error.ts'
import { receive } from '../threads/pass.ts'
import { RemoteError } from '../threads/sync-call.ts'
import type { QueuedReply } from './job-data.ts'

/** A call that has not settled, or has been given up. */
export class OpenCall {
  readonly id: string
  readonly name: string
  readonly isIdempotent: boolean
  /** Settles as the call does. */
  readonly promise: Promise<unknown>
  /** Settles when Redis has answered to the job's making, or never will; undefined before it is sent. */
  sent: Promise<unknown> | undefined
  /** Whether a worker has begun with it. */
  hasStarted = false
  /** Whether its reply is on the way. */
  isTaking = false
  isOver = false
  /** When it was first seen without a worker that has it in hand. */
  leftSince: number | undefined
  readonly #call: ExecutorCall
  readonly #onStop: (call: OpenCall, reason: unknown) => void
  #resolve: (value: unknown) => void = () => undefined
  #reject: (error: unknown) => void = () => undefined
  #timer: NodeJS.Timeout | undefined
  constructor(id: string, call: ExecutorCall, isIdempotent: boolean, onStop: (call: OpenCall, reason: unknown) => void) {
    this.id = id
    this.name = call.name
    this.isIdempotent = isIdempotent
    this.#call = call
    this.#onStop = onStop
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    call.signal?.addEventListener('abort', this.#abort)
  }
  /** A worker begins with it, perhaps anew. */
  start(): void {
    const { timeout } = this.#call
    this.hasStarted = true
    if (timeout === undefined || this.isOver) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#stop(new CallTimeoutError(this.name, timeout)), timeout)
  }
  /** Settles it as its function did. */
  settle(reply: QueuedReply, prototypeOf: PrototypeOf): void {
    if (!this.#end()) return
    try {
      if (reply.written) this.#call.context.apply(reply.written)
      if (reply.isError) this.#reject(new RemoteError(reply.value, prototypeOf))
      else this.#resolve(receive(reply.value))
    } catch (error) {
      this.#reject(error)
    }
  }
  /** Rejects it. */
  fail(error: unknown): void {
    if (this.#end()) this.#reject(error)
  }
  readonly #abort = (): void => this.#stop(this.#call.signal?.reason)
  #stop(reason: unknown): void {
    this.fail(reason)
    this.#onStop(this, reason)
  }
  /** Whether it had not ended before. */
  #end(): boolean {
    if (this.isOver) return false
    this.isOver = true
    clearTimeout(this.#timer)
    this.#call.signal?.removeEventListener('abort', this.#abort)
    return true
  }
}

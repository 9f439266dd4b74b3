/** Runs the calls of `syncToAsync` on the workers of a BullMQ queue. */
import { randomUUID } from 'node:crypto'
import type { ConnectionOptions } from 'bullmq'
import { JobLostError, QueueClosedError, QueueFullError, QueueUnavailableError } from '../errors.ts'
import type { Executor, ExecutorCall } from '../executor.ts'
import type { PrototypeOf } from '../threads/carry-error.ts'
import { CallerConnection } from './caller-connection.ts'
import { knownPrototypes, type ErrorClass } from './error-classes.ts'
import { isJobData, readReply } from './job-data.ts'
import { LostCalls } from './lost-calls.ts'
import { OpenCall } from './open-call.ts'
import { checkExecutorOptions, defaults, type CloseOptions } from './options.ts'
import { packCall } from './pack-call.ts'
import { Withdrawn } from './withdrawn.ts'
import { within } from './within.ts'

/** Options of `queueExecutor`. */
export interface QueueExecutorOptions {
  /** Name of the queue, as `serveQueue` has it. */
  queue: string
  /** Where Redis is: options of ioredis, or a connection as BullMQ takes it. */
  connection: ConnectionOptions
  /** Prefix of BullMQ's keys. Default `bull`. */
  prefix?: string
  /** Functions that may run again where a worker was lost with their call: all, or these. Default none. */
  idempotent?: boolean | readonly string[]
  /** Classes that errors of the functions may have, by name; others than these and the platform's arrive as Error. */
  errors?: Readonly<Record<string, ErrorClass>>
  /** Most calls of this executor that wait for a worker; one more rejects with QueueFullError. Default 10000. */
  maxWaiting?: number
  /** Most bytes of arguments and context, and of a reply. Default 1 MiB. */
  maxPayload?: number
  /** Milliseconds without Redis after which calls reject. Default 10000. */
  redisTimeout?: number
  /** Milliseconds without a sign of a running call's worker, or of one that takes it over, after which the call is lost. Default 60000. */
  lostAfter?: number
}

/** An executor over a queue. */
export class QueueExecutor implements Executor {
  readonly #options: Required<Omit<QueueExecutorOptions, 'prefix'>>
  readonly #connection: CallerConnection
  readonly #open = new Map<string, OpenCall>()
  /** Those of the open calls that no worker has begun with. */
  readonly #waiting = new Set<OpenCall>()
  readonly #withdrawn: Withdrawn
  readonly #lost: LostCalls
  readonly #prototypeOf: PrototypeOf
  #closing: Promise<void> | undefined
  constructor(options: QueueExecutorOptions) {
    checkExecutorOptions(options)
    this.#options = { ...defaults, idempotent: false, errors: {}, ...options }
    this.#prototypeOf = knownPrototypes(this.#options.errors)
    this.#connection = new CallerConnection(options, {
      started: (id) => this.#start(id),
      finished: (id) => void this.#finish(id),
      removed: (id) => this.#removed(id),
    })
    this.#withdrawn = new Withdrawn(this.#connection)
    this.#lost = new LostCalls(this.#connection, this.#open, this.#withdrawn, this.#options, {
      started: (id) => this.#start(id),
      finished: (id) => void this.#finish(id),
    })
  }
  /** Runs a call on a worker. */
  async run(call: ExecutorCall): Promise<unknown> {
    const { name, signal } = call
    const { queue, maxWaiting, maxPayload } = this.#options
    if (name === '') throw new TypeError('A function without a name has none in a queue either. Name it, or pass { module, name }.')
    if (this.#closing) throw new QueueClosedError(name, queue)
    signal?.throwIfAborted()
    const isIdempotent = this.#isIdempotent(name)
    const data = packCall(call, isIdempotent, maxPayload)
    if (this.#waiting.size >= maxWaiting) throw new QueueFullError(maxWaiting, queue)
    const open = new OpenCall(randomUUID(), call, isIdempotent, (stopped, reason) => this.#withdrawn.add(stopped, reason))
    this.#open.set(open.id, open)
    this.#waiting.add(open)
    this.#lost.watch()
    try {
      if (!this.#connection.isReady) await this.#connection.whenReady(`${name} was not sent`, this.#options.redisTimeout)
      if (!open.isOver) open.sent = this.#connection.add(open.id, name, data).catch((error: unknown) => this.#notSent(open, error))
    } catch (error) {
      open.fail(error)
    }
    try {
      return await open.promise
    } finally {
      this.#open.delete(open.id)
      this.#waiting.delete(open)
    }
  }
  /** Waits for open calls, withdraws and rejects those that take too long, and lets go of Redis. */
  close({ timeout = 10_000 }: CloseOptions = {}): Promise<void> {
    return (this.#closing ??= this.#close(timeout))
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
  async #close(timeout: number): Promise<void> {
    const { queue } = this.#options
    const settled = Promise.allSettled([...this.#open.values()].map((call) => call.promise))
    await within(timeout, settled)
    for (const call of this.#open.values()) {
      const { name, hasStarted } = call
      const error = hasStarted ? new JobLostError(name, 'its executor was closed while it ran') : new QueueClosedError(name, queue)
      call.fail(error)
      this.#withdrawn.add(call, error)
    }
    this.#lost.stop()
    await within(1000, this.#withdrawn.whenDone())
    await this.#connection.close()
  }
  #isIdempotent(name: string): boolean {
    const { idempotent } = this.#options
    return typeof idempotent === 'boolean' ? idempotent : idempotent.includes(name)
  }
  #start(id: string): void {
    const call = this.#open.get(id)
    if (!call) return
    this.#waiting.delete(call)
    call.start()
  }
  /** Only Redis' own refusal says that a job is surely not there. */
  #notSent(call: OpenCall, cause: unknown): void {
    if (cause instanceof QueueUnavailableError) return call.fail(cause)
    const error = new JobLostError(call.name, 'Redis broke off before it confirmed the job', { cause })
    call.fail(error)
    this.#withdrawn.add(call, error)
  }
  /** Takes a reply home. Where Redis is lost meanwhile, the call stays open. */
  async #finish(id: string): Promise<void> {
    const call = this.#open.get(id)
    if (!call || call.isOver) return void this.#withdrawn.finished(id)
    if (call.isTaking) return
    call.isTaking = true
    try {
      // Removed any earlier, a job whose making is still unanswered could be made a second time.
      await call.sent
      const job = await this.#connection.dataOf(id)
      this.#settle(call, job)
      if (job) this.#withdrawn.remove(id)
    } catch {
      call.isTaking = false
    }
  }
  #settle(call: OpenCall, job: { readonly data: unknown; readonly failedReason: string | undefined } | undefined): void {
    if (!job) return call.fail(new JobLostError(call.name, 'its reply is gone from Redis'))
    const { data, failedReason = 'for no reason that it tells' } = job
    if (!isJobData(data) || data.reply === undefined)
      return call.fail(new JobLostError(call.name, `BullMQ gave its job up (${failedReason})`))
    try {
      call.settle(readReply(data.reply, `The reply of ${call.name}`, this.#options.maxPayload), this.#prototypeOf)
    } catch (error) {
      call.fail(error)
    }
  }
  #removed(id: string): void {
    const call = this.#open.get(id)
    if (call && !call.isTaking) call.fail(new JobLostError(call.name, 'its job was deleted from the queue'))
  }
}

/** An executor that runs calls on the workers of a queue: `syncToAsync(fn, { executor: queueExecutor({ queue, connection }) })`. */
export const queueExecutor = (options: QueueExecutorOptions): QueueExecutor => new QueueExecutor(options)

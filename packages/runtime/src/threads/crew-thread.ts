/** One thread of a crew: its worker, its link, and the calls it holds. */
import type { TransferListItem, Worker } from 'node:worker_threads'
import type { Claims } from './claims.ts'
import { expectedUs } from './durations.ts'
import type { Call, Link, LinkHandlers, Reply, Waiter } from './link.ts'
import { settings } from './settings.ts'
import { spawn } from './spawn.ts'

/** A call with what its caller waits for. */
export interface Job {
  readonly call: Call
  readonly transfer: readonly TransferListItem[]
  /** Whether it has its thread for itself, as its start is timed, or it can't be sent a second time. */
  readonly isExclusive: boolean
  onStart(): void
  settle(reply: Reply): void
  fail(error: unknown): void
}

type OnReply = (thread: CrewThread, job: Job, reply: Reply) => void

/** A running worker. It keeps the process alive only while it holds calls. */
export class CrewThread {
  readonly worker: Worker
  readonly link: Link
  readonly jobs = new Map<number, Job>()
  readonly #started: Float64Array
  readonly #onReply: OnReply
  /** One for all of its calls. */
  readonly #waiter: Waiter = {
    settle: (reply) => this.#settle(reply),
    onStart: (id) => this.jobs.get(id)?.onStart(),
  }
  readonly #claims: Claims
  #isResting = true
  #restedAt = 0
  #onIdle: (() => void) | undefined
  /** When it last answered, or was sent something while it had nothing. */
  #answeredAt = 0
  #idle: NodeJS.Timeout | undefined
  /** Work that is held, in microseconds. */
  expectedUs = 0
  /** Iterators that live here and have not ended. */
  iterators = 0
  constructor(handlers: LinkHandlers, isPool: boolean, onReply: OnReply) {
    this.#onReply = onReply
    const { worker, link, running, claims } = spawn(handlers, isPool, settings.resourceLimits)
    this.worker = worker
    this.link = link
    this.#started = running
    this.#claims = claims
    // The worker alone keeps the process alive, or not.
    link.port.unref()
  }
  /** Whether it waits for an async function of this thread. */
  get isBlocked(): boolean {
    return this.link.serving > 0
  }
  /** Whether it holds a call that tolerates no other. */
  get isExclusive(): boolean {
    for (const job of this.jobs.values()) if (job.isExclusive) return true
    return false
  }
  /** Sends calls; `onRefuse` gets what can't be copied. */
  send(batch: readonly Job[], onRefuse: (job: Job, error: unknown) => void): void {
    const [first] = batch
    try {
      this.link.call(
        batch.map((job) => job.call),
        this.#waiter,
        first?.transfer,
      )
    } catch (error) {
      if (batch.length === 1 && first) onRefuse(first, error)
      else for (const job of batch) this.send([job], onRefuse)
      return
    }
    this.wake()
    if (this.jobs.size === 0) this.#answeredAt = performance.now()
    for (const job of batch) {
      this.jobs.set(job.call.id, job)
      this.expectedUs += expectedUs(job.call.address)
    }
  }
  #settle(reply: Reply): void {
    const job = this.jobs.get(reply.to)
    if (!job) return
    this.jobs.delete(reply.to)
    this.#answeredAt = performance.now()
    // What is expected of a function changes, so that the sum is no exact one.
    this.expectedUs = this.jobs.size === 0 ? 0 : Math.max(0, this.expectedUs - expectedUs(job.call.address))
    this.#onReply(this, job, reply)
  }
  /** Whether it has been at one call for longer than `ms`. */
  isStuck(now: number, ms: number): boolean {
    return this.jobs.size > 0 && now - this.#answeredAt > ms
  }
  /** Offers a call that it may not start before others; the sender may want it back. False where that can't be, this time. */
  offer(job: Job): boolean {
    job.call.ticket = this.#claims.offer()
    return job.call.ticket !== 0
  }
  /** Takes back at most so many calls that it has not started, the latest. */
  withdraw(most = Infinity): Job[] {
    const ids: number[] = []
    for (const { call } of [...this.jobs.values()].toReversed()) {
      if (ids.length >= most) break
      if (call.ticket !== 0 && this.#claims.take(call.ticket)) ids.unshift(call.id)
    }
    return this.takeBack(ids)
  }
  /** Calls that it has handed back, or that were withdrawn, in their order. */
  takeBack(ids: readonly number[]): Job[] {
    const back: Job[] = []
    for (const id of ids) {
      const job = this.jobs.get(id)
      if (!job || !this.jobs.delete(id)) continue
      this.link.forget(id)
      // What the thread has handed back, it will not take.
      if (job.call.ticket !== 0) this.#claims.take(job.call.ticket)
      job.call.ticket = 0
      this.expectedUs = Math.max(0, this.expectedUs - expectedUs(job.call.address))
      back.push(job)
    }
    return back
  }
  /** Keeps the process alive. */
  wake(): void {
    if (!this.#isResting) return
    this.#isResting = false
    this.worker.ref()
  }
  /** Lets the process end; `onIdle` is called once it has rested for the idle time. */
  rest(onIdle: (() => void) | undefined): void {
    this.#isResting = true
    this.#restedAt = performance.now()
    this.worker.unref()
    this.#onIdle = onIdle
    if (onIdle) this.#idle ??= this.#idleTimer(settings.idleTimeout)
  }
  /** One timer for many rests: a thread rests after each of its calls that come one by one. */
  #idleTimer(afterMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      const leftMs = settings.idleTimeout - (performance.now() - this.#restedAt)
      this.#idle = undefined
      if (!this.#isResting || !this.#onIdle) return
      if (leftMs <= 1) this.#onIdle()
      else this.#idle = this.#idleTimer(leftMs)
    }, afterMs).unref()
  }
  /** The thread has ended: which calls it had begun, and which not. Answers that it had sent still count. */
  dismiss(): { ran: Job[]; waited: Job[] } {
    clearTimeout(this.#idle)
    this.link.drain()
    this.link.port.close()
    const jobs = [...this.jobs.values()]
    for (const { call } of jobs) call.ticket = 0
    const current = Math.max(0, [...this.jobs.keys()].indexOf(this.#started[0] ?? 0))
    this.jobs.clear()
    return { ran: jobs.slice(0, current + 1), waited: jobs.slice(current + 1) }
  }
}

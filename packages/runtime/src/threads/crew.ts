/** Which thread runs a call: a bounded crew of threads with one queue. The designated thread is a crew of one. */
import { MessageChannel, Worker, type TransferListItem } from 'node:worker_threads'
import { QueueFullError, ThreadCrashedError } from '../errors.ts'
import { Link, type Call, type Reply } from './link.ts'
import { serveForThread } from './serve-for-thread.ts'
import { settings } from './settings.ts'

/** A call with what its caller waits for. */
export interface Job {
  readonly call: Call
  readonly transfer: readonly TransferListItem[]
  /** Whether nothing may run before it on its thread, as its start is timed. */
  readonly isExclusive: boolean
  onStart(): void
  settle(reply: Reply): void
  fail(error: unknown): void
}

interface Thread {
  readonly worker: Worker
  readonly link: Link
  readonly jobs: Map<number, Job>
  readonly started: Float64Array
  idle: NodeJS.Timeout | undefined
}

/** Threads that work off one queue, at most `max()` of them. */
export class Crew {
  readonly #max: () => number
  readonly #prefetch: boolean
  readonly #staysAlive: boolean
  readonly threads = new Set<Thread>()
  #queue: Job[] = []
  #meanMs = 1
  #isPumping = false
  constructor(max: () => number, options: { prefetch: boolean; staysAlive: boolean }) {
    this.#max = max
    this.#prefetch = options.prefetch
    this.#staysAlive = options.staysAlive
  }
  /** Calls that wait or run. */
  get load(): number {
    let load = this.#queue.length
    for (const thread of this.threads) load += thread.jobs.size
    return load
  }
  /** Queues a call; one that a blocked call of this crew waits for goes to that thread at once. */
  submit(job: Job): void {
    for (const thread of this.threads) {
      if (!this.#prefetch && job.call.chain.some((id) => thread.jobs.has(id))) return this.#send(thread, [job])
    }
    if (this.#queue.length >= settings.maxQueue) throw new QueueFullError(settings.maxQueue)
    this.#queue.push(job)
    if (this.#isPumping) return
    this.#isPumping = true
    queueMicrotask(() => {
      this.#isPumping = false
      this.#pump()
    })
  }
  /** Removes a call that has not been sent; says whether it was there. */
  withdraw(job: Job): boolean {
    const before = this.#queue.length
    this.#queue = this.#queue.filter((queued) => queued !== job)
    return this.#queue.length < before
  }
  /** Drops a running call; with `replace` its thread ends too and the calls behind it move on. */
  abandon(job: Job, replace: boolean): void {
    for (const thread of this.threads) {
      if (!thread.jobs.has(job.call.id) || !replace) continue
      this.#lose(thread, 'it was replaced after an abort or a timeout')
      void thread.worker.terminate()
    }
  }
  /** Ends all threads. */
  async close(): Promise<void> {
    await Promise.all([...this.threads].map((thread) => this.#end(thread)))
  }
  /** How many calls a thread holds: about 200 µs of work, so that a long call delays few others. */
  #depth(): number {
    return this.#prefetch ? Math.max(1, Math.min(64, Math.floor(0.2 / this.#meanMs))) : 1
  }
  #pump(): void {
    while (this.#queue.length > 0) {
      const thread = this.#free()
      if (!thread) return
      const room = this.#depth() - thread.jobs.size
      const batch: Job[] = []
      while (batch.length < Math.max(1, room) && this.#queue[0]) {
        if (this.#queue[0].isExclusive && thread.jobs.size + batch.length > 0) break
        batch.push(this.#queue.shift() as Job)
        if (batch.at(-1)?.isExclusive) break
      }
      if (batch.length === 0) return
      this.#send(thread, batch)
    }
  }
  #free(): Thread | undefined {
    let best: Thread | undefined
    for (const thread of this.threads) if (!best || thread.jobs.size < best.jobs.size) best = thread
    if ((!best || best.jobs.size > 0) && this.threads.size < this.#max()) return this.#start()
    const depth = this.#queue[0]?.isExclusive ? 1 : this.#depth()
    return best && best.jobs.size < depth && ![...best.jobs.values()].some((job) => job.isExclusive) ? best : undefined
  }
  #send(thread: Thread, batch: Job[]): void {
    if (thread.jobs.size === 0) {
      clearTimeout(thread.idle)
      thread.worker.ref()
      thread.link.port.ref()
    }
    for (const job of batch) {
      thread.jobs.set(job.call.id, job)
      thread.link.expect(job.call.id, (reply) => this.#finish(thread, job, reply))
    }
    thread.link.send(
      batch.map((job) => job.call),
      batch.flatMap((job) => job.transfer),
    )
    for (const job of batch) job.onStart()
  }
  #finish(thread: Thread, job: Job, reply: Reply): void {
    thread.jobs.delete(job.call.id)
    this.#meanMs = this.#meanMs * 0.95 + reply.tookMs * 0.05
    job.settle(reply)
    this.#pump()
    if (thread.jobs.size === 0) this.#rest(thread)
  }
  #rest(thread: Thread): void {
    thread.worker.unref()
    thread.link.port.unref()
    if (!this.#staysAlive && Number.isFinite(settings.idleTimeout)) thread.idle = setTimeout(() => void this.#end(thread), settings.idleTimeout).unref()
  }
  #start(): Thread {
    const { port1, port2 } = new MessageChannel()
    const buffer = new SharedArrayBuffer(8)
    const running = new SharedArrayBuffer(8)
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { port: port2, buffer, running },
      transferList: [port2],
      resourceLimits: settings.resourceLimits,
    })
    const link = new Link(port1, buffer, 1, serveForThread)
    const thread: Thread = { worker, link, jobs: new Map(), started: new Float64Array(running), idle: undefined }
    worker.on('error', (error) => this.#lose(thread, error.message, error))
    worker.on('exit', (code) => this.#lose(thread, `exit code ${code}`))
    this.threads.add(thread)
    return thread
  }
  /** A thread is gone: what it ran fails, what waited behind it moves to the front of the queue. */
  #lose(thread: Thread, reason: string, cause?: unknown): void {
    if (!this.threads.delete(thread)) return
    clearTimeout(thread.idle)
    const ids = [...thread.jobs.keys()]
    const current = Math.max(0, ids.indexOf(thread.started[0] ?? 0))
    const jobs = [...thread.jobs.values()]
    for (const job of jobs.slice(0, current + 1)) job.fail(new ThreadCrashedError(reason, cause === undefined ? undefined : { cause }))
    this.#queue.unshift(...jobs.slice(current + 1))
    thread.link.port.close()
    this.#pump()
  }
  async #end(thread: Thread): Promise<void> {
    this.#lose(thread, 'shut down')
    await thread.worker.terminate()
  }
}

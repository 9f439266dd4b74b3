/** Which thread runs a call: a bounded crew of threads with one queue. The designated thread is a crew of one. */
import { availableParallelism } from 'node:os'
import { blockedAncestor } from './ancestor.ts'
import { LookAgain, stuckMs, withdrawn } from './balance.ts'
import { QueueFullError, ThreadCrashedError } from '../errors.ts'
import { packAbort } from './aborted.ts'
import { GrowthWatch } from './growth.ts'
import { handlersForThread } from './serve-for-thread.ts'
import { CrewThread, type Job } from './crew-thread.ts'
import { expectedUs, noteTook } from './durations.ts'
import type { Reply } from './link.ts'
import { settings } from './settings.ts'

/** What a thread may hold at once, so that it never waits for its next call; behind a long one it comes back. */
const [heldUs, heldCalls] = [1000, 64]

interface CrewOptions {
  /** What it is, for messages. */
  readonly name: string
  readonly isPool: boolean
  readonly staysAlive: boolean
  /** Called whenever calls have to wait. */
  onWait(): void
}

/** Threads that work off one queue. */
export class Crew {
  readonly name: string
  readonly #isPool: boolean
  readonly #options: CrewOptions
  readonly threads = new Set<CrewThread>()
  #queue: Job[] = []
  #limit = 1
  /** Calls that wait or run. */
  load = 0
  /** Calls that run on though nobody waits for them. */
  readonly #abandoned = new Set<number>()
  #isPumping = false
  readonly #lookAgain = new LookAgain()
  readonly #growth = new GrowthWatch()
  #idleWaiters: (() => void)[] = []
  constructor(options: CrewOptions) {
    this.#options = options
    this.name = options.name
    this.#isPool = options.isPool
    this.#limit = this.#least
  }
  /** Calls that no thread has yet. */
  get queued(): readonly Job[] {
    return this.#queue
  }
  /** Whether calls wait and no further thread can be started. */
  get isFull(): boolean {
    return this.#queue.length > 0 && this.threads.size >= this.#most
  }
  get #least(): number {
    return this.#isPool ? Math.max(1, Math.min(availableParallelism(), settings.max)) : 1
  }
  get #most(): number {
    return this.#isPool ? settings.max : 1
  }
  /** Queues a call; one that a blocked call of this crew waits for may go to that thread at once. */
  submit(job: Job): void {
    const home = this.#homeOf(job)
    if (!home && this.load >= Math.min(this.#limit, this.#most) + settings.maxQueue) throw new QueueFullError(settings.maxQueue)
    this.load++
    if (home) return this.#send(home, [job])
    this.#queue.push(job)
    if (this.#abandoned.size > 0) for (const thread of this.threads) if (thread.jobs.size > 0) thread.wake()
    this.#schedule()
  }
  /** Starts a first thread, which then comes up while its first call is still made ready. */
  prepare(): void {
    if (this.threads.size === 0) this.#rest(this.#start())
  }
  /** The thread of that id, where it is one of this crew. */
  threadWith(threadId: number): CrewThread | undefined {
    return [...this.threads].find(({ worker }) => worker.threadId === threadId)
  }
  /** The thread that a call has to go to, or may: a pool prefers its free threads to one that waits. */
  #homeOf(job: Job): CrewThread | undefined {
    const { threadId, chain } = job.call.origin
    if (threadId !== undefined && this.#isPool) return this.threadWith(threadId)
    if (chain.length === 0) return undefined
    if (this.#isPool && (this.threads.size < this.#most || [...this.threads].some(({ jobs }) => jobs.size === 0))) return undefined
    return blockedAncestor(this.threads, this.#isPool, job)
  }
  #schedule(): void {
    if (this.#isPumping) return
    this.#isPumping = true
    queueMicrotask(() => {
      this.#isPumping = false
      this.#pump()
    })
  }
  /** Drops a call nobody waits for any more. A running one costs a pool thread its life, unless something lives on there, as on designated ones. */
  stop(job: Job, reason: unknown): void {
    const at = this.#queue.indexOf(job)
    if (at >= 0) {
      this.#queue.splice(at, 1)
      return this.#ended(1)
    }
    const thread = [...this.threads].find(({ jobs }) => jobs.has(job.call.id))
    if (!thread) return
    // A step costs its own iterator at most.
    const others = thread.iterators - (job.call.origin.threadId === undefined ? 0 : 1)
    if (!this.#isPool || others > 0) {
      thread.link.post({ aborted: packAbort([job.call.id], reason) })
      this.#abandoned.add(job.call.id)
      return this.#ended(0)
    }
    thread.jobs.delete(job.call.id)
    this.#ended(1)
    this.#lose(thread, 'it was replaced after an abort or a timeout')
    void thread.worker.terminate()
  }
  /** Takes a call out of the queue and fails it. */
  reject(job: Job, error: unknown): void {
    const at = this.#queue.indexOf(job)
    if (at < 0) return
    this.#queue.splice(at, 1)
    this.#ended(1)
    job.fail(error)
  }
  /** Ends all threads. */
  async close(): Promise<void> {
    this.#growth.stop()
    const queued = this.#queue
    this.#queue = []
    this.#ended(queued.length)
    for (const job of queued) job.fail(new ThreadCrashedError('shut down'))
    await Promise.all([...this.threads].map((thread) => this.#end(thread)))
  }
  /** Resolves when no call waits or runs. */
  whenIdle(): Promise<void> {
    return this.load === 0 ? Promise.resolve() : new Promise((resolve) => void this.#idleWaiters.push(resolve))
  }
  #ended(count: number): void {
    this.load -= count
    // What nobody waits for does not keep the process alive.
    if (this.#abandoned.size > 0 && this.load <= this.#abandoned.size)
      for (const thread of this.threads) if (thread.jobs.size > 0) thread.rest(undefined)
    if (this.load > 0) return
    for (const resolve of this.#idleWaiters.splice(0)) resolve()
  }
  #pump(): void {
    const now = performance.now()
    if (this.#isPool) this.#queue.unshift(...withdrawn(this.threads, this.#queue.length > 0, now))
    let taken = 0
    // Each thread gets its share: one that has nothing to do can't take what another holds at once.
    const share = Math.ceil(this.#queue.length / Math.max(this.#limit, this.threads.size))
    while (taken < this.#queue.length) {
      const thread = this.#freeOrFail(taken, now)
      if (!thread) break
      const batch: Job[] = []
      let us = thread.expectedUs
      for (let job = this.#queue[taken]; job && batch.length < share && this.#fits(thread, batch, us, job); job = this.#queue[taken]) {
        us += expectedUs(job.call.address)
        batch.push(job)
        taken++
      }
      if (batch.length === 0) break
      this.#send(thread, batch)
    }
    if (taken > 0) this.#queue.splice(0, taken)
    if (this.#isPool) this.#lookAgain.ask(this.threads, () => this.#pump())
    if (this.#queue.length === 0) return
    this.#options.onWait()
    if (!this.#isPool || this.#limit >= this.#most) return
    const isWanted = (): boolean => this.#queue.length > 0 && this.#limit < this.#most
    this.#growth.start(
      isWanted,
      () => this.threads.size,
      () => (this.#limit++, this.#pump()),
    )
  }
  #send(thread: CrewThread, batch: readonly Job[]): void {
    const refuse = (job: Job, error: unknown): void => {
      this.#ended(1)
      job.fail(error)
    }
    thread.send(batch, refuse)
  }
  #fits(thread: CrewThread, batch: readonly Job[], us: number, job: Job): boolean {
    const held = thread.jobs.size + batch.length
    if (held === 0) return true
    if (!this.#isPool || job.isExclusive || batch[0]?.isExclusive || thread.isExclusive) return false
    return held < heldCalls && us + expectedUs(job.call.address) <= heldUs && thread.offer(job)
  }
  /** Where no thread can be started, those who wait for one have to know. */
  #freeOrFail(taken: number, now: number): CrewThread | undefined {
    try {
      return this.#free(now)
    } catch (error) {
      for (const job of this.#queue.slice(taken)) this.reject(job, error)
      return undefined
    }
  }
  #free(now: number): CrewThread | undefined {
    let best: CrewThread | undefined
    let blocked = 0
    for (const thread of this.threads) {
      if (thread.isBlocked) blocked++
      else if (this.#isPool && this.threads.size > 1 && thread.isStuck(now, stuckMs)) continue
      else if (!best || thread.jobs.size < best.jobs.size) best = thread
    }
    const mayStart = this.threads.size < this.#most && this.threads.size - (this.#isPool ? blocked : 0) < this.#limit
    return (!best || best.jobs.size > 0) && mayStart ? this.#start() : best
  }
  #finish(thread: CrewThread, job: Job, reply: Reply): void {
    noteTook(job.call.address, reply.tookUs)
    this.#abandoned.delete(job.call.id)
    this.#ended(1)
    thread.iterators += reply.held ?? 0
    job.settle(reply)
    if (this.#queue.length > 0 || (this.#isPool && thread.jobs.size === 0 && this.load > 0)) this.#schedule()
    if (thread.jobs.size > 0 || !this.threads.has(thread)) return
    this.#rest(thread)
  }
  #rest(thread: CrewThread): void {
    const stays = this.#options.staysAlive || thread.iterators > 0 || !Number.isFinite(settings.idleTimeout)
    thread.rest(stays ? undefined : () => void this.#end(thread))
  }
  #start(): CrewThread {
    const onReturn = (ids: readonly number[]): void => {
      this.#queue.unshift(...thread.takeBack(ids))
      this.#schedule()
    }
    const thread: CrewThread = new CrewThread({ ...handlersForThread, onReturn }, this.#isPool, (...reply) => this.#finish(...reply))
    thread.worker.on('error', (error) => this.#lose(thread, error.message, error))
    thread.worker.on('exit', (code) => this.#lose(thread, `exit code ${code}`))
    this.threads.add(thread)
    return thread
  }
  /** A thread is gone: what it ran fails, what waited behind it moves to the front of the queue. */
  #lose(thread: CrewThread, reason: string, cause?: unknown): void {
    if (!this.threads.delete(thread)) return
    const { ran, waited } = thread.dismiss()
    this.#queue.unshift(...waited)
    for (const job of ran) this.#abandoned.delete(job.call.id)
    this.#ended(ran.length)
    for (const job of ran) job.fail(new ThreadCrashedError(reason, cause === undefined ? undefined : { cause }))
    if (this.threads.size < this.#limit) this.#limit = Math.max(this.#least, this.threads.size)
    this.#schedule()
  }
  async #end(thread: CrewThread): Promise<void> {
    this.#lose(thread, 'shut down')
    await thread.worker.terminate()
  }
}

/** What an executor does in Redis: adds jobs, hears of them, takes their replies, withdraws them. */
import { Queue, type QueueEvents, type RedisQueueBackend } from 'bullmq'
import { closeConnection } from './close-connection.ts'
import { abortsBackend, followEvents, placed, type QueuePlace } from './events.ts'
import type { JobData } from './job-data.ts'
import { redisAddress } from './redis-address.ts'
import { isRefusal, RedisLink } from './redis-link.ts'

/** Who is told of jobs. */
export interface JobListener {
  started(id: string): void
  /** Its reply can be taken. */
  finished(id: string): void
  /** Somebody has deleted it. */
  removed(id: string): void
}

/** How a job stands. */
export interface JobLook {
  readonly exists: boolean
  readonly hasStarted: boolean
  readonly isFinished: boolean
  /** Whether no worker has it in hand, though one has started it. */
  readonly isLeft: boolean
}

/** A reply that nobody takes is removed after so many seconds. */
const keptSeconds = 3600

/** The caller's side of a queue. Opened at first use. */
export class CallerConnection {
  readonly #place: QueuePlace
  readonly #listener: JobListener
  #opened: { readonly queue: Queue; readonly link: RedisLink } | undefined
  #events: Promise<QueueEvents> | undefined
  #isFollowing = false
  constructor(place: QueuePlace, listener: JobListener) {
    this.#place = place
    this.#listener = listener
  }
  /** Milliseconds since Redis was lost; 0 while it is there. */
  get awayMs(): number {
    return this.#opened?.link.awayMs ?? 0
  }
  /** Whether jobs can be added now. */
  get isReady(): boolean {
    return this.#isFollowing && this.awayMs === 0
  }
  get #queue(): Queue {
    return this.#open.queue
  }
  get #link(): RedisLink {
    return this.#open.link
  }
  get #open(): { readonly queue: Queue; readonly link: RedisLink } {
    if (this.#opened) return this.#opened
    const { queue: name, connection } = this.#place
    const queue = new Queue(name, placed(this.#place))
    return (this.#opened = { queue, link: new RedisLink(queue, redisAddress(connection)) })
  }
  get #backend(): RedisQueueBackend {
    return this.#queue.getBackend()
  }
  /** Waits until jobs can be added; throws QueueUnavailableError. */
  async whenReady(what: string, ms: number): Promise<void> {
    await this.#link.whenReady(what, ms)
    const events = (this.#events ??= this.#follow())
    events.catch(() => void (this.#events = undefined))
    await this.#link.answer(what, ms, events)
  }
  /** Adds a job. Throws QueueUnavailableError where Redis refuses it, another error where nobody knows whether it got there. */
  async add(id: string, name: string, data: JobData): Promise<void> {
    const removeOld = { age: keptSeconds }
    try {
      await this.#queue.add(name, data, { jobId: id, removeOnComplete: removeOld, removeOnFail: removeOld })
    } catch (error) {
      throw isRefusal(error) ? this.#link.unavailable(`${name} was not sent`, 'refuses the job', error) : error
    }
  }
  /** The data of a job that has finished, with BullMQ's own reason where it failed; undefined where it is gone. */
  async dataOf(id: string): Promise<{ readonly data: unknown; readonly failedReason: string | undefined } | undefined> {
    const job = await this.#queue.getJob(id)
    return job && { data: job.data as unknown, failedReason: job.failedReason }
  }
  /** Removes a job; false where a worker has it in hand. */
  async remove(id: string): Promise<boolean> {
    return (await this.#queue.remove(id)) === 1
  }
  /** Tells the workers that nobody waits for a job any more. */
  async abort(id: string, reason: string): Promise<void> {
    await abortsBackend(this.#backend, this.#place).publishEvent({ event: 'abort', jobId: id, reason }, 1000)
  }
  /** How a job stands. Reads single fields: a state takes BullMQ time that grows with the queue. */
  async look(id: string): Promise<JobLook> {
    const client = await this.#backend.client
    const key = this.#queue.toKey(id)
    const [[timestamp, processedOn, finishedOn] = [], lock] = await Promise.all([
      client.hmget(key, 'timestamp', 'processedOn', 'finishedOn'),
      client.get(`${key}:lock`),
    ])
    const look = { exists: Boolean(timestamp), hasStarted: Boolean(processedOn), isFinished: Boolean(finishedOn), isLeft: false }
    if (!look.hasStarted || look.isFinished || lock !== null) return look
    return { ...look, isLeft: (await this.#queue.getJobState(id)) === 'active' }
  }
  /** Lets go of Redis. */
  async close(): Promise<void> {
    // Where they are still to come, the queue's end ends that.
    const events = this.#events?.then(closeConnection).catch(() => undefined)
    if (this.#opened) await closeConnection(this.#opened.queue)
    await events
  }
  async #follow(): Promise<QueueEvents> {
    const events = await followEvents(this.#backend, this.#place)
    events.on('active', ({ jobId }) => this.#listener.started(jobId))
    events.on('completed', ({ jobId }) => this.#listener.finished(jobId))
    events.on('failed', ({ jobId }) => this.#listener.finished(jobId))
    events.on('removed', ({ jobId }) => this.#listener.removed(jobId))
    this.#isFollowing = true
    return events
  }
}

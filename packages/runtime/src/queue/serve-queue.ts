/** Serves a BullMQ queue: runs the functions that it is given, by name, for the executors of other processes. */
import { availableParallelism } from 'node:os'
import { UnrecoverableError, Worker, type ConnectionOptions, type Job, type QueueEvents } from 'bullmq'
import type { AnyFunction } from '../async-brand.ts'
import { JobLostError } from '../errors.ts'
import { unpackError } from '../threads/carry-error.ts'
import { closeConnection } from './close-connection.ts'
import { safePrototypes } from './error-classes.ts'
import { followAborts, longestReason, placed } from './events.ts'
import { isJobData, layout } from './job-data.ts'
import { checkServerOptions, defaults, type CloseOptions } from './options.ts'
import { redisAddress } from './redis-address.ts'
import { RedisLink } from './redis-link.ts'
import { registerAll, type Registered, type ServedFunction } from './registered.ts'
import { runJob } from './run-job.ts'
import { decode } from './wire-format.ts'
import { within } from './within.ts'

/** Options of `serveQueue`. */
export interface QueueServerOptions {
  /** Name of the queue, as executors have it. */
  queue: string
  /** Where Redis is: options of ioredis, or a connection as BullMQ takes it. */
  connection: ConnectionOptions
  /** The functions that jobs can name. */
  functions: Readonly<Record<string, AnyFunction | ServedFunction>>
  /** Prefix of BullMQ's keys. Default `bull`. */
  prefix?: string
  /** Most calls at once. Default the number of cores. */
  concurrency?: number
  /** Most bytes of arguments and context, and of a reply. Default 1 MiB. */
  maxPayload?: number
  /** Milliseconds without a sign of life after which a worker counts as lost; each running call is looked at as often. The same for all workers of a queue. Default 10000. */
  lockDuration?: number
  /** How long Redis may take to answer at the start, in ms. Default 10000. */
  redisTimeout?: number
  /** Is told of trouble with Redis while the worker runs; it goes on by itself. Default a warning of the process. */
  onError?: (error: Error) => void
}

/** How many aborts are remembered whose jobs are not known here, or not yet. */
const rememberedAborts = 1000
/** Finished jobs that no executor takes. */
const kept = { age: 3600, count: 1000 }
const graceMs = 1000

/** A worker of a queue. */
export class QueueServer {
  readonly #functions: ReadonlyMap<string, Registered>
  readonly #maxPayload: number
  readonly #worker: Worker
  /** Reasons, by job, of aborts that came before the job. */
  readonly #aborted = new Map<string, unknown>()
  #events: QueueEvents | undefined
  #closing: Promise<void> | undefined
  private constructor(options: QueueServerOptions) {
    const { queue, concurrency = availableParallelism(), lockDuration = 10_000, onError = warnings() } = options
    this.#functions = registerAll(options.functions)
    this.#maxPayload = options.maxPayload ?? defaults.maxPayload
    // With three parameters BullMQ gives a signal.
    this.#worker = new Worker(queue, (job, _token, signal) => this.#process(job, signal), {
      ...placed(options),
      autorun: false,
      concurrency,
      lockDuration,
      stalledInterval: lockDuration,
      // Whether a job of a lost worker runs again depends on its function.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      removeOnComplete: kept,
      removeOnFail: kept,
      runRetryDelay: 1000,
    })
    this.#worker.on('error', onError)
  }
  /** Starts one; throws QueueUnavailableError. */
  static async start(options: QueueServerOptions): Promise<QueueServer> {
    checkServerOptions(options)
    const { queue, connection, redisTimeout = defaults.redisTimeout } = options
    const server = new QueueServer(options)
    const link = new RedisLink(server.#worker, redisAddress(connection))
    const what = `Queue "${queue}" can't be served`
    try {
      await link.whenReady(what, redisTimeout)
      server.#events = await link.answer(what, redisTimeout, followAborts(server.#worker.getBackend(), options))
    } catch (error) {
      await closeConnection(server.#worker)
      throw error
    }
    const onAbort = ({ jobId, reason }: { jobId: string; reason: string }): void => server.#abort(jobId, reason)
    server.#events.on('abort' as never, onAbort as never)
    void server.#worker.run().catch((error: Error) => server.#worker.emit('error', error))
    return server
  }
  /** Takes no more calls, waits for those that run, and lets go of Redis. */
  close({ timeout = 10_000 }: CloseOptions = {}): Promise<void> {
    return (this.#closing ??= this.#close(timeout))
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
  async #close(timeout: number): Promise<void> {
    const closed = this.#worker.close()
    if ((await within(timeout, closed)).isLate) {
      this.#worker.cancelAllJobs(closedReason)
      if ((await within(graceMs, closed)).isLate) await closeConnection(this.#worker)
    }
    if (this.#events) await closeConnection(this.#events)
  }
  async #process(job: Job, bullSignal: AbortSignal | undefined): Promise<null> {
    const { id = '', name, data, attemptsStarted } = job as Job<unknown>
    if (!isJobData(data) || (data.call === undefined && data.reply === undefined))
      throw new UnrecoverableError(`Job ${id} is no call of syncToAsync: its data are of another form. Add jobs through queueExecutor.`)
    // A worker was lost after it had written the reply.
    if (data.call === undefined) return null
    const signal = this.#signalFor(id, name, bullSignal ?? new AbortController().signal)
    const { reply, failure } = await runJob({ name, call: data.call, starts: attemptsStarted, signal }, this.#functions, this.#maxPayload)
    await job.updateData({ offloop: layout, reply }).catch((error: Error) => {
      throw new UnrecoverableError(`its reply can't be written: ${error.message}`)
    })
    if (failure !== undefined) throw new UnrecoverableError(failure)
    return null
  }
  /** The signal of a job, with a reason in words of its own where the worker is closed. */
  #signalFor(id: string, name: string, signal: AbortSignal): AbortSignal {
    const controller = new AbortController()
    const abort = (): void =>
      controller.abort(
        signal.reason === closedReason ? new JobLostError(name, 'its worker was closed while it ran') : this.#aborted.get(id),
      )
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted || this.#aborted.has(id)) abort()
    return controller.signal
  }
  #abort(id: string, reason: string): void {
    if (reason.length > longestReason) return
    let whole: unknown
    try {
      whole = unpackError(decode(reason), '', safePrototypes)
    } catch {
      whole = new DOMException('This operation was aborted', 'AbortError')
    }
    this.#aborted.set(id, whole)
    const [oldest] = this.#aborted.keys()
    if (this.#aborted.size > rememberedAborts && oldest !== undefined) this.#aborted.delete(oldest)
    this.#worker.cancelJob(id, 'nobody waits for it any more')
  }
}

const closedReason = 'the worker is closed'

/** Warns of each kind of trouble once in a row: ioredis tells of every attempt to connect. */
function warnings(): (error: Error) => void {
  let last: string | undefined
  return ({ message }) => {
    if (message === last) return
    last = message
    const text = `A queue's worker has trouble with Redis: ${message}`
    process.emitWarning(text, { type: 'OffloopWarning', code: 'OFFLOOP_QUEUE_TROUBLE' })
  }
}

/** Serves a queue in this process until `close()`. Rejects with QueueUnavailableError where Redis does not answer in time. */
export const serveQueue = (options: QueueServerOptions): Promise<QueueServer> => QueueServer.start(options)

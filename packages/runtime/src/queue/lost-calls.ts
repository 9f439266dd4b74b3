/** Looks after calls that nothing is heard of: a missed event is made up for, a call that can't end any more is rejected. */
import { JobLostError } from '../errors.ts'
import type { CallerConnection, JobListener } from './caller-connection.ts'
import type { OpenCall } from './open-call.ts'
import type { Withdrawn } from './withdrawn.ts'

/** How long to wait before a call is given up. */
export interface Patience {
  readonly redisTimeout: number
  readonly lostAfter: number
}

/** The calls of an executor, looked at from time to time while there are any. */
export class LostCalls {
  readonly #connection: CallerConnection
  readonly #open: ReadonlyMap<string, OpenCall>
  readonly #withdrawn: Withdrawn
  readonly #patience: Patience
  readonly #listener: Pick<JobListener, 'started' | 'finished'>
  #timer: NodeJS.Timeout | undefined
  /** When the look began that Redis has not answered yet. */
  #lookingSince: number | undefined
  constructor(
    connection: CallerConnection,
    open: ReadonlyMap<string, OpenCall>,
    withdrawn: Withdrawn,
    patience: Patience,
    listener: Pick<JobListener, 'started' | 'finished'>,
  ) {
    this.#connection = connection
    this.#open = open
    this.#withdrawn = withdrawn
    this.#patience = patience
    this.#listener = listener
  }
  /** Begins to look, until no call is open. */
  watch(): void {
    const { redisTimeout, lostAfter } = this.#patience
    this.#timer ??= setInterval(() => this.#look(), Math.max(20, Math.min(5000, redisTimeout / 4, lostAfter / 4))).unref()
  }
  /** Ends looking. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
  #look(): void {
    if (this.#open.size === 0 && !this.#withdrawn.isUntold) return this.stop()
    if (this.#awayMs > this.#patience.redisTimeout) return this.#giveUp()
    if (this.#lookingSince !== undefined || this.#connection.awayMs > 0) return
    this.#withdrawn.retry()
    this.#lookingSince = performance.now()
    const looks = [...this.#open.values()].filter(({ sent, isTaking }) => sent && !isTaking).map((call) => this.#lookAt(call))
    const done = (): void => void (this.#lookingSince = undefined)
    // What fails is looked at again.
    void Promise.allSettled(looks).then(done)
  }
  get #awayMs(): number {
    const lookMs = this.#lookingSince === undefined ? 0 : performance.now() - this.#lookingSince
    return Math.max(lookMs, this.#connection.awayMs)
  }
  /** Redis has been away for too long. Calls that are not sent yet have their own patience. */
  #giveUp(): void {
    const { redisTimeout } = this.#patience
    for (const call of this.#open.values()) {
      if (!call.sent || call.isOver) continue
      const error = new JobLostError(call.name, `Redis has not answered for ${redisTimeout} ms`)
      call.fail(error)
      this.#withdrawn.add(call, error)
    }
  }
  async #lookAt(call: OpenCall): Promise<void> {
    await call.sent
    const { exists, hasStarted, isFinished, isLeft } = await this.#connection.look(call.id)
    if (call.isOver || call.isTaking) return
    if (!exists) return call.fail(new JobLostError(call.name, 'Redis no longer has its job (emptied, or restarted without its data)'))
    if (isFinished) return this.#listener.finished(call.id)
    if (hasStarted && !call.hasStarted) this.#listener.started(call.id)
    if (!isLeft || call.isIdempotent) return void (call.leftSince = undefined)
    call.leftSince ??= performance.now()
    if (performance.now() - call.leftSince <= this.#patience.lostAfter) return
    const error = new JobLostError(call.name, `its worker has given no sign for ${this.#patience.lostAfter} ms, and none has taken over`)
    call.fail(error)
    this.#withdrawn.add(call, error)
  }
}

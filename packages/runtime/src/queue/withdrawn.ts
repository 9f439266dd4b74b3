/** Jobs that nobody waits for any more: taken out of the queue, or aborted where they run, and removed when they have ended. */
import { packError } from '../threads/carry-error.ts'
import type { CallerConnection } from './caller-connection.ts'
import { longestReason } from './events.ts'
import type { OpenCall } from './open-call.ts'
import { encode } from './wire-format.ts'

/** How many are remembered; Redis removes the others after an hour. */
const most = 10_000

/** What an executor still has to do for calls that it has given up. */
export class Withdrawn {
  readonly #connection: CallerConnection
  /** Reasons, by job, of those that Redis has not been told of. */
  readonly #untold = new Map<string, unknown>()
  /** Jobs that are to be removed when they have ended. */
  readonly #running = new Set<string>()
  readonly #pending = new Set<Promise<unknown>>()
  constructor(connection: CallerConnection) {
    this.#connection = connection
  }
  /** Whether there is something to tell Redis. */
  get isUntold(): boolean {
    return this.#untold.size > 0
  }
  /** Nobody waits for the job of a call any more. */
  add({ id, sent }: OpenCall, reason: unknown): void {
    if (!sent) return
    this.#untold.set(id, reason)
    this.#running.add(id)
    forgetOldest(this.#untold)
    forgetOldest(this.#running)
    // Its making may still be on the way.
    this.#track(sent.then(() => this.#tell(id, reason)))
  }
  /** Tries again, for those that Redis could not be told of. */
  retry(): void {
    for (const [id, reason] of this.#untold) this.#track(this.#tell(id, reason))
  }
  /** A job has ended; whether it is one of these. */
  finished(id: string): boolean {
    if (!this.#running.delete(id)) return false
    this.remove(id)
    return true
  }
  /** Removes a job that has ended. */
  remove(id: string): void {
    this.#track(this.#connection.remove(id))
  }
  /** Resolves when all that was begun has been done. */
  async whenDone(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending)
  }
  async #tell(id: string, reason: unknown): Promise<void> {
    if (!this.#untold.has(id)) return
    if (await this.#connection.remove(id)) this.#running.delete(id)
    else await this.#connection.abort(id, reasonText(reason))
    this.#untold.delete(id)
  }
  /** What fails is tried again, or left to Redis. */
  #track(work: Promise<unknown>): void {
    const quiet = work.then(
      () => undefined,
      () => undefined,
    )
    this.#pending.add(quiet)
    void quiet.then(() => this.#pending.delete(quiet))
  }
}

function forgetOldest(jobs: Map<string, unknown> | Set<string>): void {
  const [oldest] = jobs.keys()
  if (jobs.size > most && oldest !== undefined) jobs.delete(oldest)
}

function reasonText(reason: unknown): string {
  const plain = encode(packError(new DOMException('This operation was aborted', 'AbortError')))
  try {
    const text = encode(packError(reason))
    return text.length <= longestReason ? text : plain
  } catch {
    return plain
  }
}

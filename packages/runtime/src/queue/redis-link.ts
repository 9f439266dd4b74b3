/** Whether Redis can be reached over a connection of BullMQ, and since when not. */
import type { RedisQueueBackend } from 'bullmq'
import { QueueUnavailableError } from '../errors.ts'
import { within } from './within.ts'

/** What BullMQ's queues, workers and listeners have in common. */
interface Connected {
  getBackend(): RedisQueueBackend
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** Watches one connection. */
export class RedisLink {
  readonly #address: string
  readonly #backend: RedisQueueBackend
  #lastError: Error | undefined
  #awaySince: number | undefined = performance.now()
  #back: Promise<void> | undefined
  constructor(owner: Connected, address: string) {
    this.#address = address
    this.#backend = owner.getBackend()
    owner.on('error', (error) => void (this.#lastError = error))
    this.#backend.on('close', () => void (this.#awaySince ??= performance.now()))
    this.#backend.on('ready', () => void (this.#awaySince = undefined))
  }
  /** Milliseconds since Redis was lost; 0 while it is there. */
  get awayMs(): number {
    return this.#awaySince === undefined ? 0 : performance.now() - this.#awaySince
  }
  /** Waits for Redis; throws QueueUnavailableError after `ms`. `what` is said to have failed. */
  async whenReady(what: string, ms: number): Promise<void> {
    await this.answer(what, ms, this.#connected())
  }
  /** What Redis answers to the first commands; throws QueueUnavailableError where it refuses them, or goes away before it has answered. */
  async answer<T>(what: string, ms: number, first: Promise<T>): Promise<T> {
    const answer = await within(ms, first).catch((error: unknown) => {
      throw this.unavailable(what, 'refuses to work', error)
    })
    if (answer.isLate) throw this.unavailable(what, `does not answer within ${ms} ms`, this.#lastError)
    return answer.value
  }
  /** The error for what Redis did not take. */
  unavailable(what: string, reason: string, cause: unknown): QueueUnavailableError {
    return new QueueUnavailableError(what, this.#address, reason + because(cause), { cause })
  }
  async #connected(): Promise<void> {
    const { status } = await this.#backend.client
    if (status === 'ready') this.#awaySince = undefined
    else await (this.#back ??= this.#whenBack())
  }
  #whenBack(): Promise<void> {
    return new Promise((resolve) => {
      this.#backend.once('ready', () => {
        this.#back = undefined
        resolve()
      })
    })
  }
}

function because(cause: unknown): string {
  const { message, code } = (cause ?? {}) as { message?: string; code?: string }
  const text = message || code
  return text === undefined ? '' : ` (${text})`
}

/** Whether Redis itself has refused a command: then it has not been carried out. */
export const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === 'ReplyError'

/** What a framework has to do for a view: give the request, take the answer, take the error. */
import { Readable } from 'node:stream'
import type { Answer } from './full-response.ts'
import type { RequestLimits } from './limits.ts'
import type { ViewRequest } from './view.ts'

/** One request in a framework. */
export interface Host {
  /** The request without `state`; throws RequestError for what is beyond the limits. */
  read(limits: RequestLimits): Promise<Omit<ViewRequest, 'state'>>
  /** Calls `leave` when the client closes the connection before it has its answer; gives what ends that. */
  onGone(leave: () => void): () => void
  /** Whether another handler has answered. */
  isAnswered(): boolean
  /** Sends the answer; resolves when it is sent, to what the framework wants back. */
  send(answer: Answer): Promise<unknown>
  /** Hands an error to the framework's error handler: by throwing, or in another way. */
  fail(error: unknown): unknown
}

/** Statuses whose answers have no body. */
export const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304

/** A stream of Node that asks for the next piece when the client has room for it, and ends the iterator when the client leaves. */
export const readableOf = (pieces: AsyncIterable<unknown> | Iterator<unknown>): Readable => Readable.from(pieces as AsyncIterable<unknown>)

/** Bodies that are sent piece by piece. */
import { isIterator } from '../threads/iterators.ts'

/** Whether a body is sent piece by piece. */
export const isStream = (body: unknown): body is Iterator<unknown> | AsyncIterable<unknown> =>
  isIterator(body) || (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)

/** Ends a stream that nobody reads. */
export function closeStream(body: unknown): void {
  if (!isStream(body)) return
  const iterator = Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body
  // One that fails at its end has nobody to tell.
  Promise.resolve(iterator.return?.(undefined)).catch(() => undefined)
}

/** The streams of events that callers and workers of a queue follow. */
import { QueueEvents, type ConnectionOptions, type RedisQueueBackend } from 'bullmq'

/** How many events a stream keeps: a reader that falls further behind misses some. */
const kept = 10_000

/** The stream in which callers tell workers which jobs nobody waits for any more. Its own one, so that workers don't read all else. */
const abortsOf = (queue: string): string => `${queue}-aborts`

/** Longest text of why a job is aborted. */
export const longestReason = 1 << 16

/** Where a queue is. */
export interface QueuePlace {
  readonly queue: string
  readonly connection: ConnectionOptions
  readonly prefix?: string | undefined
}

/** Options as BullMQ takes them. */
export const placed = ({ connection, prefix }: QueuePlace): { connection: ConnectionOptions; prefix?: string } => ({
  connection,
  ...(prefix !== undefined && { prefix }),
})

/** The backend of the stream of aborts, over a connection that is there. */
export const abortsBackend = (backend: RedisQueueBackend, { queue, prefix }: QueuePlace): RedisQueueBackend =>
  backend.forQueue(abortsOf(queue), prefix) as RedisQueueBackend

/** Follows the events of a queue from now on: what comes after this call's promise is settled is not missed. */
export const followEvents = (backend: RedisQueueBackend, place: QueuePlace): Promise<QueueEvents> => follow(backend, place.queue, place)

/** Follows the aborts of a queue. */
export const followAborts = (backend: RedisQueueBackend, place: QueuePlace): Promise<QueueEvents> =>
  follow(abortsBackend(backend, place), abortsOf(place.queue), place)

async function follow(backend: RedisQueueBackend, name: string, place: QueuePlace): Promise<QueueEvents> {
  // An entry of our own has the id to start from; "$" would mean whenever the first read reaches Redis.
  const lastEventId = await backend.publishEvent({ event: 'follow' }, kept)
  const events = new QueueEvents(name, { ...placed(place), lastEventId })
  // It connects again by itself; whether Redis is there is asked over the other connection.
  events.on('error', () => undefined)
  return events
}

/** What the callers of the queue bench ask for. */

/** Calls, how many of them at once, how many a worker takes at once, and what they are called with. */
export const queueLoads = {
  /** Some 15 ms of computing: one call at a time keeps a worker's core busy. */
  derive: { calls: 300, atOnce: 8, concurrency: 1, argument: 50_000 },
  /** Nothing but the way there and back. */
  echo: { calls: 4000, atOnce: 64, concurrency: 16, argument: 1 },
} as const

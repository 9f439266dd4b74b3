/** How long does work wait for libuv's threads? File system, dns, crypto and zlib share four of them by default, and so do all threads of the process. */
import { randomBytes } from 'node:crypto'
import { clock } from './heart.ts'

const everyMs = 250

/** Gives the threads a piece of work that takes no time, again and again; `tell` hears when one waited longer than `threshold`. For a thread whose own loop is free. */
export function watchThreadQueue(threshold: number, tell: (waitedMs: number) => void): void {
  const ask = (): void => {
    const askedAt = clock()
    randomBytes(1, () => {
      const waitedMs = clock() - askedAt
      if (waitedMs > threshold) tell(waitedMs)
      setTimeout(ask, everyMs)
    })
  }
  ask()
}

/** For tests: what blocks while a function runs? */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { detectBlocking } from './detect/index.ts'
import type { BlockingRecord } from './detect/index.ts'

/**
 * Runs `fn` under the guard and returns every blocking call that was made until it settled.
 * @example
 * expect(await blockingCalls(() => handler(request))).toEqual([])
 */
export async function blockingCalls(fn: () => unknown): Promise<readonly BlockingRecord[]> {
  const records: BlockingRecord[] = []
  const take = (message: unknown): void => void records.push(message as BlockingRecord)
  const detector = detectBlocking({ armed: true, summary: false, watchdog: false })
  subscribe('offloop:blocking', take)
  try {
    await fn()
  } finally {
    unsubscribe('offloop:blocking', take)
    detector.stop()
  }
  return records
}

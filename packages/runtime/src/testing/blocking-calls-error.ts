/** What a test says that fails because something blocked. */
import type { BlockingRecord } from '@offloop/catalog'
import { lineOf } from '../detect/report/summary.ts'

/** Thrown by tests in which something blocked; the message has a line per call. */
export class BlockingCallsError extends Error {
  readonly records: readonly BlockingRecord[]
  constructor(records: readonly BlockingRecord[]) {
    super(describeCalls(records))
    this.name = 'BlockingCallsError'
    this.records = records
  }
}

/** A heading and a line per call. */
export function describeCalls(records: readonly BlockingRecord[]): string {
  const total = records.reduce((sum, { count }) => sum + count, 0)
  return [`${total} blocking ${total === 1 ? 'call' : 'calls'}:`, ...records.map((each) => `  ${lineOf(each)}`)].join('\n')
}

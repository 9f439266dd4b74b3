/** Reads what a detector wrote: JSON lines, one by one, as files of servers get long. */
import type { BlockingRecord } from '@offloop/catalog'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** A line that is no record: half-written where a process was killed, or another file. */
export interface BadLine {
  readonly file: string
  readonly line: number
}

/** Calls `onRecord` for each record of a file, in its order. Throws what the file system says. */
export async function readRecords(
  file: string,
  onRecord: (record: BlockingRecord) => void,
  onBadLine: (bad: BadLine) => void,
): Promise<void> {
  const input = createReadStream(file)
  let line = 0
  let failure: Error | undefined
  input.once('error', (error) => (failure = error))
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++
    if (text.trim() === '') continue
    const record = recordOf(text)
    if (record) onRecord(record)
    else onBadLine({ file, line })
  }
  if (failure) throw failure
}

function recordOf(text: string): BlockingRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<BlockingRecord> | null
    const isRecord =
      typeof value === 'object' &&
      value !== null &&
      typeof value.kind === 'string' &&
      typeof value.api === 'string' &&
      Number.isFinite(value.durationMs) &&
      Number.isFinite(value.at) &&
      Number.isFinite(value.count) &&
      Array.isArray(value.stack) &&
      typeof value.context === 'object'
    return isRecord ? (value as BlockingRecord) : undefined
  } catch {
    return undefined // cut off in the middle
  }
}

/** `--from-report`: the calls that servers' detectors saw, and what is said of records that are none. */
import type { Project } from '@offloop/analysis'
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { RecordMatcher } from '../blocking/match.ts'
import type { Unmatched } from '../blocking/match.ts'
import { readRecords } from '../blocking/records.ts'
import { UsageError } from './exit.ts'

const shown = 20

/** Keys of the blocking calls that the records of `files` speak of; prints what matched. @throws UsageError for files that can't be read or that match nothing */
export async function callsSeen(files: readonly string[], folder: string, project: Project): Promise<ReadonlySet<string>> {
  const matcher = new RecordMatcher(project)
  let bad = 0
  for (const file of files) {
    const path = resolve(folder, file)
    if (!existsSync(path)) throw new UsageError(`--from-report is "${file}", and there is no such file`)
    if (statSync(path).isDirectory())
      throw new UsageError(`--from-report is "${file}", which is a folder: name the file that the detector wrote`)
    try {
      await readRecords(
        path,
        (record) => matcher.add(record),
        () => bad++,
      )
    } catch (error) {
      throw new UsageError(`${file} can't be read: ${(error as Error).message}`)
    }
  }
  const { calls, records, matched, unmatched } = matcher.result
  if (records === 0)
    throw new UsageError(`${files.join(', ')}: ${bad > 0 ? 'no line is a record of the detector' : 'the detector saw nothing'}`)
  console.error(`offloop: ${matched} of ${records} records are of ${calls.size} blocking ${calls.size === 1 ? 'call' : 'calls'} here`)
  for (const each of unmatched.slice(0, shown)) console.error(`  ${lineOf(each)}`)
  if (unmatched.length > shown) console.error(`  and ${unmatched.length - shown} more places`)
  if (bad > 0) console.error(`offloop: ${bad} ${bad === 1 ? 'line is no record and was' : 'lines are no records and were'} left out`)
  return calls
}

function lineOf({ place, api, reason, records }: Unmatched): string {
  return `not matched, ${records} ${records === 1 ? 'record' : 'records'}: ${place} ${api}: ${reason}`
}

/** What sync calls of async functions cost, and threads that are started: measured in processes of their own. */
import { judged, type Row } from './row.ts'
import { inProcess } from './in-process.ts'

/** Rows of the group `sync-calls`. Such calls are for start-up code, so they have a process for themselves. */
export function syncCallRows(): Row[] {
  const measured = inProcess<Record<'ours' | 'nested' | 'synckit' | 'makeSynchronous' | 'floor', number>>('sync-calls-process')
  const claim = 'asyncToSync of an empty function'
  return [
    judged(`${claim}, against synckit`, measured.ours, measured.synckit, 'µs', '<=', 1),
    judged(`${claim}, against make-synchronous`, measured.ours, measured.makeSynchronous, 'µs', '<=', 1),
    judged(`${claim}, against a bare message port`, measured.ours, measured.floor, 'µs', '<=', 1.2),
    judged('the same calling back one sync function, against two bare exchanges', measured.nested, 2 * measured.floor, 'µs', '<=', 1.2),
  ]
}

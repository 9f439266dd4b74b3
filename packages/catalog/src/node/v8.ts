/** Blocking exports of node:v8. */
import type { BlockingApi, Twin } from '../entry.ts'
import { apisOf } from '../row.ts'
import { docsOf } from './heading.ts'

const twin: Twin = {
  module: 'node:worker_threads',
  name: 'Worker#getHeapSnapshot',
  form: 'manual',
  note: 'a snapshot stops the thread whose heap it is of: take it of a worker, or when nobody waits',
}

/** What blocks in node:v8. `serialize` and `deserialize` are not listed: what they cost depends on how much they are given. */
export const v8: readonly BlockingApi[] = apisOf('node:v8', 'https://nodejs.org/api/v8.html', [
  { name: 'writeHeapSnapshot', tier: 'cpu', effect: 'write', twin, source: docsOf('v8', 'v8.writeHeapSnapshot([filename[,options]])') },
  { name: 'getHeapSnapshot', tier: 'cpu', effect: 'pure', twin, source: docsOf('v8', 'v8.getHeapSnapshot([options])') },
])

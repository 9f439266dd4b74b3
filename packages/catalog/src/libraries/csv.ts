/** Blocking calls of the sync modules of csv: csv-parse/sync, csv-stringify/sync. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'

/** Their async forms are streams, which compute on the same thread, a chunk at a time. */
export const csv: readonly BlockingApi[] = [
  ...apisOf('csv-parse/sync', 'https://csv.js.org/parse/api/sync/', [
    // with another encoding it gives Buffers
    { name: 'parse', tier: 'cpu', effect: 'pure', crosses: { exceptWith: ['encoding'] } },
  ]),
  ...apisOf('csv-stringify/sync', 'https://csv.js.org/stringify/api/sync/', [
    { name: 'stringify', tier: 'cpu', effect: 'pure', crosses: {} },
  ]),
]

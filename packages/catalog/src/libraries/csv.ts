/** Blocking calls of the sync modules of csv: csv-parse/sync, csv-stringify/sync. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'

/** Their async forms are streams, which compute on the same thread, a chunk at a time. */
export const csv: readonly BlockingApi[] = [
  ...apisOf('csv-parse/sync', 'https://csv.js.org/parse/api/sync/', [{ name: 'parse', tier: 'cpu', effect: 'pure' }]),
  ...apisOf('csv-stringify/sync', 'https://csv.js.org/stringify/api/sync/', [{ name: 'stringify', tier: 'cpu', effect: 'pure' }]),
]

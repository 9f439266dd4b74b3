/** Blocking methods of node:wasi. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import { docsOf } from './heading.ts'

/** What blocks in node:wasi: the program runs on this thread, its file access too. */
export const wasi: readonly BlockingApi[] = apisOf('node:wasi', 'https://nodejs.org/api/wasi.html', [
  { name: 'WASI#start', tier: 'cpu', effect: 'process', source: docsOf('wasi', 'wasi.start(instance)') },
  { name: 'WASI#initialize', tier: 'cpu', effect: 'process', source: docsOf('wasi', 'wasi.initialize(instance)') },
])

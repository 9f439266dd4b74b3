/** Blocking functions of the process, which is a module and a global. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'
import { docsOf } from './heading.ts'

const rows: readonly Row[] = [
  {
    name: 'loadEnvFile',
    tier: 'file',
    effect: 'read',
    twin: { module: 'node:fs/promises', name: 'readFile', form: 'manual', note: 'parseEnv of node:util reads its text' },
    source: docsOf('process', 'process.loadEnvFile(path)'),
  },
]

/** What blocks in node:process, and the same below the global `process`. */
export const nodeProcess: readonly BlockingApi[] = [
  ...apisOf('node:process', 'https://nodejs.org/api/process.html', rows),
  ...apisOf(
    'globalThis',
    'https://nodejs.org/api/process.html',
    rows.map((row) => ({ ...row, name: `process.${row.name}` })),
  ),
]

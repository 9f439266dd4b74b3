/** Blocking exports of node:child_process. */
import type { BlockingApi, Twin } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'
import { docsOf } from './heading.ts'

const module = 'node:child_process'

function row(signature: string, twin: Omit<Twin, 'module'>): Row {
  const name = signature.slice(0, signature.indexOf('('))
  return {
    name,
    tier: 'spawn',
    effect: 'process',
    twin: { module, ...twin },
    source: docsOf('child_process', `child_process.${signature}`),
  }
}

/** What blocks in node:child_process: each call waits for a process to end. */
export const childProcess: readonly BlockingApi[] = apisOf(
  module,
  'https://nodejs.org/api/child_process.html#synchronous-process-creation',
  [
    row('execSync(command[, options])', { name: 'exec', form: 'exec', note: 'resolves to { stdout, stderr }; stderr is not passed on' }),
    row('execFileSync(file[, args][, options])', {
      name: 'execFile',
      form: 'exec-file',
      note: 'resolves to { stdout, stderr }; stderr is not passed on',
    }),
    row('spawnSync(command[, args][, options])', {
      name: 'spawn',
      form: 'spawn',
      note: 'reports through streams and events, and the status comes with close',
    }),
  ],
)

/** Blocking exports of node:child_process. */
import type { BlockingApi } from '../entry.ts'

const source = 'https://nodejs.org/api/child_process.html#synchronous-process-creation'

export const childProcess: readonly BlockingApi[] = [
  { id: 'node:child_process.execSync', module: 'node:child_process', name: 'execSync', tier: 'spawn', effect: 'process', remedy: 'await', twin: { module: 'node:child_process', name: 'exec', form: 'exec' }, source },
  { id: 'node:child_process.execFileSync', module: 'node:child_process', name: 'execFileSync', tier: 'spawn', effect: 'process', remedy: 'await', twin: { module: 'node:child_process', name: 'execFile', form: 'exec-file' }, source },
  { id: 'node:child_process.spawnSync', module: 'node:child_process', name: 'spawnSync', tier: 'spawn', effect: 'process', remedy: 'await', twin: { module: 'node:child_process', name: 'spawn', form: 'manual', note: 'spawn reports through events' }, source },
]

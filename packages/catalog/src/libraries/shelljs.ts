/** Blocking calls of shelljs. */
import type { BlockingApi, Effect, Tier } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'

const command = (name: string, tier: Tier, effect: Effect, promises: string): Row => ({
  name,
  tier,
  effect,
  twin: { module: 'node:fs/promises', name: promises, form: 'manual', note: 'takes single paths, without wildcards' },
})
const reading = (name: string): Row => ({ name, tier: 'file', effect: 'read' })

/** Every command blocks but `exec` with a callback. */
export const shelljs: readonly BlockingApi[] = apisOf('shelljs', 'https://github.com/shelljs/shelljs#command-reference', [
  {
    name: 'exec',
    tier: 'spawn',
    effect: 'process',
    onlyWithoutCallback: true,
    twin: { module: 'shelljs', name: 'exec', form: 'manual', note: 'with a callback, which gets (code, stdout, stderr)' },
  },
  {
    name: 'cmd',
    tier: 'spawn',
    effect: 'process',
    twin: { module: 'node:child_process', name: 'execFile', form: 'manual', note: 'calls back with its output' },
  },
  command('cat', 'file', 'read', 'readFile'),
  command('chmod', 'file', 'write', 'chmod'),
  command('cp', 'file', 'write', 'cp'),
  command('ln', 'file', 'write', 'link'),
  command('ls', 'file', 'read', 'readdir'),
  command('mkdir', 'file', 'write', 'mkdir'),
  command('mv', 'file', 'write', 'rename'),
  command('rm', 'file', 'write', 'rm'),
  command('test', 'metadata', 'read', 'stat'),
  command('touch', 'file', 'write', 'utimes'),
  reading('find'),
  reading('grep'),
  reading('head'),
  reading('sort'),
  reading('tail'),
  reading('uniq'),
  { name: 'sed', tier: 'file', effect: 'write' },
  { name: 'which', tier: 'metadata', effect: 'read' },
])

/** Blocking exports of node:fs. */
import type { BlockingApi, Effect, Tier } from '../entry.ts'

const rows: readonly [names: string, tier: Tier, effect: Effect][] = [
  ['readFile readdir readlink opendir', 'file', 'read'],
  ['writeFile appendFile copyFile cp rename rm rmdir unlink mkdir mkdtemp truncate symlink link chmod chown lchown utimes lutimes', 'file', 'write'],
  ['access stat lstat statfs realpath', 'metadata', 'read'],
]

export const fs: readonly BlockingApi[] = [
  ...rows.flatMap(([names, tier, effect]) =>
    names.split(' ').map((name): BlockingApi => ({
      id: `node:fs.${name}Sync`, module: 'node:fs', name: `${name}Sync`, tier, effect, remedy: 'await',
      twin: { module: 'node:fs/promises', name, form: 'same' }, source: `https://nodejs.org/api/fs.html#fs${name.toLowerCase()}sync`,
    })),
  ),
  { id: 'node:fs.existsSync', module: 'node:fs', name: 'existsSync', tier: 'metadata', effect: 'read', remedy: 'await', twin: { module: 'node:fs/promises', name: 'access', form: 'exists' }, source: 'https://nodejs.org/api/fs.html#fsexistssyncpath' },
  ...'open close read write fstat fsync fdatasync ftruncate futimes fchmod fchown readv writev'.split(' ').map((name): BlockingApi => ({
    id: `node:fs.${name}Sync`, module: 'node:fs', name: `${name}Sync`, tier: 'file', effect: name.includes('w') ? 'write' : 'read', remedy: 'await',
    twin: { module: 'node:fs/promises', name: 'open', form: 'manual', note: 'use a FileHandle' }, source: `https://nodejs.org/api/fs.html#fs${name}sync`,
  })),
]

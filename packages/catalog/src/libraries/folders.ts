/** Blocking calls of libraries that walk folders and ask what a path is: fs-jetpack, klaw-sync, walk-sync, recursive-readdir-sync, dir-glob, is-file, path-type. */
import type { BlockingApi, Effect, Tier, Twin } from '../entry.ts'
import { itself } from '../major-twin.ts'
import { apisOf, rowsOf } from '../row.ts'
import type { Row } from '../row.ts'

const reads = { tier: 'file', effect: 'read' } as const

const jetpack = (names: string, tier: Tier, effect: Effect): Row[] =>
  names.split(' ').map((name): Row => ({
    name,
    aliases: [`cwd#${name}`, `FSJetpack#${name}`],
    tier,
    effect,
    twin: { module: 'fs-jetpack', name: `${name}Async`, form: 'same' },
  }))

const recursive: Twin = {
  module: 'node:fs/promises',
  name: 'readdir',
  form: 'manual',
  note: 'with `recursive: true`; it gives names below the folder',
}

/** In fs-jetpack, what has no `Async` in its name is sync. */
export const folders: readonly BlockingApi[] = [
  ...apisOf('fs-jetpack', 'https://github.com/szwacz/fs-jetpack#sync--async-harmony', [
    ...jetpack('exists inspect', 'metadata', 'read'),
    ...jetpack('find inspectTree list read', 'file', 'read'),
    ...jetpack('append copy dir file move remove rename symlink tmpDir write', 'file', 'write'),
  ]),
  ...apisOf('klaw-sync', 'https://github.com/manidlou/node-klaw-sync#readme', [
    { ...reads, name: 'default', twin: { module: 'klaw', name: 'default', form: 'manual', note: 'of the package klaw, gives a stream' } },
  ]),
  ...apisOf('walk-sync', 'https://github.com/joliss/node-walk-sync#usage', rowsOf('default entries', { ...reads, twin: recursive })),
  ...apisOf('recursive-readdir-sync', 'https://github.com/battlejj/recursive-readdir-sync#readme', [
    { ...reads, name: 'default', twin: recursive },
  ]),
  ...apisOf('dir-glob', 'https://github.com/kevva/dir-glob#api', [
    {
      name: 'sync',
      tier: 'metadata',
      effect: 'read',
      twin: {
        module: 'dir-glob',
        name: 'default',
        form: 'manual',
        note: 'the module itself is the async function',
        byMajor: [itself(2, 3)],
      },
    },
  ]),
  ...apisOf('is-file', 'https://github.com/jsdevel/node-is-file#readme', [
    ...['default', 'sync'].map((name): Row => ({
      name,
      tier: 'metadata',
      effect: 'read',
      ...(name === 'default' && { onlyWithoutCallback: true }),
      twin: { module: 'is-file', name: 'default', form: 'manual', note: 'the module itself, with a callback' },
    })),
  ]),
  ...apisOf(
    'path-type',
    'https://github.com/sindresorhus/path-type#api',
    ['isFile', 'isDirectory', 'isSymlink'].map((name): Row => ({
      name: `${name}Sync`,
      tier: 'metadata',
      effect: 'read',
      twin: { module: 'path-type', name, form: 'same' },
    })),
  ),
]

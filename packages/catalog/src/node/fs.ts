/** Blocking exports of node:fs. */
import type { BlockingApi, Effect, Tier, Twin } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'
import { docsOf } from './heading.ts'

type FsRow = readonly [signature: string, tier: Tier, effect: Effect, note?: string]

const throwIfNoEntry = 'the promise rejects with ENOENT where throwIfNoEntry: false gives undefined'

/** Signatures as the documentation has them; the twin has the same name in node:fs/promises. */
const twinned: readonly FsRow[] = [
  ['accessSync(path[, mode])', 'metadata', 'read'],
  ['appendFileSync(path, data[, options])', 'file', 'write', 'takes a FileHandle instead of a file descriptor'],
  ['chmodSync(path, mode)', 'file', 'write'],
  ['chownSync(path, uid, gid)', 'file', 'write'],
  ['copyFileSync(src, dest[, mode])', 'file', 'write'],
  ['cpSync(src, dest[, options])', 'file', 'write'],
  ['lchmodSync(path, mode)', 'file', 'write'],
  ['lchownSync(path, uid, gid)', 'file', 'write'],
  ['linkSync(existingPath, newPath)', 'file', 'write'],
  ['lstatSync(path[, options])', 'metadata', 'read', throwIfNoEntry],
  ['lutimesSync(path, atime, mtime)', 'file', 'write'],
  ['mkdirSync(path[, options])', 'file', 'write'],
  ['mkdtempSync(prefix[, options])', 'file', 'write'],
  ['opendirSync(path[, options])', 'file', 'read'],
  ['readFileSync(path[, options])', 'file', 'read', 'takes a FileHandle instead of a file descriptor'],
  ['readdirSync(path[, options])', 'file', 'read'],
  ['readlinkSync(path[, options])', 'metadata', 'read'],
  ['realpathSync(path[, options])', 'metadata', 'read', 'resolves as realpathSync.native does'],
  ['realpathSync.native(path[, options])', 'metadata', 'read'],
  ['renameSync(oldPath, newPath)', 'file', 'write'],
  ['rmSync(path[, options])', 'file', 'write'],
  ['rmdirSync(path[, options])', 'file', 'write'],
  ['statSync(path[, options])', 'metadata', 'read', throwIfNoEntry],
  ['statfsSync(path[, options])', 'metadata', 'read'],
  ['symlinkSync(target, path[, type])', 'file', 'write'],
  ['truncateSync(path[, len])', 'file', 'write', 'takes no file descriptor'],
  ['unlinkSync(path)', 'file', 'write'],
  ['utimesSync(path, atime, mtime)', 'file', 'write'],
  ['writeFileSync(file, data[, options])', 'file', 'write', 'takes a FileHandle instead of a file descriptor'],
]

/** Functions of file descriptors, and the method of a FileHandle that does the same. */
const descriptors: readonly (readonly [signature: string, tier: Tier, effect: Effect, method: string])[] = [
  ['closeSync(fd)', 'file', 'write', 'close'],
  ['fchmodSync(fd, mode)', 'file', 'write', 'chmod'],
  ['fchownSync(fd, uid, gid)', 'file', 'write', 'chown'],
  ['fdatasyncSync(fd)', 'file', 'write', 'datasync'],
  ['fstatSync(fd[, options])', 'metadata', 'read', 'stat'],
  ['fsyncSync(fd)', 'file', 'write', 'sync'],
  ['ftruncateSync(fd[, len])', 'file', 'write', 'truncate'],
  ['futimesSync(fd, atime, mtime)', 'file', 'write', 'utimes'],
  ['readSync(fd, buffer, offset, length[, position])', 'file', 'read', 'read'],
  ['readvSync(fd, buffers[, position])', 'file', 'read', 'readv'],
  ['writeSync(fd, buffer, offset[, length[, position]])', 'file', 'write', 'write'],
  ['writevSync(fd, buffers[, position])', 'file', 'write', 'writev'],
]

const promises = (name: string, form: Twin['form'], note?: string): Twin => ({
  module: 'node:fs/promises',
  name,
  form,
  ...(note && { note }),
})

function row(signature: string, tier: Tier, effect: Effect, twin: (name: string) => Twin, more: Partial<Row> = {}): Row {
  const name = signature.slice(0, signature.indexOf('('))
  return { name, tier, effect, twin: twin(name.replace(/Sync(?:\.native)?$/u, '')), source: docsOf('fs', `fs.${signature}`), ...more }
}

/** What blocks in node:fs, with the async twin of each. */
export const fs: readonly BlockingApi[] = apisOf('node:fs', 'https://nodejs.org/api/fs.html#synchronous-api', [
  ...twinned.map(([signature, tier, effect, note]) => row(signature, tier, effect, (name) => promises(name, 'same', note))),
  row('existsSync(path)', 'metadata', 'read', () => promises('access', 'exists')),
  row('openSync(path[, flags[, mode]])', 'file', 'write', () =>
    promises('open', 'manual', 'resolves to a FileHandle instead of a file descriptor'),
  ),
  ...descriptors.map(([signature, tier, effect, method]) =>
    row(signature, tier, effect, () =>
      promises(`FileHandle#${method}`, 'manual', 'open the file with node:fs/promises: a FileHandle takes the place of the descriptor'),
    ),
  ),
  row(
    'globSync(pattern[, options])',
    'file',
    'read',
    (name) => promises(name, 'manual', 'gives an async iterator: Array.fromAsync collects it'),
    { since: '>=22' },
  ),
  row(
    'mkdtempDisposableSync(prefix[, options])',
    'file',
    'write',
    (name) => promises(name, 'manual', 'the folder is disposed of with `await using`'),
    { since: '>=24.4' },
  ),
  {
    name: 'openAsBlobSync',
    tier: 'metadata',
    effect: 'read',
    since: '>=26.10',
    twin: { module: 'node:fs', name: 'openAsBlob', form: 'same', note: 'opens the file before it returns, too' },
  },
  ...['read', 'close'].map((name): Row => ({
    name: `Dir#${name}Sync`,
    aliases: [`opendirSync#${name}Sync`],
    tier: 'file',
    effect: 'read',
    twin: { module: 'node:fs', name: `Dir#${name}`, form: 'same' },
    source: docsOf('fs', `dir.${name}Sync()`),
  })),
  {
    name: 'Utf8Stream#flushSync',
    tier: 'file',
    effect: 'write',
    since: '>=24.6',
    twin: { module: 'node:fs', name: 'Utf8Stream#flush', form: 'manual', note: 'calls back when it is done' },
    source: docsOf('fs', 'utf8Stream.flushSync()'),
  },
])

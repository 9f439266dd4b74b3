import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isReached, membersOf } from './builtin-names.test.kit.ts'
import { builtins } from './builtins.ts'
import type { BlockingApi } from './entry.ts'

type Call = (...args: readonly unknown[]) => unknown

/** Files on which the functions of node:fs are tried. */
const fill = (folder: string): void => {
  fs.writeFileSync(join(folder, 'a.txt'), 'one\n')
  fs.mkdirSync(join(folder, 'full/deep'), { recursive: true })
  fs.mkdirSync(join(folder, 'empty'))
  fs.writeFileSync(join(folder, 'full/b.txt'), 'two\n')
  fs.symlinkSync('a.txt', join(folder, 'link'))
}

/** Arguments of each function of node:fs that has a twin of the same shape; paths are in the folder. */
const fsArguments: Readonly<Record<string, (at: (name: string) => string) => readonly unknown[]>> = {
  accessSync: (at) => [at('a.txt'), fs.constants.R_OK],
  appendFileSync: (at) => [at('a.txt'), 'more'],
  chmodSync: (at) => [at('a.txt'), 0o600],
  chownSync: (at) => [at('a.txt'), process.getuid!(), process.getgid!()],
  copyFileSync: (at) => [at('a.txt'), at('copy.txt')],
  cpSync: (at) => [at('full'), at('full-copy'), { recursive: true }],
  existsSync: (at) => [at('a.txt')],
  lchownSync: (at) => [at('link'), process.getuid!(), process.getgid!()],
  linkSync: (at) => [at('a.txt'), at('hard')],
  lstatSync: (at) => [at('link')],
  lutimesSync: (at) => [at('link'), 1, 2],
  mkdirSync: (at) => [at('x/y'), { recursive: true }],
  mkdtempSync: (at) => [at('temporary-')],
  opendirSync: (at) => [at('full')],
  readFileSync: (at) => [at('a.txt'), 'utf8'],
  readdirSync: (at) => [at('.'), { recursive: true }],
  readlinkSync: (at) => [at('link')],
  realpathSync: (at) => [at('link')],
  'realpathSync.native': (at) => [at('link')],
  renameSync: (at) => [at('a.txt'), at('c.txt')],
  rmSync: (at) => [at('full'), { recursive: true, force: true }],
  rmdirSync: (at) => [at('empty')],
  statSync: (at) => [at('a.txt')],
  statfsSync: (at) => [at('a.txt')],
  symlinkSync: (at) => ['a.txt', at('second')],
  truncateSync: (at) => [at('a.txt'), 2],
  unlinkSync: (at) => [at('a.txt')],
  utimesSync: (at) => [at('a.txt'), 1, 2],
  writeFileSync: (at) => [at('new.txt'), 'text'],
}

const cryptoArguments: Readonly<Record<string, readonly unknown[]>> = {
  argon2Sync: ['argon2id', { message: 'm', nonce: Buffer.alloc(16), parallelism: 1, tagLength: 16, memory: 8, passes: 1 }],
  checkPrimeSync: [7n],
  generateKeyPairSync: ['ed25519'],
  generateKeySync: ['hmac', { length: 64 }],
  generatePrimeSync: [32],
  hkdfSync: ['sha256', 'key', 'salt', 'info', 16],
  pbkdf2Sync: ['password', 'salt', 10, 16, 'sha256'],
  scryptSync: ['password', 'salt', 16, { N: 16 }],
  randomFillSync: [Buffer.alloc(8)],
}
const random = new Set(['generateKeyPairSync', 'generateKeySync', 'generatePrimeSync', 'randomFillSync'])

const replaceable = builtins.filter(
  ({ name, since, twin, onlyWithoutCallback }) =>
    twin && twin.form !== 'manual' && !name.includes('#') && !onlyWithoutCallback && isReached(since),
)
const ofModule = (module: string): BlockingApi[] => replaceable.filter((api) => api.module === module)

/** What the rewrite of `form` calls: the same arguments, a promise of the same value. */
async function asyncCall(api: BlockingApi): Promise<Call> {
  const { module, name, form } = api.twin!
  const twin = ((await membersOf(module)) as Record<string, Call>)[name]!
  if (form === 'promisify') return promisify(twin as (...args: unknown[]) => void) as Call
  return form === 'exists'
    ? (...args) =>
        (twin(...args) as Promise<void>).then(
          () => true,
          () => false,
        )
    : twin
}
const syncCall = (members: object, name: string): Call =>
  name.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], members) as Call

describe('node:fs: a twin does to a folder what the call does, and gives the same', () => {
  let folder: string
  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'offloop-twins-')))
    for (const side of ['sync', 'twin']) {
      fs.mkdirSync(join(folder, side))
      fill(join(folder, side))
    }
  })
  afterEach(() => fs.rmSync(folder, { recursive: true }))

  const tree = (side: string): unknown[] =>
    fs
      .readdirSync(join(folder, side), { recursive: true, encoding: 'utf8' })
      .toSorted()
      .map((name) => {
        const { mode, size, nlink } = fs.lstatSync(join(folder, side, name))
        const text = fs.lstatSync(join(folder, side, name)).isFile() ? fs.readFileSync(join(folder, side, name), 'utf8') : undefined
        return [name.replace(/temporary-\w+/u, 'temporary'), mode, size, nlink, text]
      })
  const shape = (side: string, value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(join(folder, side), '').replace(/temporary-\w+/u, 'temporary')
    if (Array.isArray(value)) return value.toSorted()
    if (value instanceof fs.Dir) return (value.closeSync(), 'Dir')
    return typeof value === 'object' && value !== null ? Object.keys(value) : value
  }

  // lchmod is there on every system, and works on macOS alone.
  const apis = ofModule('node:fs').filter(({ name }) => name !== 'lchmodSync' && name !== 'openAsBlobSync')
  test.each(apis.map((api) => [api.name, api] as const))('%s', async (name, api) => {
    const args = (side: string): readonly unknown[] => fsArguments[name]!((path) => join(folder, side, path))
    const sync = syncCall(fs, name)(...args('sync'))
    const twin = await (await asyncCall(api))(...args('twin'))
    expect(shape('twin', twin)).toEqual(shape('sync', sync))
    expect(tree('twin')).toEqual(tree('sync'))
  })

  test('existsSync of what is not there', async () => {
    const api = ofModule('node:fs').find(({ name }) => name === 'existsSync')!
    expect(await (await asyncCall(api))(join(folder, 'nowhere'))).toBe(false)
  })
})

describe('node:zlib: a twin gives the same bytes, or bytes that expand to the same', () => {
  const text = Buffer.from('the same text, again and again '.repeat(100))
  const packed: Readonly<Record<string, string>> = {
    brotliDecompressSync: 'brotliCompressSync',
    gunzipSync: 'gzipSync',
    inflateRawSync: 'deflateRawSync',
    inflateSync: 'deflateSync',
    unzipSync: 'gzipSync',
    zstdDecompressSync: 'zstdCompressSync',
  }
  const apis = ofModule('node:zlib').filter(({ twin }) => twin?.form === 'promisify')
  test.each(apis.map((api) => [api.name, api] as const))('%s', async (name, api) => {
    const members = (await membersOf('node:zlib')) as Record<string, Call>
    const input = packed[name] === undefined ? text : members[packed[name]]!(text)
    const twin = await (await asyncCall(api))(input)
    if (name === 'zstdCompressSync') expect(members['zstdDecompressSync']!(twin)).toEqual(text)
    else expect(twin).toEqual(members[name]!(input))
  })

  test('they are tried on something that can be compressed', () => expect(gzipSync(text).length).toBeLessThan(text.length / 5))
})

describe('node:crypto: a twin gives the same value, or one of the same kind', () => {
  test.each(ofModule('node:crypto').map((api) => [api.name, api] as const))('%s', async (name, api) => {
    const members = (await membersOf('node:crypto')) as Record<string, Call>
    const sync = members[name]!(...cryptoArguments[name]!)
    const twin = await (await asyncCall(api))(...cryptoArguments[name]!)
    if (!random.has(name)) expect(twin).toEqual(sync)
    expect(Object.prototype.toString.call(twin)).toBe(Object.prototype.toString.call(sync))
    if (name === 'generateKeyPairSync') expect(Object.keys(twin as object)).toEqual(Object.keys(sync as object))
  })
})

describe('node:child_process: the output of a twin is what the call gives', () => {
  test.each([
    ['execSync', ['echo out', { encoding: 'utf8' }]],
    ['execFileSync', [process.execPath, ['-p', '1 + 1'], { encoding: 'utf8' }]],
  ])('%s', async (name, args) => {
    const members = (await membersOf('node:child_process')) as Record<string, Call>
    const { module, name: twinName } = ofModule('node:child_process').find((api) => api.name === name)!.twin!
    const twin = promisify(((await membersOf(module)) as Record<string, (...args: unknown[]) => void>)[twinName]!)
    expect((await (twin as Call)(...args)) as { stdout: string }).toHaveProperty('stdout', members[name]!(...args))
  })
})

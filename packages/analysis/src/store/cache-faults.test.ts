/** A cache that is broken or can't be written is no cache: the answers are the same, and nothing is thrown. */
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openProject } from '../project.ts'
import type { OpenOptions } from '../project.ts'
import { findingsOf, scratchFolder } from '../scratch-project.test.kit.ts'

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return { ...real, writeFileSync: vi.fn(real.writeFileSync), renameSync: vi.fn(real.renameSync) }
})
afterEach(() => vi.restoreAllMocks())

const files = {
  'package.json': '{}',
  'node_modules/.keep': '',
  'run.ts': "import { readFileSync } from 'node:fs'\nexport async function run() {\n  return readFileSync('x')\n}\n",
  'more.ts': 'export class A { get b() { return [1].map((c) => c) } }\n',
}
const found = ['run.ts:2 run', 'run.ts:3 readFileSync']
const folder = 'node_modules/.cache/offloop/index'

function read(root: string, options: OpenOptions = {}): { parsed: number; problems: string[] } {
  const project = openProject(root, options)
  const steps = project.findingsIn(join(root, 'run.ts')).flatMap(({ chain }) => chain.steps)
  expect(steps.map(({ name, place }) => `run.ts:${place.line} ${name}`)).toEqual(found)
  expect(findingsOf(project)).toHaveLength(1)
  return { parsed: project.stats().parsed, problems: project.problems.map(({ code }) => code) }
}

function cached(): { root: string; path: string; bytes: Buffer } {
  const root = scratchFolder(files)
  read(root)
  const path = join(root, folder, 'package.index')
  return { root, path, bytes: readFileSync(path) }
}

function sealed(body: Uint8Array): Buffer {
  return Buffer.concat([createHash('sha256').update(body).digest(), body])
}

test('a file that was cut off anywhere is read anew and written whole', () => {
  const { root, path, bytes } = cached()
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
      writeFileSync(path, bytes.subarray(0, length))
      expect(read(root)).toEqual({ parsed: 2, problems: [] })
      expect(readFileSync(path).equals(bytes)).toBe(true)
    }),
  )
})

test('bytes that changed anywhere are noticed', () => {
  const { root, path, bytes } = cached()
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(bytes)
      changed[at] = changed[at]! ^ by
      writeFileSync(path, changed)
      expect(read(root)).toEqual({ parsed: 2, problems: [] })
    }),
  )
})

test('any bytes, and any bytes with the right digest, are no more than a cold cache', () => {
  const { root, path } = cached()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, isSealed) => {
      writeFileSync(path, isSealed ? sealed(bytes) : bytes)
      expect(read(root)).toEqual({ parsed: 2, problems: [] })
    }),
  )
})

test.each([
  ['JSON of another tool', () => Buffer.from('{"version":1,"files":{"run.ts":{}}}')],
  ['a JSON list', () => Buffer.from('[]')],
  ['an empty file', () => Buffer.alloc(0)],
  [
    'another version',
    (bytes: Buffer) => {
      const body = Buffer.from(bytes.subarray(32))
      body[40] = body[40]! ^ 1
      return sealed(body)
    },
  ],
])('%s in its place is ignored and written over', (_, content) => {
  const { root, path, bytes } = cached()
  writeFileSync(path, content(bytes))
  expect(read(root)).toEqual({ parsed: 2, problems: [] })
  expect(read(root)).toEqual({ parsed: 0, problems: [] })
})

test.each(['ENOSPC', 'EACCES', 'EPERM', 'EROFS', 'EDQUOT'])('%s while writing is nobody’s problem, and leaves nothing behind', (code) => {
  const root = scratchFolder(files)
  const fail = (): never => {
    throw Object.assign(new Error(code), { code })
  }
  vi.mocked(fs.writeFileSync).mockImplementationOnce(fail)
  expect(read(root, { cache: join(root, 'kept') })).toEqual({ parsed: 2, problems: [] })
  vi.mocked(fs.renameSync).mockImplementationOnce(fail)
  expect(read(root, { cache: join(root, 'kept') })).toEqual({ parsed: 2, problems: [] })
  expect(readdirSync(join(root, 'kept'))).toEqual([])
})

test('a folder that the user names and that is a file is said once; a default one is not', () => {
  const root = scratchFolder({ ...files, 'packages/a/package.json': '{}', 'packages/a/b.ts': '', file: '', 'node_modules/.cache': '' })
  expect(read(root, { cache: join(root, 'file') })).toEqual({ parsed: 3, problems: ['bad-config'] })
  expect(openProject(root, { cache: join(root, 'file', 'below') }).problems[0]!.message).toContain("file/below: can't hold the index cache")
  expect(read(root)).toEqual({ parsed: 3, problems: [] })
})

test('a folder in the place of the cache file is left alone', () => {
  const root = scratchFolder(files)
  mkdirSync(join(root, folder, 'package.index'), { recursive: true })
  expect(read(root)).toEqual({ parsed: 2, problems: [] })
  expect(readdirSync(join(root, folder))).toEqual(['package.index'])
})

test('what a killed process left unfinished goes after an hour', () => {
  const { root, path } = cached()
  for (const name of ['old', 'new']) writeFileSync(`${path}.${name}.tmp`, 'half')
  utimesSync(`${path}.old.tmp`, new Date(0), new Date(0))
  writeFileSync(join(root, 'more.ts'), '')
  read(root)
  expect(readdirSync(join(root, folder)).sort()).toEqual(['package.index', 'package.index.new.tmp'])
})

/** Checks what the guard sees, where, and that it leaves everything as it was. */
import { execFileSync } from 'node:child_process'
import * as crypto from 'node:crypto'
import fs, { readFileSync as named } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { fixture } from '../serve.test.kit.ts'
import { stopWatching, watch } from '../in-process.test.kit.ts'

const require = createRequire(import.meta.url)
const here = new URL(import.meta.url)
const originals = { readFileSync: fs.readFileSync, wait: Atomics.wait, statSync: fs.statSync }
afterEach(() => {
  stopWatching()
  vi.restoreAllMocks()
})

test('G15 calls are seen through require, by name and by default; a reference that was taken before is not, and coverage says so', () => {
  const { detector, ids } = watch()
  const captured = originals.readFileSync
  ;(require('node:fs') as typeof fs).readFileSync(here)
  named(here)
  fs.readFileSync(here)
  expect(ids()).toEqual(Array(3).fill('node:fs.readFileSync'))
  captured(here) // what it calls itself is seen, on some releases
  expect(ids().filter((id) => id === 'node:fs.readFileSync')).toHaveLength(3)
  expect(detector.coverage()).toEqual({ forms: { commonjs: true, named: true, default: true, captured: false }, missed: [] })
})

test('G14 the stack begins at the code that called, and goes on outwards', () => {
  const { records } = watch()
  function inner(): void {
    fs.statSync(here)
  }
  function outer(): void {
    inner()
  }
  outer()
  expect(records[0]?.stack.slice(0, 2).map(({ name }) => name)).toEqual(['inner', 'outer'])
  expect(records[0]?.source).toEqual(records[0]?.stack[0])
  expect(records[0]?.source?.file).toBe(here.pathname)
})

test('G21 G13 a record names the file that a call was about, never other arguments; onRecord hears of it', () => {
  const heard: string[] = []
  const { records } = watch({ onRecord: ({ api }) => void heard.push(api) })
  fs.readFileSync(here)
  crypto.pbkdf2Sync('secret', 'salt', 1, 8, 'sha512')
  execFileSync('true', ['secret'])
  expect(records.map(({ path }) => path)).toEqual([here.pathname, undefined, undefined])
  expect(JSON.stringify(records)).not.toContain('secret')
  expect(heard).toEqual(['node:fs.readFileSync', 'node:crypto.pbkdf2Sync', 'node:child_process.execFileSync'])
})

test('G24 only calls with a file of a certain pattern on the stack are reported, where one is asked for', () => {
  const elsewhere = watch({ only: ['src/nowhere/**'] })
  fs.statSync(here)
  expect(elsewhere.ids()).toEqual([])
  const inHere = watch({ only: ['src/nowhere/**', '**/guard.test.ts'] })
  fs.statSync(here)
  expect(inHere.ids()).toEqual(['node:fs.statSync'])
})

test('G26 what a blocking call calls itself is part of it', () => {
  const { ids } = watch()
  fs.cpSync(here.pathname, join(tmpdir(), 'offloop-copy'))
  fs.rmSync(join(tmpdir(), 'offloop-copy'))
  expect(ids()).toEqual(['node:fs.cpSync', 'node:fs.rmSync'])
})

test('G17 G23 calls that return at once with their arguments are none: standard streams, few random bytes, no timeout', () => {
  const { ids } = watch()
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  fs.writeSync(2, '')
  crypto.randomBytes(16)
  crypto.randomBytes(16, () => {})
  const cell = new Int32Array(new SharedArrayBuffer(4))
  Atomics.wait(cell, 0, 0, 0)
  expect(ids()).toEqual([])
  Atomics.wait(cell, 0, 0, 1)
  crypto.randomBytes(100_000)
  expect(ids()).toEqual(['globalThis.Atomics.wait', 'node:crypto.randomBytes'])
  write.mockRestore()
})

interface Database {
  exec(sql: string): unknown
  prepare(sql: string): { iterate(): Iterable<unknown> }
  close(): void
}
type DatabaseClass = new (path: string) => Database

/** A database: Node's own, or better-sqlite3, which may not have been compiled. */
function databaseClass(): DatabaseClass | undefined {
  if (isBuiltin('node:sqlite')) return (require('node:sqlite') as { DatabaseSync: DatabaseClass }).DatabaseSync
  try {
    const Class = require('better-sqlite3') as DatabaseClass
    new Class(':memory:').close()
    return Class
  } catch {
    return undefined
  }
}
// Node 20 has no database of its own, and better-sqlite3 has to be compiled where it is installed.
const testWithDatabase = test.runIf(databaseClass() !== undefined)

testWithDatabase('G06 G27 a database is guarded at its own methods; a query that gives an iterator blocks at each step', () => {
  const { ids } = watch()
  const database = new (databaseClass()!)(':memory:')
  database.exec('create table t (a); insert into t values (1), (2)')
  expect([...database.prepare('select a from t').iterate()]).toHaveLength(2)
  database.close()
  const calls = ids().filter((id) => /sqlite/u.test(id))
  expect(calls.filter((id) => id.endsWith('#iterate')).length).toBe(4) // the call itself, two rows and the end
  expect(calls.map((id) => id.split(/[#.]/u).at(-1))).toEqual(expect.arrayContaining(['exec', 'prepare', 'close']))
})

test('G09 G16 a project marks functions of its own and takes others out of the catalogue', () => {
  const apis = [
    { module: 'node:os', name: 'hostname', tier: 'metadata', effect: 'read', remedy: 'offload', source: 'https://example.org' },
  ] as const
  const os = require('node:os') as typeof import('node:os')
  const original = os.hostname
  const { ids } = watch({ catalog: { apis, exclude: ['node:fs.statSync'] } })
  os.hostname()
  fs.statSync(here)
  expect(ids()).toEqual(['node:os.hostname'])
  stopWatching()
  expect(os.hostname).toBe(original)
})

test('G25 stopping puts back what was there, in the module, in its named exports and in globals; twice is once', () => {
  const { detector } = watch()
  expect([fs.readFileSync, named, Atomics.wait].some((each) => each === originals.readFileSync || each === originals.wait)).toBe(false)
  detector.stop()
  detector.stop()
  expect([fs.readFileSync, named, Atomics.wait, fs.statSync]).toEqual([
    originals.readFileSync,
    originals.readFileSync,
    originals.wait,
    originals.statSync,
  ])
})

test('a function that another library has wrapped since stays wrapped, and calls the original', () => {
  const { detector, records } = watch()
  const covered = fs.statSync
  const seen: unknown[] = []
  const theirs = Object.assign((...args: Parameters<typeof fs.statSync>) => (seen.push(args[0]), covered(...args)), covered)
  Object.assign(fs, { statSync: theirs })
  fs.statSync(here)
  expect(records).toHaveLength(1)
  detector.stop()
  expect(fs.statSync).toBe(theirs)
  expect(fs.statSync(here)?.isFile()).toBe(true)
  expect([seen.length, records.length]).toEqual([2, 1])
  Object.assign(fs, { statSync: originals.statSync })
})

test('a module that is frozen is told as not covered, and nothing breaks', () => {
  const code = `
    Object.freeze(require('node:zlib'))
    const { detectBlocking } = require(${JSON.stringify(require.resolve('@offloop/runtime/detect'))})
    const detector = detectBlocking({ armed: true, watchdog: false, report: '/dev/null' })
    require('node:zlib').gzipSync('a')
    console.log(detector.coverage().missed.includes('node:zlib.gzipSync'))
    detector.stop()`
  expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toBe('true\n')
})

test('G12 worker threads and child processes are not the loop: nothing is wrapped there', () => {
  const code = `
    import { Worker, isMainThread, parentPort } from 'node:worker_threads'
    import fs from 'node:fs'
    const wrapped = fs.statSync.toString().includes('[native code]') ? 'native' : fs.statSync.toString().slice(0, 30)
    if (isMainThread) { new Worker(new URL(import.meta.url)).on('message', (text) => console.log(wrapped === text)) }
    else parentPort.postMessage(wrapped)`
  const file = join(fs.mkdtempSync(join(tmpdir(), 'offloop-worker-')), 'main.mjs')
  fs.writeFileSync(file, code)
  const run = (args: string[]): string =>
    execFileSync(process.execPath, [...args, file], {
      encoding: 'utf8',
      cwd: fixture('.'),
      env: { PATH: process.env['PATH'], OFFLOOP_SUMMARY: '0' },
    })
  // The main thread has the wrapper and the worker has not; without the detector both are alike.
  expect([run(['--import', '@offloop/runtime/detect']), run([])]).toEqual(['false\n', 'true\n'])
})

test('G20 every function of the catalogue that this Node has is covered', () => {
  const { detector } = watch()
  const uncovered: string[] = []
  const wrapperOf = fs.statSync.toString()
  for (const [module, names] of Object.entries({
    'node:fs': Object.keys(fs).filter((name) => name.endsWith('Sync')),
    'node:zlib': ['gzipSync', 'gunzipSync', 'deflateSync', 'inflateSync', 'brotliCompressSync'],
    'node:child_process': ['execSync', 'execFileSync', 'spawnSync'],
    'node:crypto': [
      'pbkdf2Sync',
      'scryptSync',
      'hkdfSync',
      'generateKeyPairSync',
      'generateKeySync',
      'generatePrimeSync',
      'checkPrimeSync',
    ],
  })) {
    const exported = require(module) as Record<string, unknown>
    for (const name of names)
      if (typeof exported[name] === 'function' && String(exported[name]) !== wrapperOf) uncovered.push(`${module}.${name}`)
  }
  expect(uncovered).toEqual([])
  expect(detector.coverage().missed).toEqual([])
})

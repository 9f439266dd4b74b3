/** Checks `detectBlocking()` by code: in this process, on a worker thread, beside another detector, and how it lets go. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import fs, { mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, test, vi } from 'vitest'
import type { BlockingRecord, Detector } from '@offloop/runtime/detect'

// Loaded by Node itself: what vitest transforms would be a second copy.
const require = createRequire(import.meta.url)
const { detectBlocking } = require('@offloop/runtime/detect') as typeof import('@offloop/runtime/detect')
const { blockingCalls } = require('@offloop/runtime/testing') as typeof import('@offloop/runtime/testing')

const original = fs.statSync
let detector: Detector | undefined
afterEach(() => {
  detector?.stop()
  detector = undefined
  vi.restoreAllMocks()
})

function listen(): { readonly records: BlockingRecord[]; end(): void } {
  const records: BlockingRecord[] = []
  const take = (message: unknown): void => void records.push(message as BlockingRecord)
  subscribe('offloop:blocking', take)
  return { records, end: () => unsubscribe('offloop:blocking', take) }
}

test('records reach the diagnostics channel from arm() to stop(), which restores what was wrapped', () => {
  const heard = listen()
  detector = detectBlocking({ watchdog: false, summary: false, report: '/dev/null' })
  expect(fs.statSync).not.toBe(original)
  fs.statSync('.')
  detector.arm()
  fs.statSync('.')
  detector.flush()
  expect(heard.records.map(({ api }) => api)).toEqual(['node:fs.statSync'])
  detector.stop()
  expect(fs.statSync).toBe(original)
  fs.statSync('.')
  expect(heard.records).toHaveLength(1)
  heard.end()
})

test('a wrapped function keeps its name, length, own properties and errors', () => {
  const native = fs.realpathSync.native
  detector = detectBlocking({ armed: true, watchdog: false, summary: false, report: '/dev/null' })
  expect([fs.statSync.name, fs.statSync.length]).toEqual([original.name, original.length])
  expect(typeof fs.realpathSync.native).toBe(typeof native)
  expect(() => fs.statSync('no-such-file')).toThrow(/ENOENT.*no-such-file/u)
})

test('G08 a second detector stands back and says so', () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  detector = detectBlocking({ watchdog: false, summary: false })
  expect(detectBlocking({ mode: 'throw' })).toBe(detector)
  expect(said.mock.calls.flat()).toContainEqual(expect.stringMatching(/runs already/u))
})

test('a second copy of the package stands back, too; what it marks is seen by the first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-copy-'))
  fs.cpSync(dirname(dirname(require.resolve('@offloop/runtime/detect'))), join(folder, 'dist'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  fs.symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  const copy = (await import(join(folder, 'dist/detect/index.js'))) as typeof import('@offloop/runtime/detect')
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const seen: string[] = []
  detector = detectBlocking({
    armed: true,
    watchdog: false,
    summary: false,
    report: '/dev/null',
    onRecord: ({ api }) => void seen.push(api),
  })
  expect(copy.detectBlocking({ mode: 'throw' })).toBe(detector)
  expect(said.mock.calls.flat()).toContainEqual(expect.stringMatching(/runs already/u))
  copy.asyncUnsafe(function mark() {})()
  expect(seen).toEqual(['asyncUnsafe.mark'])
})

test('on a worker thread nothing is wrapped, and it says so', async () => {
  const code = `
    const before = require('node:fs').statSync
    const { detectBlocking } = require(${JSON.stringify(require.resolve('@offloop/runtime/detect'))})
    detectBlocking().arm()
    require('node:worker_threads').parentPort.postMessage(before === require('node:fs').statSync)`
  const worker = new Worker(code, { eval: true, stderr: true })
  let stderr = ''
  worker.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  const exit = once(worker, 'exit')
  expect(await once(worker, 'message')).toEqual([true])
  await exit
  expect(stderr).toMatch(/watches the main thread/u)
})

test('blockingCalls returns each call that ran meanwhile, without a running detector and with one', async () => {
  const work = async (): Promise<void> => {
    fs.statSync('.')
    await fs.promises.stat('.')
    fs.statSync('.')
  }
  const apis = async (): Promise<string[]> => (await blockingCalls(work)).flatMap(({ api, count }) => Array<string>(count).fill(api))
  expect(await apis()).toEqual(['node:fs.statSync', 'node:fs.statSync'])
  expect(fs.statSync).toBe(original)
  detector = detectBlocking({ watchdog: false, summary: false, report: '/dev/null' })
  expect(await apis()).toEqual(['node:fs.statSync', 'node:fs.statSync'])
  await expect(blockingCalls(() => Promise.reject(new RangeError('its own')))).rejects.toThrow(RangeError)
})

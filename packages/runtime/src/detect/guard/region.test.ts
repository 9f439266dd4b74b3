/** Checks who may block: regions of code, functions that are marked, and mode throw. */
import fs from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { afterEach, expect, test } from 'vitest'
import { detect, stopWatching, watch } from '../in-process.test.kit.ts'

const { allowBlocking, asyncUnsafe, forbidBlocking } = detect
const require = createRequire(import.meta.url)
const here = new URL(import.meta.url)
afterEach(stopWatching)

test('G10 G11 a region allows blocking in all that it starts, and only there; the innermost region decides', async () => {
  const { ids } = watch()
  await allowBlocking(async () => {
    fs.statSync(here)
    await turn()
    fs.statSync(here)
    forbidBlocking(() => fs.lstatSync(here))
    fs.statSync(here)
  })
  const inside = allowBlocking(() => turn().then(() => fs.statSync(here)))
  fs.existsSync(here)
  await inside
  expect(ids()).toEqual(['node:fs.lstatSync', 'node:fs.existsSync'])
})

test('G25 G26 a region ends when its function throws, and other tasks are not in it', async () => {
  const { ids } = watch()
  expect(() =>
    allowBlocking(() => {
      throw new RangeError('its own')
    }),
  ).toThrow(RangeError)
  fs.statSync(here)
  const other = turn().then(() => fs.lstatSync(here))
  await allowBlocking(() => turn())
  await other
  expect(ids()).toEqual(['node:fs.statSync', 'node:fs.lstatSync'])
})

test('G01 G02 a marked function is reported on the loop, or refused with its message, as a function and as a method', () => {
  const query = asyncUnsafe(function query(sql: string) {
    return fs.existsSync(sql)
  })
  const connect = asyncUnsafe('Use the pool instead.')(function connect() {
    return 'connected'
  })
  class Store {
    readonly name = 'orders'
    load(): string {
      return this.name
    }
  }
  Object.assign(Store.prototype, { load: asyncUnsafe(Store.prototype.load) })
  // Without a detector they are what they were.
  expect([query.name, query.length, query(here.pathname), connect(), new Store().load()]).toEqual(['query', 1, true, 'connected', 'orders'])

  const reporting = watch()
  expect([query(here.pathname), connect(), new Store().load()]).toEqual([true, 'connected', 'orders'])
  expect(reporting.ids()).toEqual(['asyncUnsafe.query', 'asyncUnsafe.connect', 'asyncUnsafe.load'])
  reporting.stop()

  watch({ mode: 'throw' })
  const refused = { name: 'SynchronousOnlyOperationError', code: 'OFFLOOP_SYNC_ON_LOOP' }
  expect(() => query('')).toThrow(
    expect.objectContaining({
      ...refused,
      message: 'asyncUnsafe.query blocks the event loop here. Wrap it in syncToAsync and await that.',
    }),
  )
  expect(() => connect()).toThrow(
    expect.objectContaining({ ...refused, message: 'asyncUnsafe.connect blocks the event loop here. Use the pool instead.' }),
  )
  expect(allowBlocking(() => connect())).toBe('connected')
})

test('G10 rules allow marked functions and loads as they do calls of the catalogue', () => {
  const query = asyncUnsafe(function query() {})
  const other = asyncUnsafe(function other() {})
  const { ids, detector } = watch({ allow: ['asyncUnsafe.query', 'node:module.require', '* in src/nowhere/**'] })
  query()
  other()
  expect(ids()).toEqual(['asyncUnsafe.other'])
  expect(detector.rules().map(({ count }) => count)).toEqual([1, 0, 0])
  stopWatching()
  const { ids: inThisFile } = watch({ allow: ['* in region.test.ts'] })
  other()
  fs.statSync(here)
  expect(inThisFile()).toEqual([])
})

test('asyncUnsafe refuses what is no function', () => {
  expect(() => asyncUnsafe(1 as never)).toThrow(/takes a function, or a message.*number/u)
  expect(() => asyncUnsafe('message')(null as never)).toThrow(/marks functions; this is null/u)
})

test('G03 mode throw refuses a call however deep it stands below the async code', async () => {
  const { records } = watch({ mode: 'throw' })
  const deep = (levels: number): string => (levels === 0 ? fs.readFileSync(here, 'utf8') : deep(levels - 1))
  const handler = async (): Promise<number> => {
    await turn()
    return deep(20).length
  }
  await expect(handler()).rejects.toThrow(/node:fs\.readFileSync blocks the event loop here\. Await readFile of node:fs\/promises/u)
  expect(records.map(({ durationMs }) => durationMs)).toEqual([0])
})

test('G01 on a thread nothing is refused', async () => {
  watch({ mode: 'throw' })
  const code = `
    const { asyncUnsafe } = require(${JSON.stringify(require.resolve('@offloop/runtime/detect'))})
    require('node:worker_threads').parentPort.postMessage(asyncUnsafe(() => require('node:fs').existsSync('/'))())`
  const worker = new Worker(code, { eval: true })
  expect(await once(worker, 'message')).toEqual([true])
})

/** Checks what an abort or a timeout reaches, and what it leaves alone; row by row of CONFORMANCE.md. */
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import type { ContextVar } from '@offloop/runtime'

const require = createRequire(import.meta.url)
const { createTask, currentTask, shutdown, syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
interface Functions {
  spinUntilAborted: (cells: Int32Array) => number
  layerOne: (cells: Int32Array) => void
  layerThree: (cells: Int32Array) => void
  aroundShielded: (cells: Int32Array) => string
  tagged: (number: number) => number
  tag: ContextVar<string>
  setLate: (cells: Int32Array) => void
}
const functions = require('../../../fixtures/threads/functions.mjs') as Functions
const work = require('../../../fixtures/threads/work.mjs') as {
  throwThing: (kind: string) => never
  hold: (cells: Int32Array) => number
  where: () => number
  spin: () => never
}
afterAll(() => shutdown())

const cellsOf = (): Int32Array => new Int32Array(new SharedArrayBuffer(8))
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await turn()
}

test('B58 an AbortError that the function throws by itself is an ordinary error, and later calls go on', async () => {
  await expect(syncToAsync(work.throwThing)('dom')).rejects.toMatchObject({ name: 'AbortError', message: 'was aborted' })
  expect(await syncToAsync(functions.tagged)(1)).toBe(2)
})

test('B60 sync code sees the abort in currentTask().signal while it computes; its designated thread lives on', async () => {
  const abort = new AbortController()
  const cells = cellsOf()
  const designated = await syncToAsync(work.where)()
  const spinning = syncToAsync(functions.spinUntilAborted, { signal: abort.signal })(cells)
  await until(() => Atomics.load(cells, 0) === 1)
  abort.abort()
  await expect(spinning).rejects.toMatchObject({ name: 'AbortError' })
  expect(await syncToAsync(work.where)()).toBe(designated)
  expect(cells[1]).toBe(1)
})

test('B60 a timeout is seen there as well, with its own reason', async () => {
  const cells = cellsOf()
  await expect(syncToAsync(functions.spinUntilAborted, { timeout: 20 })(cells)).rejects.toMatchObject({ code: 'OFFLOOP_TIMEOUT' })
  await syncToAsync(work.where)()
  expect(cells[1]).toBe(2)
})

test.each([
  ['through one sync layer', 'layerThree'],
  ['through sync, async and sync layers', 'layerOne'],
] as const)('B61 an abort reaches the innermost async function %s, and its caller at once', async (_way, name) => {
  const abort = new AbortController()
  const cells = cellsOf()
  const call = syncToAsync(functions[name], { signal: abort.signal })(cells)
  await until(() => Atomics.load(cells, 0) === 1)
  abort.abort()
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  await syncToAsync(work.where)()
  expect(Atomics.load(cells, 1)).toBe(1)
})

test('B62 what ignores the signal runs to its end, and what it gives is not lost on its sync caller', async () => {
  const abort = new AbortController()
  const cells = cellsOf()
  const call = syncToAsync(functions.aroundShielded, { signal: abort.signal })(cells)
  await until(() => Atomics.load(cells, 0) === 1)
  abort.abort()
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  await syncToAsync(work.where)()
  expect(cells[1]).toBe(1)
})

test('B62 an abort after the end changes nothing', async () => {
  const abort = new AbortController()
  const call = syncToAsync(functions.tagged, { signal: abort.signal })(1)
  expect(await call).toBe(2)
  abort.abort()
  expect(await call).toBe(2)
})

test('B63 AbortSignal.timeout counts the time in the queue as well', async () => {
  const cells = cellsOf()
  const holding = syncToAsync(work.hold)(cells)
  const waiting = syncToAsync(work.where, { signal: AbortSignal.timeout(5) })()
  await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' })
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
  expect(await holding).toBeGreaterThan(0)
  await expect(syncToAsync(work.where, { signal: AbortSignal.abort() })()).rejects.toMatchObject({ name: 'AbortError' })
})

test('W6 W10 what runs on after an abort ends without a trace: its thread takes the next call, nobody hears of its error', async () => {
  const heard: unknown[] = []
  const hear = (error: unknown): void => void heard.push(error)
  process.on('unhandledRejection', hear)
  const abort = new AbortController()
  const cells = cellsOf()
  const held = syncToAsync(work.hold, { signal: abort.signal })(cells)
  await until(() => Atomics.load(cells, 0) !== 0)
  abort.abort(new Error('enough'))
  await expect(held).rejects.toThrow('enough')
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
  expect(await syncToAsync(work.where)()).toBe(cells[0])
  // A pool thread that computes is replaced, so that nothing of it goes on.
  await expect(syncToAsync(work.spin, { threadSensitive: false, timeout: 5 })()).rejects.toMatchObject({ code: 'OFFLOOP_TIMEOUT' })
  expect(await syncToAsync(functions.tagged, { threadSensitive: false })(1)).toBe(2)
  process.off('unhandledRejection', hear)
  expect(heard).toEqual([])
})

test('what a call sets after its abort stays where it is', async () => {
  await createTask(async () => {
    const abort = new AbortController()
    const cells = cellsOf()
    const late = syncToAsync(functions.setLate, { signal: abort.signal })(cells)
    await until(() => Atomics.load(cells, 0) === 1)
    abort.abort()
    await expect(late).rejects.toMatchObject({ name: 'AbortError' })
    Atomics.store(cells, 1, 1)
    Atomics.notify(cells, 1)
    await syncToAsync(work.where)()
    expect(functions.tag.get()).toBe('untouched')
  })
})

test('outside any call the signal is never aborted', () => {
  expect(currentTask().signal.aborted).toBe(false)
})

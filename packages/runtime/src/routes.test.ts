/** Checks on which thread calls land that other threads make, and that their limits hold there too. */
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const { shutdown, syncToAsync, threadSensitiveContext } = require('@offloop/runtime') as typeof import('@offloop/runtime')
interface Work {
  where: () => number
  startHeld: (cells: Int32Array) => number
  startLimited: (cells: Int32Array, timeout?: number) => void
}
const work = require('../../../fixtures/threads/work.mjs') as Work
afterAll(() => shutdown())

const cellsOf = (): Int32Array => {
  const cells = new Int32Array(new SharedArrayBuffer(12))
  cells[0] = -1
  return cells
}
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await turn()
}
const release = (cells: Int32Array): void => {
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
}
const where = syncToAsync(work.where)
const onPool = { threadSensitive: false }

test('B25 W2 a thread-sensitive call made on a pool thread runs on the designated thread and leaves the loop free', async () => {
  const cells = cellsOf()
  const starter = await syncToAsync(work.startHeld, onPool)(cells)
  await until(() => cells[0] !== -1)
  // Were it on the main thread's stack, no turn of the loop could see it waiting.
  expect(Atomics.load(cells, 1)).toBe(0)
  release(cells)
  const designated = await where()
  expect(cells[0]).toBe(designated)
  expect([0, starter]).not.toContain(cells[0])
})

test('B26 the same inside a scope lands on the thread of that scope', async () => {
  await threadSensitiveContext(async () => {
    const cells = cellsOf()
    const own = await where()
    await syncToAsync(work.startHeld, onPool)(cells)
    await until(() => cells[0] !== -1)
    release(cells)
    expect(cells[0]).toBe(own)
  })
})

test('B60 timeout and signal hold for thread-sensitive calls made on a thread', async () => {
  for (const [timeout, outcome] of [
    [20, 1],
    [undefined, 2],
  ] as const) {
    const cells = cellsOf()
    await syncToAsync(work.startLimited, onPool)(cells, timeout)
    await until(() => Atomics.load(cells, 2) !== 0)
    expect(cells[2]).toBe(outcome)
    release(cells)
    await where()
  }
})

/** Checks which designated thread serves a scope, and that one call at a time runs on it; row by row of CONFORMANCE.md. */
import { createRequire } from 'node:module'
import { afterAll, expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const { shutdown, syncToAsync, threadSensitiveContext } = require('@offloop/runtime') as typeof import('@offloop/runtime')
type Span = [from: number, to: number]
const { where, meet } = require('../../../fixtures/threads/work.mjs') as {
  where: () => number
  meet: (cells: Int32Array, count: number) => number
}
const nesting = require('../../../fixtures/threads/nesting.mjs') as {
  busy: (milliseconds: number) => Span
  waitForLoop: (milliseconds: number) => Span
  callSiblings: () => [Span, Span]
  middleware: () => [number, number]
}
afterAll(() => shutdown())
const offWhere = syncToAsync(where)
const overlap = ([a, b]: Span, [c, d]: Span): boolean => a < d && c < b

test('B27 two scopes run side by side on two threads', async () => {
  const cells = new Int32Array(new SharedArrayBuffer(4))
  // Neither would end without the other.
  const scoped = (): Promise<number> => threadSensitiveContext(() => syncToAsync(meet)(cells, 2))
  const [one, two] = await Promise.all([scoped(), scoped()])
  expect(one).not.toBe(two)
})

test('B28 a scope inside another is the same', async () => {
  await threadSensitiveContext(async () => {
    const outer = await offWhere()
    expect(await threadSensitiveContext(() => offWhere())).toBe(outer)
    expect(await offWhere()).toBe(outer)
  })
})

test('B47 a call with a time limit inside an async view runs on the thread of the sync middleware around it', async () => {
  const [outer, inner] = await syncToAsync(nesting.middleware)()
  expect(inner).toBe(outer)
})

test('a call that waits for the loop keeps its thread: an unrelated one comes after it', async () => {
  const [waiting, unrelated] = await Promise.all([syncToAsync(nesting.waitForLoop)(50), syncToAsync(nesting.busy)(50)])
  expect(overlap(waiting, unrelated)).toBe(false)
})

test('two calls that one async function makes do not overlap either, though the first waits for the loop', async () => {
  const [waiting, busy] = await syncToAsync(nesting.callSiblings)()
  expect(overlap(waiting, busy)).toBe(false)
})

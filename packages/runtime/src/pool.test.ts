/** Checks how many threads there are, what waits for them, and what a lost thread costs. */
import { getEventListeners } from 'node:events'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { shouldGrow } from './threads/growth.ts'

const require = createRequire(import.meta.url)
const { configureThreads, shutdown, syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
interface Work {
  where: () => number
  hold: (cells: Int32Array) => number
  crashIf: (isTime: boolean) => number
  meet: (cells: Int32Array, count: number) => number
  fill: () => never
  shortOrHeld: (cells?: Int32Array) => number
}
const work = require('../../../fixtures/threads/work.mjs') as Work
const defaults = { max: Math.min(32, availableParallelism() + 4), maxQueue: Infinity, idleTimeout: 10_000, resourceLimits: {} }
afterEach(async () => {
  await shutdown()
  configureThreads(defaults)
})
const onPool = { threadSensitive: false }
const codeOf = (error: { code?: string }): string => error.code ?? String(error)

test('B33 a pool whose threads wait grows beyond the cores', async () => {
  const count = availableParallelism() + 3
  const cells = new Int32Array(new SharedArrayBuffer(4))
  const meet = syncToAsync(work.meet, onPool)
  const threads = await Promise.all(Array.from({ length: count }, () => meet(cells, count)))
  expect(new Set(threads).size).toBe(count)
})

test('a pool whose threads compute does not grow', () => {
  expect(shouldGrow({ cpuMs: 40, wallMs: 20, cores: 2, busy: 2 })).toBe(false)
  expect(shouldGrow({ cpuMs: 20, wallMs: 20, cores: 4, busy: 1 })).toBe(false)
  expect(shouldGrow({ cpuMs: 1, wallMs: 20, cores: 2, busy: 2 })).toBe(true)
  expect(shouldGrow({ cpuMs: 20, wallMs: 20, cores: 2, busy: 2 })).toBe(true)
})

test('maxQueue counts the calls that wait, sent or not, and no running one', async () => {
  configureThreads({ maxQueue: 1 })
  const cells = new Int32Array(new SharedArrayBuffer(8))
  const running = syncToAsync(work.hold)(cells)
  const waiting = syncToAsync(work.where)()
  const refused = syncToAsync(work.where)().catch(codeOf)
  expect(await refused).toBe('OFFLOOP_QUEUE_FULL')
  // The first one is with its thread by now, and still two calls are too many.
  expect(await syncToAsync(work.where)().catch(codeOf)).toBe('OFFLOOP_QUEUE_FULL')
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
  expect(await running).toBe(await waiting)
})

test('a crash costs the running call only: what had ended before is answered, what waits moves on', async () => {
  configureThreads({ max: 1 })
  const crashIf = syncToAsync(work.crashIf, onPool)
  // Warm, so that calls are sent together.
  for (let round = 0; round < 5; round++) await Promise.all(Array.from({ length: 32 }, () => crashIf(false)))
  const [first, second, crashed, ...rest] = await Promise.all(
    [false, false, true, false, false].map((isTime) => crashIf(isTime).catch(codeOf)),
  )
  expect([typeof first, second, crashed]).toEqual(['number', first, 'OFFLOOP_THREAD_CRASHED'])
  expect(rest.every((thread) => typeof thread === 'number' && thread !== first)).toBe(true)
})

/** Calls are sent ahead once their usual time is known. */
async function warm(call: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < 5; round++) await Promise.all(Array.from({ length: 64 }, () => call()))
}

test('calls that were sent ahead to a thread that is held go to another one', async () => {
  configureThreads({ max: 2 })
  const call = syncToAsync(work.shortOrHeld, onPool)
  await warm(call)
  const cells = new Int32Array(new SharedArrayBuffer(8))
  const held = call(cells)
  const threads = await Promise.all(Array.from({ length: 200 }, () => call()))
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
  expect(threads).not.toContain(await held)
})

test('a few calls at once are shared out, and what is behind a long one comes back though no thread answers', async () => {
  configureThreads({ max: 2 })
  const call = syncToAsync(work.shortOrHeld, onPool)
  await warm(call)
  const cells = new Int32Array(new SharedArrayBuffer(8))
  const held = call(cells)
  // Together with the long one, and then alone: neither waits for it.
  const together = await Promise.all([call(), call(), call()])
  const alone = await call()
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
  const thread = await held
  expect([...together, alone]).not.toContain(thread)
})

test('10,000 waiting calls survive the death of threads: only those that ran fail', async () => {
  configureThreads({ max: 2 })
  const crashIf = syncToAsync(work.crashIf, onPool)
  const outcomes = await Promise.all(Array.from({ length: 10_000 }, (_, index) => crashIf(index % 2500 === 2000).catch(codeOf)))
  const failed = outcomes.flatMap((outcome, index) => (outcome === 'OFFLOOP_THREAD_CRASHED' ? [index] : []))
  expect(failed).toEqual([2000, 4500, 7000, 9500])
})

test('calls leave no handles, listeners or threads behind', async () => {
  configureThreads({ max: 2, idleTimeout: 60_000 })
  const where = syncToAsync(work.where, onPool)
  const rounds = async (): Promise<void> => {
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 100 }, () => where()))
  }
  const count = (): Map<string, number> => {
    const counts = new Map(process.eventNames().map((name) => [`listeners of ${String(name)}`, process.listenerCount(name)]))
    for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1)
    return counts
  }
  await rounds()
  const before = count()
  const signal = new AbortController().signal
  for (let round = 0; round < 50; round++) await syncToAsync(work.where, { ...onPool, signal, timeout: 60_000 })()
  await rounds()
  expect([...count()].filter(([name, many]) => many > (before.get(name) ?? 0))).toEqual([])
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a thread out of memory fails its call and no other', async () => {
  configureThreads({ max: 1, resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 } })
  const [full, next] = await Promise.all([
    syncToAsync(work.fill, onPool)().catch((error: unknown) => error),
    syncToAsync(work.where, onPool)(),
  ])
  expect(full).toMatchObject({ code: 'OFFLOOP_THREAD_CRASHED', cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' } })
  expect(next).toBeGreaterThan(0)
})

test('an idle pool thread ends; the designated thread stays', async () => {
  configureThreads({ max: 1, idleTimeout: 1 })
  const [pooled, designated] = [await syncToAsync(work.where, onPool)(), await syncToAsync(work.where)()]
  // Polled by calls with growing pauses: each pause gives the thread a longer idle time.
  for (let pause = 1, again = pooled; again === pooled; pause *= 2) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    again = await syncToAsync(work.where, onPool)()
  }
  expect(await syncToAsync(work.where)()).toBe(designated)
})

test('B65 shutdown waits for running calls up to its timeout, then fails them', async () => {
  const cells = new Int32Array(new SharedArrayBuffer(8))
  const call = syncToAsync(work.hold)(cells)
  const closing = shutdown({ timeout: 60_000 })
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
  expect(await call).toBeGreaterThan(0)
  await closing
  const stuck = syncToAsync(work.hold)(new Int32Array(new SharedArrayBuffer(8))).catch(codeOf)
  await shutdown({ timeout: 1 })
  expect(await stuck).toBe('OFFLOOP_THREAD_CRASHED')
})

/** Checks where calls run and what crosses between threads, against the built package. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { threadId } from 'node:worker_threads'
import { createHash, pbkdf2Sync } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createRequire } from 'node:module'
import type { ContextVar } from '@offloop/runtime'

// Loaded by Node itself: what vitest transforms has no location that a thread could find.
const require = createRequire(import.meta.url)
const runtime = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { configureThreads, createTask, gather, shutdown, syncToAsync, threadSensitiveContext } = runtime

interface Work {
  StockError: new () => Error
  user: ContextVar<string>
  add: (a: number, b: number) => number
  where: () => number
  setUser: (name: string) => string
  fail: () => never
  crash: () => never
  spin: () => never
  thenable: () => unknown
  Store: { count(list: unknown[]): number }
  blockForWhere: () => number[]
  blockForThere: () => number[]
  whereAsync: () => Promise<number>
}
const work = require('../../../fixtures/threads/work.mjs') as Work
afterAll(() => shutdown())

test('B20 B22 B24 an exported function runs on the designated thread, a pool call on another', async () => {
  expect(await syncToAsync(work.add)(1, 2)).toBe(3)
  const [one, two] = await Promise.all([syncToAsync(work.where)(), syncToAsync(work.where)()])
  expect(one).not.toBe(threadId)
  expect(one).toBe(two)
  expect(await syncToAsync(work.where, { threadSensitive: false })()).not.toBe(one)
  expect(await threadSensitiveContext(() => syncToAsync(work.where)())).not.toBe(one)
})

test('static methods, explicit names and builtins are found; closures are refused with the remedy', async () => {
  expect(await syncToAsync(work.Store.count)([1, 2])).toBe(2)
  const module = new URL('../../../fixtures/threads/work.mjs', import.meta.url)
  expect(await syncToAsync({ module, name: 'add' })(2, 3)).toBe(5)
  const key = await syncToAsync(pbkdf2Sync)('a', 'b', 1, 8, 'sha256')
  expect(Buffer.from(key)).toEqual(pbkdf2Sync('a', 'b', 1, 8, 'sha256'))
  const local = (): number => createHash('md5').digest().length
  await expect(syncToAsync(local.bind(null))()).rejects.toMatchObject({ code: 'OFFLOOP_NOT_OFFLOADABLE' })
})

test('context variables travel there and only what was written comes back', async () => {
  await createTask(async () => {
    work.user.set('ada')
    expect(await syncToAsync(work.setUser)('grace')).toBe('ada')
    expect(work.user.get()).toBe('grace')
    await gather(() => work.user.set('child'))
    expect(work.user.get()).toBe('grace')
  })
  expect(work.user.get()).toBe('nobody')
})

test('B56 W9 errors arrive with class, cause, properties and both stacks', async () => {
  const error = await syncToAsync(work.fail)().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(work.StockError)
  expect(error).toMatchObject({ message: 'none left', code: 'STOCK', item: 7 })
  expect((error as Error).cause).toBeInstanceOf(RangeError)
  // The thread's frames, then the caller's, and none of the library's or of Node's in between.
  const lines = ((error as Error).stack ?? '').split('\n')
  const at = lines.findIndex((line) => line.includes('caller of syncToAsync'))
  expect(lines.slice(1, at)).toEqual([expect.stringMatching(/at fail .*work\.mjs/u)])
  expect(lines[at + 1]).toMatch(/bridges\.test/u)
})

test('B07 misuse is refused with names', async () => {
  expect(() => syncToAsync(work.whereAsync as never)).toThrow(TypeError)
  await expect(syncToAsync(work.thenable)()).rejects.toThrow(/thenable returned a promise/)
  await expect(syncToAsync(work.Store.count)([{ deep: [() => 1] }])).rejects.toThrow(/Argument 1 of count\[0\]\.deep\[0\]/)
})

test('B59 B64 W5 a crash, an abort and a timeout end one call and no later one', async () => {
  const options = { threadSensitive: false }
  await expect(syncToAsync(work.crash, options)()).rejects.toMatchObject({ code: 'OFFLOOP_THREAD_CRASHED' })
  await expect(syncToAsync(work.crash)()).rejects.toMatchObject({ code: 'OFFLOOP_THREAD_CRASHED' })
  await expect(syncToAsync(work.spin, { ...options, timeout: 20 })()).rejects.toMatchObject({ code: 'OFFLOOP_TIMEOUT' })
  const abort = new AbortController()
  const spinning = syncToAsync(work.spin, { ...options, signal: abort.signal })()
  abort.abort()
  await expect(spinning).rejects.toMatchObject({ name: 'AbortError' })
  expect(await syncToAsync(work.add, options)(1, 1)).toBe(2)
  expect(await syncToAsync(work.add)(1, 1)).toBe(2)
})

test('a full queue is refused', async () => {
  configureThreads({ maxQueue: 1 })
  const calls = [1, 2, 3].map(() => syncToAsync(work.where)().catch((error: { code: string }) => error.code))
  configureThreads({ maxQueue: Infinity })
  expect(await Promise.all(calls)).toContain('OFFLOOP_QUEUE_FULL')
})

test('B37 asyncToSync in a thread runs on the loop that started it, and serves its own nested sync work', async () => {
  const [own, loop] = await syncToAsync(work.blockForWhere)()
  expect([own === threadId, loop]).toEqual([false, threadId])
  const [outer, middle, inner] = await syncToAsync(work.blockForThere)()
  expect(middle).toBe(threadId)
  expect(inner).toBe(outer)
})

test('B21 B34 B36 asyncToSync at start-up runs on one loop thread, nested sync work on the main thread, and is refused in a task', () => {
  const entry = fileURLToPath(new URL('../../../fixtures/threads/start-up.mjs', import.meta.url))
  const out = execFileSync(process.execPath, [entry], { encoding: 'utf8', timeout: 30_000 })
  expect(JSON.parse(out)).toEqual({ isOtherThread: true, isOneThread: true, nested: 0, code: 'OFFLOOP_ASYNC_TO_SYNC_ON_LOOP' })
})

/** Checks what sync and async functions do to each other across threads: circles, errors, ends of threads; row by row of CONFORMANCE.md. */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { Worker } from 'node:worker_threads'
import { afterEach, expect, test, vi } from 'vitest'
import type { ContextVar } from '@offloop/runtime'

const require = createRequire(import.meta.url)
const { configureThreads, createTask, shutdown, syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { designated } = require('../dist/threads/crews.js') as typeof import('./threads/crews.ts')
const { DeadlockWatch } = require('../dist/threads/deadlock.js') as typeof import('./threads/deadlock.ts')
const { crash, user, where } = require('../../../fixtures/threads/work.mjs') as {
  crash: () => never
  user: ContextVar<string>
  where: () => number
}
const nesting = require('../../../fixtures/threads/nesting.mjs') as {
  holdsDesignated: () => string
  holdsPool: () => string
  plain: () => string
  failThenGoOn: () => [boolean, number, number]
  countSync: (layers: number) => string
  changeFromThread: () => unknown[]
  chdir: () => void
  userWorker: () => Worker
  waitFor: (cells: Int32Array) => string
  setOff: (cells: Int32Array) => void
  park: (cells: Int32Array) => never
}
const max = 6
afterEach(async () => {
  await shutdown()
  configureThreads({ max })
})
const onPool = { threadSensitive: false }
const cellsOf = (): Int32Array => new Int32Array(new SharedArrayBuffer(8))
const settled = async (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error)

test('B51 calls that wait for each other in a circle end in a DeadlockError that tells the circle, and the rest goes on', async () => {
  configureThreads({ max: 1 })
  const outcomes = await Promise.all([settled(syncToAsync(nesting.holdsDesignated)()), settled(syncToAsync(nesting.holdsPool, onPool)())])
  const error = outcomes.find((outcome) => outcome instanceof Error)
  expect(outcomes).toContain('ran')
  expect(error).toMatchObject({ name: 'DeadlockError', code: 'OFFLOOP_DEADLOCK' })
  expect((error as Error).message).toContain(
    '"holdsDesignated" holds the designated thread and waits for "plain", which waits for a thread of the pool',
  )
  expect((error as Error).message).toContain(
    '"holdsPool" holds a thread of the pool and waits for "plain", which waits for the designated thread',
  )
  expect(await Promise.all([syncToAsync(nesting.plain)(), syncToAsync(nesting.plain, onPool)()])).toEqual(['ran', 'ran'])
})

test('B51 the same calls end well where the pool may have one thread more', async () => {
  configureThreads({ max: 2 })
  expect(await Promise.all([syncToAsync(nesting.holdsDesignated)(), syncToAsync(nesting.holdsPool, onPool)()])).toEqual(['ran', 'ran'])
})

test('B41 B52 after a nested call has failed, the next one goes on, from where the error was caught', async () => {
  const [isStock, outer, inner] = await syncToAsync(nesting.failThenGoOn)()
  expect([isStock, inner]).toEqual([true, outer])
})

test('B53 a thread that waits for its loop while calls wait for it is worth one warning', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const cells = cellsOf()
  const abort = new AbortController()
  const parked = settled(syncToAsync(nesting.park, { signal: abort.signal })(cells))
  const waiting = settled(syncToAsync(nesting.plain)())
  while (Atomics.load(cells, 0) === 0) await new Promise((resolve) => setImmediate(resolve))
  const watch = new DeadlockWatch()
  for (let look = 0; look < 15; look++) watch.look([designated])
  expect(warn).toHaveBeenCalledOnce()
  expect(warn.mock.calls[0]).toEqual([
    expect.stringMatching(/^"park" has been waiting .* holds the designated thread, for which 1 calls wait \("plain"\)/u),
    { type: 'OffloopWarning', code: 'OFFLOOP_THREAD_HELD' },
  ])
  warn.mockRestore()
  abort.abort()
  await shutdown()
  expect(await Promise.all([parked, waiting])).toMatchObject([{ name: 'AbortError' }, { code: 'OFFLOOP_THREAD_CRASHED' }])
})

test('B54 a call of the pool may wait for what another one does', async () => {
  const cells = cellsOf()
  const [waited] = await Promise.all([syncToAsync(nesting.waitFor, onPool)(cells), syncToAsync(nesting.setOff, onPool)(cells)])
  expect(['ok', 'not-equal']).toContain(waited)
})

test('B57 a process.exit on a thread ends that call with its code, and what threads may not do is an error of its own', async () => {
  await expect(syncToAsync(crash)()).rejects.toMatchObject({
    code: 'OFFLOOP_THREAD_CRASHED',
    message: expect.stringContaining('exit code 3') as string,
  })
  await expect(syncToAsync(nesting.chdir)()).rejects.toMatchObject({ code: 'ERR_WORKER_UNSUPPORTED_OPERATION' })
})

test('B57 a child process that dies of itself is an error of its call; the thread lives on', async () => {
  const { execFileSync } = require('node:child_process') as typeof import('node:child_process')
  const thread = await syncToAsync(where)()
  const call = syncToAsync(execFileSync as (file: string, args: string[], options: object) => unknown)
  await expect(call(process.execPath, ['-e', 'process.abort()'], { stdio: 'ignore' })).rejects.toMatchObject({
    signal: 'SIGABRT',
    status: null,
  })
  expect(await syncToAsync(where)()).toBe(thread)
})

test('B68 async code sees the variables of the thread that called it, and what it sets is seen there and at the caller', async () => {
  await createTask(async () => {
    expect(await syncToAsync(nesting.changeFromThread)()).toEqual(['of the thread', '/thread', 'from the loop', '/loop'])
    expect(user.get()).toBe('from the loop')
  })
})

test('B80 a count goes up through seven layers of threads and tasks, whatever other threads do', async () => {
  await createTask(async () => {
    user.set('0')
    const others = [1, 2].map((other) => createTask(() => (user.set(String(other * 100)), syncToAsync(nesting.countSync)(3))))
    expect(await syncToAsync(nesting.countSync)(6)).toBe('7')
    expect([user.get(), ...(await Promise.all(others))]).toEqual(['7', '104', '204'])
  })
})

test('B38 B39 B76 C16 C18 C24 a thread that the user starts has both bridges and none of the variables', async () => {
  const [answer] = (await createTask(async () => {
    user.set('of the task')
    const worker = nesting.userWorker()
    return once(worker, 'message')
  })) as [{ seen: string; own: number; loop: number; sync: number }]
  expect(answer.seen).toBe('nobody')
  expect(new Set([0, answer.own, answer.loop, answer.sync]).size).toBe(4)
})

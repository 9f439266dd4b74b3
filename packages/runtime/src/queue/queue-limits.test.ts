/** Checks aborts, timeouts, full queues and closing, with calls that wait and calls that run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { bullOf, executorOf, fileIn, functions, isPending, opens, queue, remote, testWithRedis, thrownBy, until } from './queue.test.kit.ts'
import { TestRedis } from './redis.test.kit.ts'

const require = createRequire(import.meta.url)
const { syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { queueExecutor, serveQueue } = require('@offloop/runtime/bullmq') as typeof import('@offloop/runtime/bullmq')

testWithRedis('a call that waits is aborted: it rejects at once, and its job is gone', async () => {
  const redis = opens(await TestRedis.start())
  const bull = bullOf(redis)
  const abort = new AbortController()
  const call = thrownBy(remote('holdAsync', executorOf(redis), { signal: abort.signal })('', ''))
  await until(async () => (await bull.getWaitingCount()) === 1)
  abort.abort(new RangeError('no longer'))
  expect(await call).toBe(abort.signal.reason)
  await until(async () => (await bull.getWaitingCount()) === 0)
  await expect(remote('holdAsync', executorOf(redis), { signal: abort.signal })('', '')).rejects.toBe(abort.signal.reason)
})

testWithRedis('a call that runs is aborted: it rejects at once, its function sees why, and its job goes when it has ended', async () => {
  const redis = opens(await TestRedis.start())
  await redis.worker({ queue })
  const bull = bullOf(redis)
  const abort = new AbortController()
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const call = thrownBy(remote('holdAsync', executorOf(redis), { signal: abort.signal })(begun, end))
  await until(() => existsSync(begun))
  abort.abort(new RangeError('no longer'))
  expect(await call).toBe(abort.signal.reason)
  await until(() => existsSync(end) && readFileSync(end, 'utf8') !== '')
  expect(readFileSync(end, 'utf8')).toBe('no longer')
  await until(async () => Object.values(await bull.getJobCounts()).every((count) => count === 0))
})

testWithRedis('a timeout counts from the start of the job, and ends a sync function with its thread', async () => {
  const redis = opens(await TestRedis.start())
  const begun = fileIn(redis)
  const call = thrownBy(syncToAsync(functions.holdSync, { executor: executorOf(redis), timeout: 30 })(begun, fileIn(redis)))
  const bull = bullOf(redis)
  const from = performance.now()
  while (performance.now() - from < 60) await bull.getWaitingCount()
  expect([await isPending(call), await bull.getWaitingCount()]).toEqual([true, 1])
  await redis.worker({ queue, concurrency: 1 })
  expect(await call).toMatchObject({
    code: 'OFFLOOP_TIMEOUT',
    message: expect.stringMatching(/^holdSync took longer than 30 ms/u) as string,
  })
  // The place is free again.
  expect(await syncToAsync(functions.echo, { executor: executorOf(redis) })(1)).toEqual([1])
})

testWithRedis('a timeout is kept by the caller where the worker can not keep it', async () => {
  const redis = opens(await TestRedis.start())
  await redis.worker({ queue })
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const call = thrownBy(remote('holdLoop', executorOf(redis), { timeout: 20 })(begun, end))
  expect(await call).toMatchObject({ code: 'OFFLOOP_TIMEOUT' })
  expect(existsSync(end)).toBe(false)
  writeFileSync(end, '')
})

testWithRedis('a job that somebody deletes is a lost call', async () => {
  const redis = opens(await TestRedis.start())
  const bull = bullOf(redis)
  const call = thrownBy(syncToAsync(functions.echo, { executor: executorOf(redis) })(1))
  await until(async () => (await bull.getWaitingCount()) === 1)
  await (await bull.getWaiting())[0]?.remove()
  expect(await call).toMatchObject({ message: expect.stringMatching(/^echo is lost: its job was deleted/u) as string })
})

testWithRedis('as many calls wait as maxWaiting allows; one more is refused', async () => {
  const redis = opens(await TestRedis.start())
  const executor = executorOf(redis, { maxWaiting: 2 })
  const echo = syncToAsync(functions.echo, { executor })
  const calls = [echo(1), echo(2)]
  expect(await thrownBy(echo(3))).toMatchObject({
    code: 'OFFLOOP_QUEUE_FULL',
    message: expect.stringMatching(/^2 calls are waiting for a worker of queue "tests"/u) as string,
  })
  await redis.worker({ queue })
  expect(await Promise.all(calls)).toEqual([[1], [2]])
  expect(await echo(4)).toEqual([4])
})

testWithRedis('a call that runs, and one that is aborted, wait no longer', async () => {
  const redis = opens(await TestRedis.start())
  await redis.worker({ queue, concurrency: 1 })
  const executor = executorOf(redis, { maxWaiting: 1 })
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const running = remote('holdAsync', executor)(begun, end)
  await until(() => existsSync(begun))
  const abort = new AbortController()
  const waits = async (options: { signal?: AbortSignal }): Promise<boolean> => {
    const call = remote('echo', executor, options)()
    call.catch(() => undefined)
    return isPending(call)
  }
  // The news that the first one runs is on its way.
  await until(() => waits({ signal: abort.signal }))
  expect(await waits({})).toBe(false)
  abort.abort()
  await until(() => waits({}))
  writeFileSync(end, '')
  await running
})

testWithRedis('closing waits for calls that are open', async () => {
  const redis = opens(await TestRedis.start())
  await redis.worker({ queue })
  const executor = executorOf(redis)
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const call = remote('holdAsync', executor)(begun, end)
  await until(() => existsSync(begun))
  const closed = executor.close()
  expect(await thrownBy(syncToAsync(functions.echo, { executor })(1))).toMatchObject({ code: 'OFFLOOP_QUEUE_CLOSED' })
  expect(await isPending(closed)).toBe(true)
  writeFileSync(end, '')
  expect(await call).toEqual(expect.any(Number))
  await closed
})

testWithRedis('what is still open when closing has waited is taken back: removed where it waits, aborted where it runs', async () => {
  const redis = opens(await TestRedis.start())
  await redis.worker({ queue, concurrency: 1 })
  const executor = executorOf(redis)
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const running = thrownBy(remote('holdAsync', executor)(begun, end))
  const waiting = thrownBy(syncToAsync(functions.echo, { executor })(1))
  await until(() => existsSync(begun))
  const bull = bullOf(redis)
  await until(async () => (await bull.getWaitingCount()) === 1)
  await executor.close({ timeout: 0 })
  expect(await running).toMatchObject({
    message: expect.stringMatching(/^holdAsync is lost: its executor was closed while it ran/u) as string,
  })
  expect(await waiting).toMatchObject({ code: 'OFFLOOP_QUEUE_CLOSED', message: expect.stringMatching(/^echo was not run/u) as string })
  expect(await bull.getWaitingCount()).toBe(0)
  await until(() => existsSync(end) && readFileSync(end, 'utf8') !== '')
})

test('options that are missing, unknown or wrong are refused, and so are functions that can not be served', async () => {
  const place = { queue, connection: {} }
  expect(() => queueExecutor({ connection: {} } as never)).toThrow(/queueExecutor needs the option queue: a name without ":"/u)
  expect(() => queueExecutor({ ...place, queue: 'a:b' })).toThrow(/queue takes a name without ":"; this is 'a:b'/u)
  expect(() => queueExecutor({ ...place, errors: { Map } as never })).toThrow(/errors takes an object of error classes/u)
  expect(() => queueExecutor({ ...place, maxPayload: 0 })).toThrow(/maxPayload takes a number, at least 1/u)
  const serve = (functions: unknown): Promise<unknown> => serveQueue({ ...place, functions: functions as never })
  await expect(serve({})).rejects.toThrow(/at least one/u)
  await expect(serve({ one: 1 })).rejects.toThrow(/functions\.one takes a function, or \{ fn/u)
  await expect(serve({ one: { fn: functions.echo, attempts: 0 } })).rejects.toThrow(/attempts of functions\.one/u)
  await expect(serve({ *steps() {} })).rejects.toThrow(/functions\.steps is a generator function/u)
})

/** Checks what becomes of calls whose worker is killed or closed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect } from 'vitest'
import { executorOf, fileIn, functions, isPending, opens, queue, remote, testWithRedis, thrownBy, until } from './queue.test.kit.ts'
import { killHard, TestRedis } from './redis.test.kit.ts'

const require = createRequire(import.meta.url)
const { syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { serveQueue } = require('@offloop/runtime/bullmq') as typeof import('@offloop/runtime/bullmq')

const linesOf = (file: string): number => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0)

testWithRedis('a worker is killed in mid-job: the call is lost by name, or runs again where it is idempotent', async () => {
  const redis = opens(await TestRedis.start())
  const first = await redis.worker({ queue, lockDuration: 1500, idempotent: ['holdAsync'], concurrency: 3 })
  const executor = executorOf(redis, { idempotent: ['noteRun'] })
  const [begun, end, runs] = [fileIn(redis), fileIn(redis), fileIn(redis)]
  const lost = thrownBy(syncToAsync(functions.holdSync, { executor })(begun, fileIn(redis)))
  const again = remote('holdAsync', executor)(begun, end)
  const byExecutor = syncToAsync(functions.noteRun, { executor })(runs, 7, 300_000)
  await until(() => linesOf(begun) >= 2 && linesOf(runs) >= 1)
  byExecutor.catch(() => undefined)
  await killHard(first)
  const second = await redis.worker({ queue, lockDuration: 1500, idempotent: ['holdAsync'], concurrency: 3 })
  expect(await lost).toMatchObject({
    code: 'OFFLOOP_JOB_LOST',
    message: expect.stringMatching(/^holdSync is lost: its worker ended while it ran/u) as string,
  })
  writeFileSync(end, '')
  expect(await again).toBe(second.pid)
  await until(() => linesOf(runs) >= 2)
})

testWithRedis('an idempotent call that ends one worker after the other is given up', async () => {
  const redis = opens(await TestRedis.start())
  const begun = fileIn(redis)
  const call = thrownBy(remote('holdAsync', executorOf(redis))(begun, fileIn(redis)))
  for (let run = 1; run <= 3; run++) {
    const worker = await redis.worker({ queue, lockDuration: 1500, idempotent: ['holdAsync'] })
    // On a machine that is too busy to renew a lock, it is begun anew without a kill.
    await until(async () => linesOf(begun) >= run || !(await isPending(call)))
    await killHard(worker)
  }
  await redis.worker({ queue, lockDuration: 1500, idempotent: ['holdAsync'] })
  expect(await call).toMatchObject({ message: expect.stringMatching(/^holdAsync is lost: 3 workers in a row ended/u) as string })
})

testWithRedis('where the only worker was killed and none comes, a running call is lost; one that waits goes on waiting', async () => {
  const redis = opens(await TestRedis.start())
  const worker = await redis.worker({ queue, lockDuration: 1500, concurrency: 1 })
  const executor = executorOf(redis, { lostAfter: 300 })
  const begun = fileIn(redis)
  const running = thrownBy(remote('holdAsync', executor)(begun, fileIn(redis)))
  const waiting = syncToAsync(functions.echo, { executor })(1)
  await until(() => existsSync(begun))
  await killHard(worker)
  expect(await running).toMatchObject({
    message: expect.stringMatching(/^holdAsync is lost: its worker has given no sign for 300 ms/u) as string,
  })
  expect(await isPending(waiting)).toBe(true)
  await redis.worker({ queue })
  expect(await waiting).toEqual([1])
})

testWithRedis('a worker that closes ends the calls that it runs, and what it has not begun is for the next one', async () => {
  const redis = opens(await TestRedis.start())
  const first = await redis.worker({ queue, concurrency: 1 })
  const executor = executorOf(redis)
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const running = remote('holdAsync', executor)(begun, end)
  const waiting = syncToAsync(functions.echo, { executor })('next')
  await until(() => existsSync(begun))
  first.stdin?.write('close')
  writeFileSync(end, '')
  expect(await running).toBe(first.pid)
  await until(() => first.exitCode !== null)
  expect(first.exitCode).toBe(0)
  await redis.worker({ queue })
  expect(await waiting).toEqual(['next'])
})

testWithRedis('a worker that has waited long enough for its calls to end aborts them', async () => {
  const redis = opens(await TestRedis.start())
  const { holdSync } = functions
  const server = await serveQueue({ queue, connection: redis.connection, functions: { holdSync } })
  const begun = fileIn(redis)
  const call = thrownBy(syncToAsync(holdSync, { executor: executorOf(redis) })(begun, fileIn(redis)))
  await until(() => existsSync(begun))
  await server.close({ timeout: 0 })
  expect(await call).toMatchObject({ message: expect.stringMatching(/^holdSync is lost: its worker was closed while it ran/u) as string })
})

testWithRedis('a function that no thread finds runs on the worker own loop, which says so', async () => {
  const redis = opens(await TestRedis.start())
  const warned = new Promise<Error>((resolve) => {
    process.on('warning', (warning) => 'code' in warning && warning.code === 'OFFLOOP_SERVED_ON_LOOP' && resolve(warning))
  })
  const local = ((): string => 'here').bind(undefined)
  opens(await serveQueue({ queue, connection: redis.connection, functions: { local } }))
  expect((await warned).message).toMatch(/^functions\.local runs on the worker's own loop and blocks it\. .*has no location/u)
  expect(await remote('local', executorOf(redis))()).toBe('here')
})

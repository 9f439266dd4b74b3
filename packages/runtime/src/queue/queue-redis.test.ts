/** Checks what becomes of calls while Redis is killed, comes back, stays away or is full. */
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { bullOf, executorOf, fileIn, functions, isPending, opens, queue, remote, testWithRedis, thrownBy, until } from './queue.test.kit.ts'
import { freePort, TestRedis } from './redis.test.kit.ts'

const require = createRequire(import.meta.url)
const { syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { serveQueue } = require('@offloop/runtime/bullmq') as typeof import('@offloop/runtime/bullmq')

testWithRedis('Redis is killed and comes back with its data: running and waiting calls end, and new ones wait for it', async () => {
  const redis = opens(await TestRedis.start({ isPersistent: true }))
  await redis.worker({ queue, concurrency: 1 })
  const redisTimeout = 4000
  const executor = executorOf(redis, { redisTimeout })
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const running = remote('holdAsync', executor)(begun, end)
  const waiting = syncToAsync(functions.echo, { executor })('waiting')
  await until(() => existsSync(begun))
  const bull = bullOf(redis)
  await until(async () => (await bull.getWaitingCount()) === 1)
  await redis.kill()
  const meanwhile = syncToAsync(functions.echo, { executor })('meanwhile')
  await redis.startAgain()
  // Whoever still counts the time without Redis would give up now.
  const from = performance.now()
  while (performance.now() - from < redisTimeout * 1.3) await bull.getWaitingCount()
  writeFileSync(end, '')
  expect(await Promise.all([running, waiting, meanwhile])).toEqual([expect.any(Number), ['waiting'], ['meanwhile']])
})

testWithRedis('Redis comes back empty: calls that it had are lost by name, later ones run', async () => {
  const redis = opens(await TestRedis.start())
  await redis.worker({ queue, concurrency: 1 })
  const executor = executorOf(redis, { lostAfter: 400 })
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const running = thrownBy(remote('holdAsync', executor)(begun, end))
  const waiting = thrownBy(syncToAsync(functions.echo, { executor })(1))
  await until(() => existsSync(begun))
  const bull = bullOf(redis)
  await until(async () => (await bull.getWaitingCount()) === 1)
  await redis.kill()
  await redis.startAgain()
  for (const [call, name] of [
    [running, 'holdAsync'],
    [waiting, 'echo'],
  ] as const)
    // prettier-ignore
    expect(await call).toMatchObject({ code: 'OFFLOOP_JOB_LOST', message: expect.stringMatching(`^${name} is lost: Redis no longer has`) as string })
  writeFileSync(end, '')
  expect(await syncToAsync(functions.echo, { executor })(2)).toEqual([2])
})

testWithRedis('Redis goes and stays away: open calls are lost, new ones are told where it should be, and both sides close', async () => {
  const redis = opens(await TestRedis.start())
  const connection = redis.connection
  const server = await serveQueue({ queue, connection, functions: { holdSync: functions.holdSync }, onError: () => undefined })
  const executor = executorOf(redis, { redisTimeout: 300 })
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const running = thrownBy(syncToAsync(functions.holdSync, { executor })(begun, end))
  await until(() => existsSync(begun))
  await redis.kill()
  expect(await running).toMatchObject({ message: expect.stringMatching(/^holdSync is lost: Redis has not answered for 300 ms/u) as string })
  const error = await thrownBy(syncToAsync(functions.echo, { executor })(1))
  expect(error).toMatchObject({ code: 'OFFLOOP_QUEUE_UNAVAILABLE', message: expect.stringContaining(redis.address) as string })
  writeFileSync(end, '')
  await Promise.all([executor.close({ timeout: 0 }), server.close({ timeout: 100 })])
})

testWithRedis('where there is no Redis, calls and serveQueue say where they looked for it, and nothing stays behind', async () => {
  const port = await freePort()
  const program = `
    import { syncToAsync } from '@offloop/runtime'
    import { queueExecutor, serveQueue } from '@offloop/runtime/bullmq'
    import { echo } from '${new URL('../../../../fixtures/queue/functions.mjs', import.meta.url).href}'
    const place = { queue: 'absent', connection: { host: '127.0.0.1', port: ${port} }, redisTimeout: 200 }
    const executor = queueExecutor(place)
    const tries = [syncToAsync(echo, { executor })(1), serveQueue({ ...place, functions: { echo }, onError: () => {} })]
    for (const each of await Promise.allSettled(tries)) console.log(each.reason.code, each.reason.message)
    await executor.close()
  `
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const lines = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8' }).trim().split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toMatch(new RegExp(`^OFFLOOP_QUEUE_UNAVAILABLE .*Redis at 127.0.0.1:${port} does not answer`, 'u'))
})

testWithRedis('Redis asks for a password: both sides say what it says', async () => {
  const redis = opens(await TestRedis.start())
  const client = (await bullOf(redis).getBackend().client) as unknown as { config(...args: string[]): Promise<unknown> }
  await client.config('SET', 'requirepass', 'secret')
  const refused = {
    code: 'OFFLOOP_QUEUE_UNAVAILABLE',
    message: expect.stringMatching(/Redis at .* does not answer within 300 ms \(NOAUTH/u) as string,
  }
  const { connection } = redis
  const echo = syncToAsync(functions.echo, { executor: executorOf(redis, { redisTimeout: 300 }) })
  expect(await thrownBy(echo(1))).toMatchObject(refused)
  expect(await thrownBy(echo(2))).toMatchObject(refused)
  const local = async (): Promise<string> => 'in'
  const serve = serveQueue({ queue, connection, functions: { local }, redisTimeout: 300, onError: () => undefined })
  expect(await thrownBy(serve)).toMatchObject(refused)
  const known = { ...connection, password: 'secret' }
  opens(await serveQueue({ queue, connection: known, functions: { local } }))
  expect(await remote('local', executorOf({ connection: known }))()).toBe('in')
})

testWithRedis('Redis is full: calls are refused with its reason, and run again when there is room', async () => {
  const redis = opens(await TestRedis.start())
  await redis.worker({ queue })
  const executor = executorOf(redis)
  const echo = syncToAsync(functions.echo, { executor })
  expect(await echo(1)).toEqual([1])
  const client = (await bullOf(redis).getBackend().client) as unknown as { config(...args: string[]): Promise<unknown> }
  await client.config('SET', 'maxmemory', '1mb')
  expect(await thrownBy(echo(2))).toMatchObject({
    code: 'OFFLOOP_QUEUE_UNAVAILABLE',
    message: expect.stringMatching(/^echo was not sent: Redis at .* refuses the job \(OOM command not allowed/u) as string,
  })
  const late = syncToAsync(functions.echo, { executor: executorOf(redis) })
  expect(await thrownBy(late(2))).toMatchObject({ code: 'OFFLOOP_QUEUE_UNAVAILABLE', message: expect.stringContaining('OOM') as string })
  await client.config('SET', 'maxmemory', '0')
  expect([await echo(3), await late(4)]).toEqual([[3], [4]])
})

testWithRedis('Redis is full when a call has ended: its reply is lost, and so is the call; the worker goes on', async () => {
  const redis = opens(await TestRedis.start())
  await redis.worker({ queue })
  const executor = executorOf(redis, { lostAfter: 300 })
  const [begun, end] = [fileIn(redis), fileIn(redis)]
  const call = thrownBy(remote('holdAsync', executor)(begun, end))
  await until(() => existsSync(begun))
  const client = (await bullOf(redis).getBackend().client) as unknown as { config(...args: string[]): Promise<unknown> }
  await client.config('SET', 'maxmemory', '1mb')
  writeFileSync(end, '')
  expect(await call).toMatchObject({
    message: expect.stringMatching(/^holdAsync is lost: BullMQ gave its job up \(its reply can't be written: OOM/u) as string,
  })
  await client.config('SET', 'maxmemory', '0')
  expect(await syncToAsync(functions.echo, { executor })(1)).toEqual([1])
})

testWithRedis('an event that is missed is made up for', async () => {
  const redis = opens(await TestRedis.start())
  const executor = executorOf(redis, { lostAfter: 400 })
  const bull = bullOf(redis)
  const client = (await bull.getBackend().client) as unknown as {
    client(...args: string[]): Promise<string>
    del(key: string): Promise<unknown>
  }
  const call = syncToAsync(functions.echo, { executor })(1)
  await until(async () => (await bull.getWaitingCount()) === 1)
  let id: string | undefined
  await until(async () => (id = /^id=(\d+) .*:qe /mu.exec(await client.client('LIST'))?.[1]) !== undefined)
  await client.client('KILL', 'ID', id ?? '')
  await redis.worker({ queue })
  // Where the listener is back before the worker is, it misses nothing.
  await until(async () => (await bull.getCompletedCount()) === 1 || !(await isPending(call)))
  await client.del(bull.keys['events'] ?? '')
  expect(await call).toEqual([1])
})

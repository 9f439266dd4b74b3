/** Checks what a queue refuses: data that can not travel, unknown names, jobs and replies of others. */
import { createSecretKey, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serialize } from 'node:v8'
import { Queue, QueueEvents, QueueEventsProducer, Worker, type Job } from 'bullmq'
import { afterAll, beforeAll, expect } from 'vitest'
import type { QueueExecutor, QueueExecutorOptions } from '@offloop/runtime/bullmq'
import { bullOf, executorOf, functions, opens, queue, remote, testWithRedis, thrownBy, until } from './queue.test.kit.ts'
import { TestRedis, redisProgram } from './redis.test.kit.ts'

const require = createRequire(import.meta.url)
const { currentTask, syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { serveQueue } = require('@offloop/runtime/bullmq') as typeof import('@offloop/runtime/bullmq')

let redis: TestRedis
const executorWith = (options: Partial<QueueExecutorOptions> = {}): QueueExecutor => executorOf(redis, options)

beforeAll(async () => {
  if (redisProgram === undefined) return
  redis = await TestRedis.start()
  await redis.worker({ queue })
})
afterAll(() => redis?.[Symbol.asyncDispose]())

async function firstJob(bull: Queue): Promise<Job> {
  for (;;) {
    const [job] = await bull.getWaiting()
    if (job) return job
  }
}

/** Ends the job that waits, as a worker without our functions would. */
async function finishByHand(name: string): Promise<void> {
  const hand = new Worker(name, async () => null, { connection: redis.connection })
  await once(hand, 'completed')
  await hand.close()
}

testWithRedis('what can not be sent is refused here, with the path to it; so is what is too large, on both sides', async () => {
  const executor = executorWith({ maxPayload: 10_000 })
  const echo = syncToAsync(functions.echo, { executor })
  expect(await thrownBy(echo(1, { list: [1, () => 2] }))).toMatchObject({
    code: 'OFFLOOP_NOT_CLONEABLE',
    message: expect.stringMatching(/^Argument 2 of echo\.list\[1\] can't be sent through a queue/u) as string,
  })
  for (const handle of [new URL('http://a.b/'), new Blob(['a']), createSecretKey(Buffer.from('a'))])
    expect(await thrownBy(echo(handle))).toMatchObject({ code: 'OFFLOOP_NOT_CLONEABLE' })
  expect(await thrownBy(remote('giveHandle', executor)())).toMatchObject({
    code: 'OFFLOOP_NOT_CLONEABLE',
    message: expect.stringMatching(/^The result of giveHandle /u) as string,
  })
  expect(await thrownBy(syncToAsync({ module: '', name: 'giveFunction' }, { executor })())).toMatchObject({
    code: 'OFFLOOP_NOT_CLONEABLE',
    message: expect.stringMatching(/^The result of giveFunction\.inner can't be sent through a queue/u) as string,
  })
  expect(await thrownBy(echo('x'.repeat(20_000)))).toMatchObject({
    code: 'OFFLOOP_PAYLOAD_TOO_LARGE',
    message: expect.stringMatching(/^What echo is called with takes \d+ bytes, more than maxPayload \(10000\)/u) as string,
  })
  // The worker allows a mebibyte, this executor less.
  const give = syncToAsync(functions.giveMuch, { executor })
  expect(await thrownBy(give(20_000))).toMatchObject({ message: expect.stringMatching(/^The reply of giveMuch takes/u) as string })
  expect(await thrownBy(give(2_000_000))).toMatchObject({
    code: 'OFFLOOP_PAYLOAD_TOO_LARGE',
    message: expect.stringMatching(/^The result of giveMuch takes .* \(1048576\)/u) as string,
  })
  const generous = executorWith({ maxPayload: Infinity })
  expect(await thrownBy(syncToAsync(functions.echo, { executor: generous })('x'.repeat(2_000_000)))).toMatchObject({
    message: expect.stringMatching(/^What echo is called with takes .* \(1048576\)/u) as string,
  })
})

testWithRedis('a name that is not registered is refused by the worker, which names those that are; so is an empty one here', async () => {
  const executor = executorWith()
  for (const name of ['toString', '__proto__', 'missing'])
    expect(await thrownBy(syncToAsync({ module: 'file:///etc/passwd', name }, { executor })())).toMatchObject({
      code: 'OFFLOOP_UNKNOWN_FUNCTION',
      message: expect.stringMatching(new RegExp(`no function "${name}"; it has echo, .*hash`, 'u')) as string,
    })
  await expect(syncToAsync(() => 1, { executor })()).rejects.toThrow(/function without a name/u)
})

testWithRedis('a function that ends its thread, or gives an iterator, fails that call alone', async () => {
  const executor = executorWith()
  expect(await thrownBy(syncToAsync(functions.crash, { executor })())).toMatchObject({ code: 'OFFLOOP_THREAD_CRASHED' })
  await expect(syncToAsync(functions.iterate, { executor })()).rejects.toThrow(/iterate returned an iterator, which a queue/u)
  expect(await syncToAsync(functions.echo, { executor })(1)).toEqual([1])
})

testWithRedis('jobs that others put there are failed with a reason, and the worker goes on', async () => {
  const bull = new Queue(queue, { connection: redis.connection })
  const events = new QueueEvents(queue, { connection: redis.connection, lastEventId: '0-0' })
  await events.waitUntilReady()
  const failureOf = async (name: string, data: unknown): Promise<string> =>
    (await thrownBy((await bull.add(name, data)).waitUntilFinished(events))).message
  expect(await failureOf('echo', { to: 'someone' })).toMatch(/is no call of syncToAsync/u)
  expect(await failureOf('echo', { offloop: 2, call: '' })).toMatch(/is no call of syncToAsync/u)
  expect(await failureOf('echo', { offloop: 1, call: 'AAAA' })).toMatch(/called with can't be read by Node/u)
  expect(await failureOf('echo', { offloop: 1, call: 7 })).toMatch(/is no call of syncToAsync/u)
  expect(await failureOf('echo', { offloop: 1, call: serialize({ args: [] }).toString('base64') })).toMatch(/is not what this version/u)
  expect(await failureOf('x'.repeat(1000), { offloop: 1, call: '' })).toMatch(/no function "x{100}…"/u)
  await bull.obliterate({ force: true })
  await Promise.all([bull.close(), events.close()])
  expect(await syncToAsync(functions.echo, { executor: executorWith() })(1)).toEqual([1])
})

testWithRedis('a job whose worker was lost after it had written the reply is not run again', async () => {
  const bull = bullOf(redis)
  const events = new QueueEvents(queue, { connection: redis.connection, lastEventId: '0-0' })
  await events.waitUntilReady()
  const job = await bull.add('crash', { offloop: 1, reply: 'its reply' })
  expect(await job.waitUntilFinished(events)).toBe(null)
  await job.remove()
  await events.close()
})

/** An error whose class is said to be in a module that tells when it is loaded. */
function evilError(folder: string): unknown {
  const file = join(folder, 'evil.cjs')
  writeFileSync(file, 'globalThis.isEvilLoaded = true; exports.Evil = class Evil extends Error {}')
  const error = {
    name: 'Evil',
    message: 'm',
    stack: 's',
    own: [['__proto__', 1]],
    address: { module: pathToFileURL(file).href, name: 'Evil' },
  }
  return { '\u0000offloop': 'error', error }
}
const textOf = (value: unknown): string => serialize(value).toString('base64')
const plainError = async (call: Promise<unknown>): Promise<void> => {
  const error = await thrownBy(call)
  expect(Object.getPrototypeOf(error)).toBe(Error.prototype)
  expect(error).toMatchObject({ name: 'Evil', message: 'm' })
  expect('isEvilLoaded' in globalThis).toBe(false)
}

testWithRedis('a reply that somebody forges makes this process load nothing', async () => {
  const own = `forged-${randomUUID()}`
  const call = syncToAsync(functions.echo, { executor: executorWith({ queue: own }) })(1)
  const job = await firstJob(bullOf(redis, own))
  await job.updateData({ offloop: 1, reply: textOf({ isError: true, value: evilError(redis.folder), written: undefined }) })
  await Promise.all([plainError(call), finishByHand(own)])
})

testWithRedis('an abort that somebody forges makes the worker load nothing', async () => {
  const own = `aborted-${randomUUID()}`
  const wait = async (): Promise<void> => {
    const { signal } = currentTask()
    await new Promise((resolve) => void signal.addEventListener('abort', resolve))
  }
  opens(await serveQueue({ queue: own, connection: redis.connection, functions: { wait } }))
  const call = remote('wait', executorWith({ queue: own }))()
  const bull = bullOf(redis, own)
  await until(async () => (await bull.getActiveCount()) === 1)
  const [job] = await bull.getActive()
  const aborts = new QueueEventsProducer(`${own}-aborts`, { connection: redis.connection })
  await aborts.publishEvent({ eventName: 'abort', jobId: job?.id, reason: textOf(evilError(redis.folder)) })
  await plainError(call)
  await aborts.close()
})

testWithRedis('a reply that is none rejects the call with what is wrong', async () => {
  const own = `none-${randomUUID()}`
  const bull = new Queue(own, { connection: redis.connection })
  const { echo } = functions
  const call = thrownBy(syncToAsync(echo, { executor: executorWith({ queue: own }) })(1))
  await (await firstJob(bull)).updateData({ offloop: 1, reply: 'AAAA' })
  await finishByHand(own)
  expect((await call).message).toMatch(/The reply of echo can't be read/u)
  const lost = thrownBy(syncToAsync(echo, { executor: executorWith({ queue: own }) })(1))
  await (await firstJob(bull)).updateData({ other: 1 })
  await finishByHand(own)
  expect(await lost).toMatchObject({ code: 'OFFLOOP_JOB_LOST', message: expect.stringMatching(/^echo is lost: BullMQ gave/u) as string })
  await bull.close()
})

/** Checks calls over a queue of a real Redis: what crosses, and what is left behind. */
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect } from 'vitest'
import type { QueueExecutor, QueueExecutorOptions } from '@offloop/runtime/bullmq'
import { executorOf, functions, queue, testWithRedis, thrownBy } from './queue.test.kit.ts'
import { TestRedis, redisProgram } from './redis.test.kit.ts'

const require = createRequire(import.meta.url)
const { createTask, syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')

let redis: TestRedis
let worker: ChildProcess
const executorWith = (options: Partial<QueueExecutorOptions> = {}): QueueExecutor => executorOf(redis, options)

beforeAll(async () => {
  if (redisProgram === undefined) return
  redis = await TestRedis.start()
  worker = await redis.worker({ queue })
})
afterAll(() => redis?.[Symbol.asyncDispose]())

testWithRedis('a function runs in a worker process, on a thread there, with no change at the call', async () => {
  const executor = executorWith()
  const hash = syncToAsync(functions.hash, { executor })
  const typed: (text: string) => Promise<string> = hash
  expect(await typed('secret')).toBe(functions.hash('secret'))
  const { pid, threadId } = await syncToAsync(functions.where, { executor })()
  expect([pid, threadId > 0]).toEqual([worker.pid, true])
  const named = syncToAsync({ module: 'file:///nowhere.js', name: 'whereLoop' }, { executor })
  expect(await named()).toEqual({ pid: worker.pid, threadId: 0 })
})

testWithRedis('data of all kinds survive both ways', async () => {
  const own: { self?: unknown } = {}
  own.self = own
  const values = [
    new Date(5), new Map([[{ a: 1 }, new Set([1n])]]), new Uint8Array([1, 2]), new Float64Array([0.5]),
    undefined, null, NaN, -0, 2n ** 80n, /x/gu, [, 1], { a: undefined }, 'ü\u0000', own,
  ] // prettier-ignore
  expect(await syncToAsync(functions.echo, { executor: executorWith() })(...values)).toStrictEqual(values)
})

testWithRedis('a buffer arrives as a typed array with memory of its own, also where no thread is in between', async () => {
  const executor = executorWith()
  const loop = syncToAsync({ module: '', name: 'echoLoop' }, { executor })
  for (const echo of [syncToAsync(functions.echo, { executor }), loop]) {
    const [small] = (await echo(Buffer.from('a'))) as [Uint8Array]
    expect([small, small.buffer.byteLength]).toEqual([new Uint8Array([97]), 1])
  }
})

testWithRedis('an error arrives whole: class, own properties, cause, and the stacks of both sides', async () => {
  const { PaymentError } = functions
  const error = await thrownBy(syncToAsync(functions.pay, { executor: executorWith({ errors: { PaymentError } }) })(7))
  expect(error).toBeInstanceOf(PaymentError)
  expect(error).toMatchObject({ name: 'PaymentError', message: "can't pay 7", code: 'E_PAYMENT', amount: 7 })
  expect(error.cause).toBeInstanceOf(RangeError)
  expect(error.stack).toMatch(/at .*pay .*fixtures\/queue\/functions\.mjs[^]*--- caller of syncToAsync ---\n.*queue\.test\.ts/u)
})

testWithRedis('a class that was not given to the executor is none that its process loads', async () => {
  const error = await thrownBy(syncToAsync(functions.pay, { executor: executorWith() })(7))
  expect(Object.getPrototypeOf(error)).toBe(Error.prototype)
  expect(error).toMatchObject({ name: 'PaymentError', message: "can't pay 7", amount: 7 })
})

testWithRedis('context variables go along and come back, whether or not the call fails; tokens work there', async () => {
  const { user, trace } = functions
  const executor = executorWith()
  await createTask(async () => {
    user.set('ada')
    expect(await syncToAsync(functions.greet, { executor })('Hello')).toBe('Hello, ada')
    expect([user.get(), trace.get()]).toEqual(['changed there', new Map([['at', new Date(0)]])])
    const token = user.set('for a while')
    await syncToAsync(functions.undo, { executor })(token)
    expect(user.get()).toBe('changed there')
    expect(() => user.reset(token)).toThrow(/used once already/u)
  })
  expect(user.get()).toBe('nobody')
})

testWithRedis('a connection of the application can be shared, and stays open', async () => {
  const connection = new Redis({ ...redis.connection, maxRetriesPerRequest: null })
  const executor = executorWith({ connection })
  expect(await syncToAsync(functions.echo, { executor })(1)).toEqual([1])
  await executor.close()
  expect(await connection.ping()).toBe('PONG')
  connection.disconnect()
})

testWithRedis('nothing stays in Redis of calls that have ended', async () => {
  const own = `tidy-${randomUUID()}`
  await redis.worker({ queue: own })
  const executor = executorWith({ queue: own })
  const bull = new Queue(own, { connection: redis.connection })
  const client = await bull.getBackend().client
  const keys = async (): Promise<string[]> => (await client.scan('0', { MATCH: `bull:${own}*`, COUNT: 100_000 }))[1].toSorted()
  const ask = (): Promise<unknown> =>
    Promise.all(
      Array.from({ length: 50 }, (_, index) => syncToAsync(index % 2 ? functions.echo : functions.pay, { executor })(index).catch(() => 0)),
    )
  await ask()
  await executor.close()
  const after = await keys()
  const [again] = [executorWith({ queue: own })]
  await Promise.all(Array.from({ length: 200 }, () => syncToAsync(functions.echo, { executor: again })(1)))
  await again?.close()
  expect(await keys()).toEqual(after)
  expect(await bull.getJobCounts()).toMatchObject({ active: 0, completed: 0, failed: 0, waiting: 0 })
  await bull.close()
})

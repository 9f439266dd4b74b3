/** What the tests of queues have in common: the functions that workers serve, and executors that are closed after each test. */
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { Queue } from 'bullmq'
import { afterEach, expect, test } from 'vitest'
import type { ContextVar, Token } from '@offloop/runtime'
import type { QueueExecutor, QueueExecutorOptions } from '@offloop/runtime/bullmq'
import { redisProgram, TestRedis } from './redis.test.kit.ts'

const require = createRequire(import.meta.url)
const { syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { queueExecutor } = require('@offloop/runtime/bullmq') as typeof import('@offloop/runtime/bullmq')

interface Functions {
  user: ContextVar<string>
  trace: ContextVar<Map<string, Date>>
  echo: (...values: unknown[]) => unknown[]
  hash: (text: string) => string
  where: () => { pid: number; threadId: number }
  greet: (greeting: string) => string
  undo: (token: Token<string>) => void
  pay: (amount: number) => never
  PaymentError: new (message: string, amount: number) => Error
  giveMuch: (bytes: number) => Uint8Array
  crash: () => never
  iterate: () => unknown
  holdSync: (begun: string, end: string) => number
  noteRun: (file: string, number: number, ms: number) => number
}

/** The functions of `fixtures/queue`. */
export const functions = require('../../../../fixtures/queue/functions.mjs') as Functions

/** The queue of tests that have a Redis of their own. */
export const queue = 'tests'

// The machine may have no Redis; CI installs one.
export const testWithRedis: ReturnType<typeof test.runIf> = test.runIf(redisProgram !== undefined)

const opened: AsyncDisposable[] = []

/** Has something closed after the test. */
export function opens<T extends AsyncDisposable>(one: T): T {
  opened.push(one)
  return one
}

afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one[Symbol.asyncDispose]()
})

/** An executor that is closed after the test. */
export function executorOf({ connection }: Pick<TestRedis, 'connection'>, options: Partial<QueueExecutorOptions> = {}): QueueExecutor {
  const executor = queueExecutor({ queue, connection, ...options })
  opens({ [Symbol.asyncDispose]: () => executor.close({ timeout: 0 }) })
  return executor
}

/** The queue as BullMQ shows it, closed after the test. */
export function bullOf({ connection }: Pick<TestRedis, 'connection'>, name = queue): Queue {
  const bull = new Queue(name, { connection })
  opens({ [Symbol.asyncDispose]: () => bull.close() })
  return bull
}

/** A function of the worker by its name alone. */
export const remote = (
  name: string,
  executor: QueueExecutor,
  options: { signal?: AbortSignal; timeout?: number } = {},
): ((...args: unknown[]) => Promise<unknown>) => syncToAsync({ module: '', name }, { executor, ...options })

/** Waits for what no event tells of. The pause leaves the machine to those who bring it about. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await pause(5)
}

/** A path in the Redis' folder at which nothing is yet. */
export const fileIn = ({ folder }: TestRedis): string => join(folder, randomUUID())

/** What a call rejects with. */
export const thrownBy = (call: Promise<unknown>): Promise<Error & Record<string, unknown>> =>
  call.then(
    () => expect.unreachable('it did not throw'),
    (error: unknown) => error as Error & Record<string, unknown>,
  )

/** Whether a promise has not settled. */
export const isPending = (call: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    call.then(
      () => false,
      () => false,
    ),
    turn().then(() => true),
  ])

/** Kills workers at random under two hundred calls: each call ends once, as its function did or as lost by its name. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Queue } from 'bullmq'
import { expect, test } from 'vitest'
import { killHard, redisProgram, TestRedis } from './redis.test.kit.ts'

const require = createRequire(import.meta.url)
const { syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { queueExecutor } = require('@offloop/runtime/bullmq') as typeof import('@offloop/runtime/bullmq')
const { noteRun } = require('../../../../fixtures/queue/functions.mjs') as {
  noteRun: (file: string, number: number, ms: number) => number
}

const calls = 200
const kills = 6
const queue = 'random'

/** Numbers below 1 that follow from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

// The machine may have no Redis; CI installs one.
test.runIf(redisProgram !== undefined)('two hundred calls under killed workers end once each, or are lost by name', async () => {
  const seed = Number(process.env['OFFLOOP_SEED'] ?? Date.now() % 1e6)
  const random = randomFrom(seed)
  await using redis = await TestRedis.start()
  const start = (): ReturnType<TestRedis['worker']> => redis.worker({ queue, lockDuration: 1000, concurrency: 4 })
  const workers = [await start(), await start()]
  await using plain = queueExecutor({ queue, connection: redis.connection, lostAfter: 5000 })
  await using repeating = queueExecutor({ queue, connection: redis.connection, lostAfter: 5000, idempotent: true })
  const files = { plain: join(redis.folder, 'plain'), repeating: join(redis.folder, 'repeating') }

  let settled = 0
  let onSettled = (): void => undefined
  const run = (number: number): Promise<number> => {
    const kind = number % 2 ? 'plain' : 'repeating'
    const executor = kind === 'plain' ? plain : repeating
    const call = syncToAsync(noteRun, { executor })(files[kind], number, Math.floor(random() * 60))
    const count = (): void => (settled++, onSettled())
    call.then(count, count)
    return call
  }
  const all = Promise.allSettled(Array.from({ length: calls }, (_, number) => run(number)))
  for (let kill = 1; kill <= kills; kill++) {
    const goal = Math.floor((kill * calls * 0.8) / kills - random() * 10)
    if (settled < goal) await new Promise<void>((resolve) => void (onSettled = () => settled >= goal && resolve()))
    const index = Math.floor(random() * workers.length)
    await killHard(workers[index] as (typeof workers)[number])
    workers[index] = await start()
  }
  const outcomes = await all
  const runsOf = (file: string): number[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [])
  const runs = { plain: runsOf(files.plain), repeating: runsOf(files.repeating) }
  const wrong = outcomes.filter((outcome, number) =>
    outcome.status === 'fulfilled'
      ? outcome.value !== number
      : !/^noteRun is lost: (?:its worker|3 workers)/u.test(String((outcome.reason as Error).message)),
  )
  expect(wrong, `seed ${seed}`).toEqual([])
  expect(settled, `seed ${seed}`).toBe(calls)
  expect(new Set(runs.plain).size, `each ran once at most, seed ${seed}`).toBe(runs.plain.length)
  const ran = new Set([...runs.plain, ...runs.repeating])
  expect(
    outcomes.filter(({ status }, number) => status === 'fulfilled' && !ran.has(number)),
    `seed ${seed}`,
  ).toEqual([])
  const hits = outcomes.filter(({ status }) => status === 'rejected').length + runs.repeating.length - new Set(runs.repeating).size
  expect(hits, `the kills hit calls, seed ${seed}`).toBeGreaterThan(0)
  const lost = outcomes.filter(({ status }, number) => status === 'rejected' && number % 2 === 0)
  expect(lost.length, `those that may run again are lost after three workers only, seed ${seed}`).toBeLessThan(3)

  await Promise.all([plain.close(), repeating.close()])
  const bull = new Queue(queue, { connection: redis.connection })
  expect(
    Object.values(await bull.getJobCounts()).every((count) => count === 0),
    `seed ${seed}`,
  ).toBe(true)
  await bull.close()
})

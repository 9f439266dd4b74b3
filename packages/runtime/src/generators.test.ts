/** Checks that sync generators run on threads step by step: order, back-pressure, ends of every kind. */
import { setFlagsFromString } from 'node:v8'
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const { configureThreads, shutdown, syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')
interface Functions {
  count: (from: number, to: number, cells?: Int32Array) => Generator<[number, number], string, string | undefined>
  failing: () => Generator<number, void>
  endless: () => Generator<number, void>
  entries: (object: object) => IterableIterator<[string, unknown]>
  nextOf: (list: number[]) => IteratorResult<number>
  tagged: (number: number) => number
}
const functions = require('../../../fixtures/threads/functions.mjs') as Functions
const { crash, where } = require('../../../fixtures/threads/work.mjs') as { crash: () => never; where: () => number }
afterEach(() => shutdown())
const cellsOf = (): Int32Array => new Int32Array(new SharedArrayBuffer(8))

for (const threadSensitive of [true, false]) {
  const kind = threadSensitive ? 'the designated thread' : 'a pool thread'
  const options = { threadSensitive }

  test(`W4 a generator runs step by step on ${kind}, no further than it is asked`, async () => {
    const cells = cellsOf()
    const numbers = syncToAsync(functions.count, options)(1, 5, cells)
    expect(cells[0]).toBe(0)
    const first = await numbers.next()
    const second = await numbers.next()
    expect([first.done, second.done, cells[0]]).toEqual([false, false, 2])
    const [[one, home], [two, again]] = [first.value, second.value] as [[number, number], [number, number]]
    expect([one, two, again === home, home === threadId]).toEqual([1, 2, true, false])
    const rest: unknown[] = []
    for await (const [number] of numbers) rest.push(number)
    expect([rest, cells[1]]).toEqual([[3, 4, 5], 1])
    expect(await numbers.next()).toEqual({ done: true, value: undefined })
  })

  test(`what is sent to next arrives, return and throw end it on ${kind}`, async () => {
    const count = syncToAsync(functions.count, options)
    const stopped = count(1, 5)
    await stopped.next()
    expect(await stopped.next('stop')).toEqual({ done: true, value: 'stopped' })
    const [left, thrown] = [cellsOf(), cellsOf()]
    for await (const _ of count(1, 5, left)) break
    expect([left[0], left[1]]).toEqual([1, 1])
    const broken = count(1, 5, thrown)
    await broken.next()
    await expect(broken.throw(new RangeError('from outside'))).rejects.toThrow(RangeError)
    expect(thrown[1]).toBe(1)
  })

  test(`steps that are asked for together come in order on ${kind}`, async () => {
    const numbers = syncToAsync(functions.count, options)(1, 3)
    const steps = await Promise.all([1, 2, 3, 4, 5].map(() => numbers.next()))
    expect(steps.map(({ value }) => (Array.isArray(value) ? value[0] : value) as unknown)).toEqual([1, 2, 3, 'counted', undefined])
  })

  test(`an error of a generator on ${kind} is whole and ends it`, async () => {
    const failing = syncToAsync(functions.failing, options)()
    expect(await failing.next()).toEqual({ done: false, value: 1 })
    const error = await failing.next().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RangeError)
    expect((error as Error).stack).toMatch(/functions\.mjs[\s\S]*caller of syncToAsync[\s\S]*generators\.test/u)
    expect(await failing.next()).toEqual({ done: true, value: undefined })
  })
}

test('W3 the end of an iterator is a value, and a function that gives back an iterator gives an async one', async () => {
  expect(await syncToAsync(functions.nextOf)([])).toEqual({ value: undefined, done: true })
  const pairs = (await syncToAsync(functions.entries)({ a: 1, b: 2 })) as unknown as AsyncIterable<[string, number]>
  const seen: unknown[] = []
  for await (const pair of pairs) seen.push(pair)
  expect(seen).toEqual([
    ['a', 1],
    ['b', 2],
  ])
})

test('an iterator that was never started needs no thread, and nothing starts it once it was ended', async () => {
  const cells = cellsOf()
  const numbers = syncToAsync(functions.count)(1, 5, cells)
  expect(await numbers.return('early')).toEqual({ done: true, value: 'early' })
  expect(await numbers.next()).toEqual({ done: true, value: undefined })
  expect(cells[0]).toBe(0)
})

test('an iterator whose thread dies says so', async () => {
  const numbers = syncToAsync(functions.count)(1, 5)
  await numbers.next()
  await syncToAsync(crash)().catch(() => undefined)
  await expect(numbers.next()).rejects.toMatchObject({ code: 'OFFLOOP_ITERATOR_LOST' })
})

test('a pool thread that holds an iterator is not idle', async () => {
  configureThreads({ max: 1, idleTimeout: 1 })
  const onPool = { threadSensitive: false }
  const numbers = syncToAsync(functions.count, onPool)(1, 3)
  const first = await numbers.next()
  // Far longer than the idle time: an idle thread would be another one afterwards.
  await new Promise((resolve) => setTimeout(resolve, 50))
  const second = await numbers.next()
  expect((second.value as [number, number])[1]).toBe((first.value as [number, number])[1])
  await numbers.return('enough')
  configureThreads({ idleTimeout: 10_000 })
})

test('an iterator that nobody can reach any more is closed on its thread', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const cells = cellsOf()
  await (async () => void (await syncToAsync(functions.count)(1, 5, cells).next()))()
  while (Atomics.load(cells, 1) === 0) {
    collect()
    await turn()
    // Its closing step is queued with the designated thread, so that another call comes after it.
    await syncToAsync(where)()
  }
  expect(cells[1]).toBe(1)
})

test('a step that never ends costs its pool thread, and nothing else', async () => {
  const onPool = { threadSensitive: false }
  const stuck = syncToAsync(functions.endless, { ...onPool, timeout: 10 })()
  expect(await stuck.next()).toEqual({ done: false, value: 1 })
  await expect(stuck.next()).rejects.toMatchObject({ code: 'OFFLOOP_TIMEOUT' })
  expect(await stuck.next()).toEqual({ done: true, value: undefined })
  expect(await syncToAsync(functions.tagged, onPool)(1)).toBe(2)
})

test('an aborted iteration rejects its step and is closed', async () => {
  const abort = new AbortController()
  const cells = cellsOf()
  const numbers = syncToAsync(functions.count, { signal: abort.signal })(1, 5, cells)
  await numbers.next()
  abort.abort()
  await expect(numbers.next()).rejects.toMatchObject({ name: 'AbortError' })
  await syncToAsync(where)()
  expect(cells[1]).toBe(1)
})

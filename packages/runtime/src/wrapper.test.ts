/** Checks which functions can be wrapped, what their wrappers show, and what options they take; row by row of CONFORMANCE.md. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import { types } from 'node:util'
import { threadId } from 'node:worker_threads'
import { afterAll, expect, test, vi } from 'vitest'
import type { ContextVar, ExecutorCall } from '@offloop/runtime'

const require = createRequire(import.meta.url)
const { asyncToSync, configureThreads, Context, createTask, isAsync, markAsync, shutdown, syncToAsync } =
  require('@offloop/runtime') as typeof import('@offloop/runtime')

interface Functions {
  Store: { new (): { count(): number }; size: number; double(): [number, number] }
  Decorated: { hash(text: string): Promise<[string, number]> }
  offloaded: (number: number) => Promise<[number, number]>
  onPool: (number: number) => Promise<number>
  describe: (options: object) => unknown[]
  tag: ContextVar<string>
  tagged: (number: number) => number
  later: (number: number) => Promise<number>
  callLater: (number: number) => number
  bound: () => Promise<number>
  callBound: () => unknown
  failing: () => Generator<number>
  closure: () => () => number
  halve: (number: number) => Promise<number>
  third: (number: number) => Promise<number>
  plusOne: (number: number) => Promise<number>
  timesTwo: (number: number) => Promise<number>
  addThree: (number: number) => Promise<number>
  offloadedClosure: () => () => Promise<number>
}
const functions = require('../../../fixtures/threads/functions.mjs') as Functions
afterAll(() => shutdown())

test('B05 B06 B18 a function that is marked as async is refused when wrapped; one that hides it, at its call, by name', async () => {
  expect(isAsync(functions.later)).toBe(true)
  expect(() => syncToAsync(functions.later as never)).toThrow(/promisified|later|is async already/u)
  expect(isAsync(functions.bound)).toBe(false)
  await expect(syncToAsync(functions.callBound)()).rejects.toThrow(/callBound returned a promise/u)
  expect([isAsync(async () => 1), isAsync(() => 1), isAsync(undefined)]).toEqual([true, false, false])
})

test('B08 options first, then the function; static methods can be decorated', async () => {
  expect(await functions.onPool(4)).toBe(8)
  const [hash, thread] = await functions.Decorated.hash('a')
  expect([hash, thread === threadId]).toEqual(['#a', false])
  expect(() => syncToAsync(functions.tagged, { kind: 'method', static: false, name: 'tagged' })).toThrow(
    /decorates static methods; tagged is none/u,
  )
})

test('an export that is the wrapper names the function behind it', async () => {
  const [number, thread] = await functions.offloaded(3)
  expect([number, thread === threadId]).toEqual([3, false])
})

test('B09 B13 own properties of the function are on the wrapper, on both kinds, and mean nothing to it', async () => {
  const wrapped = syncToAsync(functions.tagged) as unknown as Functions['tagged'] & { version: number; context: string }
  expect({ ...wrapped }).toEqual({ context: 'mine', executor: 'mine', threadSensitive: 'mine', version: 2 })
  expect(await wrapped(1)).toBe(2)
  const noted = Object.assign(async () => 1, { note: 'kept' })
  expect({ ...asyncToSync(noted) }).toEqual({ note: 'kept' })
})

test('B10 B11 a static method has its class as this; a method of instances is refused with the remedy', async () => {
  const [double, thread] = await syncToAsync(functions.Store.double)()
  expect([double, thread === threadId]).toEqual([6, false])
  await expect(syncToAsync(new functions.Store().count)()).rejects.toThrow(
    /method of Store's instances, which can't cross; make it static/u,
  )
})

test('B12 arguments may be called like options', async () => {
  expect(await syncToAsync(functions.describe)({ context: 1, signal: 2, timeout: 3 })).toEqual([1, 2, 3])
})

test('B14 diagnostics channels tell of each call, its end and its error', async () => {
  const told: unknown[] = []
  const names = ['start', 'end', 'error'].map((name) => `offloop:sync_to_async:${name}`)
  const note = (trace: unknown, name: string | symbol): void =>
    void told.push([name, (trace as { name: string }).name, (trace as { error?: Error }).error?.message])
  for (const name of names) subscribe(name, note)
  await syncToAsync(functions.tagged)(1)
  await expect(syncToAsync(functions.tagged)((() => 1) as never)).rejects.toThrow()
  await syncToAsync(functions.callBound)().catch(() => undefined)
  for (const name of names) unsubscribe(name, note)
  const [start, end, error] = names
  const message = expect.stringContaining('returned a promise') as string
  const refused = expect.stringContaining("Argument 1 of tagged can't be copied") as string
  expect(told).toEqual([
    [start, 'tagged', undefined],
    [end, 'tagged', undefined],
    [start, 'tagged', undefined],
    [error, 'tagged', refused],
    [end, 'tagged', refused],
    [start, 'callBound', undefined],
    [error, 'callBound', message],
    [end, 'callBound', message],
  ])
})

test('B15 B16 asyncToSync takes a function that is marked as async, without a warning, and refuses what is no function or sync', async () => {
  const warn = vi.spyOn(process, 'emitWarning')
  expect(await syncToAsync(functions.callLater)(1)).toBe(2)
  expect(() => asyncToSync(functions.bound)).toThrow(/bound hidden is not an async function.*markAsync/u)
  expect(() => asyncToSync((() => 1) as never)).toThrow(TypeError)
  expect(() => asyncToSync('text' as never)).toThrow(/takes an async function; this is 'text'/u)
  expect(warn).not.toHaveBeenCalled()
  warn.mockRestore()
})

test('B17 the wrapper is an async function; the bridge itself and wrappers of asyncToSync are not', () => {
  const wrapped = syncToAsync(functions.tagged)
  expect([isAsync(wrapped), types.isAsyncFunction(wrapped)]).toEqual([true, true])
  expect([isAsync(syncToAsync), isAsync(asyncToSync(markAsync(() => Promise.resolve(1))))]).toEqual([false, false])
})

test('B19 a wrapper of asyncToSync has the length of its function, so that test runners call it without a callback', () => {
  expect([asyncToSync(async () => 1).length, asyncToSync(async (_one: number) => 1).length]).toEqual([0, 1])
})

test('B31 an executor runs each call once, with what it needs to know', async () => {
  const calls: ExecutorCall[] = []
  const executor = { run: async (call: ExecutorCall) => (calls.push(call), 'ran'), close: async () => undefined }
  const { signal } = new AbortController()
  const wrapped = syncToAsync(functions.tagged, { executor, signal, timeout: 50 })
  expect(await wrapped(1)).toBe('ran')
  expect(calls).toHaveLength(1)
  expect(calls[0]).toMatchObject({ fn: functions.tagged, name: 'tagged', args: [1], signal, timeout: 50 })
  expect(calls[0]?.locate()).toEqual({ module: expect.stringMatching(/functions\.mjs$/u) as string, name: 'tagged' })
  const named = syncToAsync({ module: 'file:///some/where.js', name: 'do' }, { executor })
  await named()
  expect(calls[1]?.locate()).toEqual({ module: 'file:///some/where.js', name: 'do' })
})

test("an executor sees its caller's context variables and brings home what was written; calls that share a context go one by one", async () => {
  const { tag } = functions
  const calls: ExecutorCall[] = []
  const answers: (() => void)[] = []
  const run = (call: ExecutorCall): Promise<unknown> => {
    calls.push(call)
    return new Promise<void>((resolve) => void answers.push(resolve))
  }
  const executor = { run, close: async () => undefined }
  await createTask(async () => {
    tag.set('before')
    const call = syncToAsync(functions.tagged, { executor })(1)
    expect(calls[0]?.context.pack().variables).toEqual([[tag.name, 'before']])
    calls[0]?.context.apply([[tag.name, 'after']])
    answers[0]?.()
    await call
    expect(tag.get()).toBe('after')
  })
  const context = new Context()
  const shared = syncToAsync(functions.tagged, { executor, context })
  const both = [shared(1), shared(2)]
  while (calls.length < 2) await turn()
  await turn()
  expect(calls).toHaveLength(2)
  calls[1]?.context.apply([[tag.name, 'of the first']])
  answers[1]?.()
  while (calls.length < 3) await turn()
  expect(calls[2]?.context.pack().variables).toEqual([[tag.name, 'of the first']])
  answers[2]?.()
  await Promise.all(both)
  expect(context.get(tag)).toBe('of the first')
})

test('B32 an executor with threadSensitive: true is refused, and so are options that are unknown or wrong', () => {
  const executor = { run: async () => 1, close: async () => undefined }
  expect(() => syncToAsync(functions.tagged, { executor, threadSensitive: true })).toThrow(/executor has threads of its own/u)
  expect(() => syncToAsync(functions.failing, { executor })).toThrow(/generator function, which an executor/u)
  expect(() => syncToAsync(functions.tagged, { timeout: '5' as never })).toThrow(/timeout takes a number of milliseconds; this is '5'/u)
  expect(() => syncToAsync(functions.tagged, { timeOut: 5 } as never)).toThrow(/no option "timeOut". It takes threadSensitive, signal/u)
  expect(() => syncToAsync({ signal: {} as never })).toThrow(/signal takes an AbortSignal/u)
})

test('configureThreads says whether calls are thread-sensitive that do not say it themselves', async () => {
  const { where } = require('../../../fixtures/threads/work.mjs') as { where: () => number }
  const designated = await syncToAsync(where)()
  configureThreads({ threadSensitive: false })
  const pooled = await syncToAsync(where)()
  const still = await syncToAsync(where, { threadSensitive: true })()
  configureThreads({ threadSensitive: true })
  expect([pooled === designated, still === designated]).toEqual([false, true])
})

test('what is no setting, or a wrong one, is refused and changes nothing', () => {
  expect(() => configureThreads({ max: 0 })).toThrow(/max takes a number of threads, at least 1; this is 0/u)
  expect(() => configureThreads({ maxThreads: 4 } as never)).toThrow(/no setting "maxThreads". It takes max, maxQueue/u)
  expect(() => configureThreads({ idleTimeout: '1s' as never })).toThrow(
    /idleTimeout takes a number of milliseconds, or Infinity; this is '1s'/u,
  )
})

test('functions that are wrapped at one place are told apart, or refused', async () => {
  expect([await functions.halve(8), await functions.third(9)]).toEqual([4, 3])
  expect([await functions.plusOne(1), await functions.timesTwo(4)]).toEqual([2, 8])
  await expect(functions.addThree(1)).rejects.toThrow(/several functions like it are wrapped at .*functions\.mjs/u)
})

test('each way in which a function can not be named has its own reason and the same remedy', async () => {
  const remedy = 'Export it from a module that is not the entry file, hoist it to module level, or pass { module, name }.'
  const evaluated = new Function('return 1') as () => number
  const module = new URL('../../../fixtures/threads/functions.mjs', import.meta.url)
  const { closure } = functions
  const cases: [() => Promise<unknown>, string][] = [
    [syncToAsync(functions.bound as unknown as () => number), 'it has no location (bound function, proxy or native code)'],
    [syncToAsync(new Proxy(functions.tagged, {}) as unknown as () => number), 'it has no location (bound function, proxy or native code)'],
    [syncToAsync(evaluated), 'it is not defined in a file (evaluated code)'],
    [syncToAsync(closure()), 'functions.mjs does not export it'],
    [syncToAsync({ module, name: 'missing' }), 'functions.mjs has no such function'],
  ]
  for (const [call, reason] of cases) {
    const error = (await call().catch((thrown: unknown) => thrown)) as Error
    expect(error).toMatchObject({ code: 'OFFLOOP_NOT_OFFLOADABLE' })
    expect(error.message).toContain(reason)
    expect(error.message).toContain(remedy)
  }
  await expect(functions.offloadedClosure()()).rejects.toThrow(
    /loading its module on a thread does not come to .*functions\.mjs:\d+:\d+, where it is wrapped/u,
  )
  await expect(syncToAsync({ module: 'file:///no/such/module.js', name: 'any' })()).rejects.toMatchObject({ code: 'MODULE_NOT_FOUND' })
})

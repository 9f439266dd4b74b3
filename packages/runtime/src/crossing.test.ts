/** Checks what crosses between threads and in which order things run there, row by row of CONFORMANCE.md. */
import { createRequire } from 'node:module'
import { threadId } from 'node:worker_threads'
import { afterAll, describe, expect, test } from 'vitest'
import type { ContextVar, Local } from '@offloop/runtime'

// Loaded by Node itself: what vitest transforms has no location that a thread could find.
const require = createRequire(import.meta.url)
const { copyContext, createTask, shutdown, syncToAsync } = require('@offloop/runtime') as typeof import('@offloop/runtime')

interface Work {
  StockError: new () => Error
  user: ContextVar<string>
  place: ContextVar<URL>
  handle: ContextVar<string>
  local: Local<{ count: number; gone: number }>
  critical: Local<{ count: number }>
  add: (a: number, b: number) => number
  where: () => number
  exchange: () => unknown[]
  blockInContext: () => number
  descend: (depth: number) => number[]
  throwThing: (kind: string) => never
  failTogether: () => never
  failThrough: () => never
  setUser: (name: string) => string
  writeSome: () => boolean
  readUser: () => string
  holdOld: (cells: Int32Array) => string
  occupy: (milliseconds: number) => [number, number]
  sizeOf: (buffer: ArrayBuffer) => number
}
const work = require('../../../fixtures/threads/work.mjs') as Work
afterAll(() => shutdown())
const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const cells = (): Int32Array => new Int32Array(new SharedArrayBuffer(8))

describe('arguments, results and order', () => {
  test('B01 the loop turns while a sync function runs on its thread', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await syncToAsync(work.occupy)(100)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(10)
  })

  test('B02 thread-sensitive calls run one at a time, in order of arrival', async () => {
    const occupy = syncToAsync(work.occupy)
    const spans = await Promise.all([occupy(20), occupy(5), occupy(1)])
    for (const [index, [from]] of spans.entries()) expect(from).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0)
  })

  test('B03 B04 D08 what is no function, or is async, is refused when it is wrapped', () => {
    expect(() => syncToAsync('text' as never)).toThrow(TypeError)
    expect(() => syncToAsync(undefined as never)).toThrow(TypeError)
    expect(() => syncToAsync((async () => 1) as never)).toThrow(/is async already/u)
  })

  test('B09 the wrapper keeps name and length', () => {
    const { name, length } = syncToAsync(work.add)
    expect({ name, length }).toEqual({ name: 'add', length: 2 })
  })

  test('a buffer in transfer moves, others are copied', async () => {
    const [moved, copied] = [new ArrayBuffer(8), new ArrayBuffer(8)]
    expect(await syncToAsync(work.sizeOf, { transfer: [moved] })(moved)).toBe(8)
    expect(await syncToAsync(work.sizeOf)(copied)).toBe(8)
    expect([moved.byteLength, copied.byteLength]).toEqual([0, 8])
  })
})

describe('which thread', () => {
  test('B23 nesting ten deep alternates the designated thread and the loop', async () => {
    const way = await syncToAsync(work.descend)(10)
    const [designated] = way
    expect(designated).not.toBe(threadId)
    expect(way).toEqual(Array.from({ length: 11 }, (_, index) => (index % 2 === 0 ? designated : threadId)))
  })

  test('a sync call may block inside a context of its own', async () => {
    expect(await syncToAsync(work.blockInContext)()).toBe(threadId)
  })

  test('two unrelated calls of the designated thread never overlap, though one of them waits for the loop', async () => {
    const [blocked, other] = await Promise.all([syncToAsync(work.descend)(2), syncToAsync(work.occupy)(30), syncToAsync(work.occupy)(30)])
    expect(blocked).toHaveLength(3)
    expect(other[1] - other[0]).toBeGreaterThan(0)
  })
})

describe('errors', () => {
  test('B55 an error keeps class, properties and causes through a thread and a loop', async () => {
    const error = await thrownBy(syncToAsync(work.failThrough)())
    expect(error).toBeInstanceOf(work.StockError)
    expect(error).toMatchObject({ message: 'none left there', code: 'STOCK', item: 8, isStock: true })
    const both = (await thrownBy(syncToAsync(work.failTogether)())) as AggregateError
    expect(both).toBeInstanceOf(AggregateError)
    expect(both.errors[0]).toBeInstanceOf(work.StockError)
    expect(both.errors[1]).toBeInstanceOf(RangeError)
  })

  test('thrown values that are no errors arrive as they are', async () => {
    const throwThing = syncToAsync(work.throwThing)
    expect(await thrownBy(throwThing('text'))).toBe('just text')
    expect(await throwThing('undefined').then(String, (error: unknown) => [error])).toEqual([undefined])
    expect(await thrownBy(throwThing('object'))).toEqual({ code: 7, list: [1] })
  })

  test('a DOMException, an error that is its own cause and one with a function arrive', async () => {
    const throwThing = syncToAsync(work.throwThing)
    const dom = (await thrownBy(throwThing('dom'))) as DOMException
    expect(dom).toBeInstanceOf(DOMException)
    expect({ name: dom.name, message: dom.message, code: dom.code }).toEqual({ name: 'AbortError', message: 'was aborted', code: 20 })
    const circular = (await thrownBy(throwThing('circular'))) as Error
    expect(circular.cause).toBe(circular)
    expect(await thrownBy(throwThing('function'))).toMatchObject({ message: 'holds a function', kept: 1 })
  })
})

describe('context', () => {
  test('B67 B78 B79 the thread sees the variables of its caller, the caller sees what it wrote', async () => {
    await createTask(async () => {
      work.place.set(new URL('https://example.com/here'))
      work.handle.set('of the loop')
      work.local.set('count', 1)
      work.local.set('gone', 1)
      work.critical.set('count', 5)
      expect(await syncToAsync(work.exchange)()).toEqual(['/here', 'none', 1, false])
      expect(work.place.get()).toEqual(new URL('https://example.com/there'))
      expect([work.local.get('count'), work.local.has('gone')]).toEqual([2, false])
      // B79: thread-critical ones travel neither way.
      expect([work.handle.get(), work.critical.get('count')]).toEqual(['of the loop', 5])
    })
  })

  test('B69 with a context, changes land there and not at the caller', async () => {
    await createTask(async () => {
      work.user.set('caller')
      const context = copyContext()
      expect(await syncToAsync(work.setUser, { context })('inside')).toBe('caller')
      expect([work.user.get(), context.get(work.user)]).toEqual(['caller', 'inside'])
    })
  })

  test('B72 W1 W8 only what the thread wrote comes back: a newer value of the caller stays', async () => {
    await createTask(async () => {
      const shared = cells()
      work.user.set('old')
      const call = syncToAsync(work.holdOld)(shared)
      // The call sees the value of its start, whatever happens meanwhile.
      work.user.set('new')
      Atomics.store(shared, 1, 1)
      Atomics.notify(shared, 1)
      expect([await call, work.user.get()]).toEqual(['old', 'new'])
      await syncToAsync(work.writeSome)()
      expect(work.user.get()).toBe('written')
    })
  })
})

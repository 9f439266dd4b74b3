/** Checks what the compiler knows of wrapped functions; a wrong type fails the build, and misuse is an error at run time as well. */
import { createRequire } from 'node:module'
import { expect, expectTypeOf, test } from 'vitest'
import { asyncToSync, ContextVar, createTask, gather, syncToAsync, type SyncToAsyncWrapper, type Token } from '@offloop/runtime'

const require = createRequire(import.meta.url)
const { StockError } = require('../../../fixtures/threads/work.mjs') as { StockError: new () => Error }

declare function load(path: string, size?: number): Buffer
declare function pick<T, K extends keyof T>(from: T, key: K): T[K]
declare function list(...items: readonly string[]): string[]
declare function overloaded(value: string): string
declare function overloaded(value: number): number
declare function numbers(from: number): Generator<number, string, boolean>
declare function fail(): never
declare function anything(value: any): any
declare function loadAsync(path: string): Promise<Buffer>
/** Types only: none of the functions above exists. */
const onlyTypes = (_check: () => void): void => expect(StockError).toBeTypeOf('function')

test('parameters, optional ones and rests stay, the result becomes a promise', () => {
  onlyTypes(() => {
    expectTypeOf(syncToAsync(load)).toEqualTypeOf<(path: string, size?: number) => Promise<Buffer>>()
    expectTypeOf(syncToAsync(list)).toEqualTypeOf<(...items: readonly string[]) => Promise<string[]>>()
    expectTypeOf(syncToAsync(load, { timeout: 5 })).toEqualTypeOf<(path: string, size?: number) => Promise<Buffer>>()
    expectTypeOf(asyncToSync(loadAsync)).toEqualTypeOf<(path: string) => Buffer>()
  })
})

test('generic functions stay generic; of overloads the last counts', () => {
  onlyTypes(() => {
    const pickLater = syncToAsync(pick)
    expectTypeOf(pickLater({ name: 'ada', age: 36 }, 'age')).toEqualTypeOf<Promise<number>>()
    expectTypeOf(syncToAsync(overloaded)).toEqualTypeOf<(value: number) => Promise<number>>()
    const withString: (value: string) => Promise<string> = syncToAsync(overloaded as (value: string) => string)
    expectTypeOf(withString('a')).toEqualTypeOf<Promise<string>>()
  })
})

test('a generator becomes an async one; never and any stay what they are', () => {
  onlyTypes(() => {
    expectTypeOf(syncToAsync(numbers)).toEqualTypeOf<(from: number) => AsyncGenerator<number, string, boolean>>()
    expectTypeOf(syncToAsync(fail)).toEqualTypeOf<() => Promise<never>>()
    expectTypeOf(syncToAsync(anything)).toEqualTypeOf<(value: any) => Promise<any>>()
  })
})

test('options first give a wrapper; an explicit name knows nothing of its function', () => {
  onlyTypes(() => {
    const onPool: SyncToAsyncWrapper = syncToAsync({ threadSensitive: false })
    expectTypeOf(onPool(load)).toEqualTypeOf<(path: string, size?: number) => Promise<Buffer>>()
    expectTypeOf(onPool(numbers)).toEqualTypeOf<(from: number) => AsyncGenerator<number, string, boolean>>()
    expectTypeOf(syncToAsync({ module: 'file:///a.js', name: 'a' })).toEqualTypeOf<(...args: unknown[]) => Promise<unknown>>()
  })
})

test('variables, tokens, tasks and gather keep their types', () => {
  onlyTypes(() => {
    const size = new ContextVar<number>('types-size')
    expectTypeOf(size.get()).toEqualTypeOf<number>()
    expectTypeOf(size.set(1)).toEqualTypeOf<Token<number>>()
    expectTypeOf(createTask(() => 'text')).toEqualTypeOf<Promise<string>>()
    const both = gather(
      () => 1,
      async () => 'text',
    )
    expectTypeOf(both).toEqualTypeOf<Promise<[number, string]>>()
    // @ts-expect-error another type than the variable's
    size.set('text')
  })
})

test('misuse is an error of the compiler and at run time', async () => {
  // @ts-expect-error the wrapper of an async function can't be called
  expect(() => syncToAsync(async () => 1)()).toThrow(TypeError)
  // @ts-expect-error a sync function
  expect(() => asyncToSync(() => 1)).toThrow(TypeError)
  // @ts-expect-error no such option
  expect(() => syncToAsync({ timeOut: 1 })).toThrow(TypeError)
  // @ts-expect-error a wrong value
  expect(() => syncToAsync((value: number) => value, { timeout: 'soon' })).toThrow(TypeError)
  // @ts-expect-error no function
  expect(() => syncToAsync(5)).toThrow(TypeError)
  onlyTypes(() => {
    // @ts-expect-error a missing argument
    void syncToAsync(load)()
    // @ts-expect-error an argument of another type
    void syncToAsync(load)(5)
  })
})

/** Checks context variables in one thread, row by row of CONFORMANCE.md. */
import { once } from 'node:events'
import { EventEmitter } from 'node:events'
import { AsyncLocalStorage } from 'node:async_hooks'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ContextVar } from './context-var.ts'
import { currentCell } from './cell.ts'
import { Context, copyContext, variablesOf } from './context.ts'
import { createTask, gather } from './tasks.ts'

const colour = new ContextVar<string | undefined>('context-colour', { default: 'none' })
const bare = new ContextVar<number>('context-bare')
/** Runs in a task of its own, so that no test sees another's values. */
const inTask = (fn: () => unknown) => async (): Promise<void> => void (await createTask(fn))

test(
  'C01 get gives the value, else its argument, else the default, else a LookupError',
  inTask(() => {
    expect(colour.get()).toBe('none')
    expect(colour.get('given')).toBe('given')
    expect(colour.get(undefined)).toBeUndefined()
    expect(() => bare.get()).toThrow(expect.objectContaining({ name: 'LookupError', code: 'OFFLOOP_LOOKUP' }))
    colour.set('red')
    expect(colour.get('given')).toBe('red')
    colour.set(undefined)
    expect(colour.get('given')).toBeUndefined()
  }),
)

test('C02 C23 a name is needed, and one name is one variable: a second definition elsewhere is refused with both places', () => {
  expect(() => new ContextVar('')).toThrow(/needs a name/u)
  expect(() => new ContextVar(7 as never)).toThrow(TypeError)
  expect(() => new ContextVar('context-colour')).toThrow(/defined twice: .*context\.test.* and .*context\.test/u)
})

test(
  'C03 a token tells its variable and the value before',
  inTask(() => {
    const first = bare.set(1)
    const second = bare.set(2)
    expect([first.variable, first.hadValue, first.oldValue]).toEqual([bare, false, undefined])
    expect([second.hadValue, second.oldValue]).toEqual([true, 1])
    bare.reset(second)
    expect(bare.get()).toBe(1)
    bare.reset(first)
    expect(() => bare.get()).toThrow(/no value here/u)
  }),
)

test(
  'C05 tokens are made by set alone',
  inTask(() => {
    const token = bare.set(1)
    const { constructor } = token as unknown as { constructor: new (...args: unknown[]) => unknown }
    expect(() => new constructor({}, bare, {}, 1)).toThrow(/made by ContextVar\.set alone/u)
    bare.reset(token)
  }),
)

test(
  'C06 a token is disposed of by using',
  inTask(() => {
    {
      using _red = colour.set('red')
      expect(colour.get()).toBe('red')
    }
    expect(colour.get()).toBe('none')
  }),
)

test(
  'C08 a context is a read-only view: get, has, keys, size; defaults do not count',
  inTask(() => {
    const before = copyContext()
    const size = before.size
    bare.set(5)
    const after = copyContext()
    expect([before.has(bare as never), before.get(bare), before.size]).toEqual([false, undefined, size])
    expect([after.has(bare as never), after.get(bare), after.size]).toEqual([true, 5, size + 1])
    expect([...after.keys()]).toContain(bare)
    expect([...after]).toContainEqual([bare, 5])
    expect(after.has(colour as never)).toBe(false)
  }),
)

test(
  'C07 B83 a copy shares the values until one of the two writes, however many there are',
  inTask(() => {
    bare.set(1)
    const copy = copyContext()
    const { variables } = currentCell()
    expect(variablesOf(copy).values).toBe(variables.values)
    copy.run(() => bare.set(2))
    expect([bare.get(), copy.get(bare)]).toEqual([1, 2])
  }),
)

test(
  'C09 a new context is empty',
  inTask(() => {
    bare.set(5)
    const empty = new Context()
    expect(empty.size).toBe(0)
    expect(() => empty.run(() => bare.get())).toThrow(/no value here/u)
    empty.run(() => bare.set(6))
    expect([empty.get(bare), bare.get()]).toEqual([6, 5])
  }),
)

test(
  'B71 C12 children copy: a task, and each function of gather',
  inTask(async () => {
    colour.set('parent')
    await createTask(async () => {
      await null
      colour.set('child')
    })
    const seen = await gather(
      async () => {
        colour.set('one')
        await null
        return colour.get()
      },
      () => colour.get(),
    )
    expect(seen).toEqual(['one', 'parent'])
    expect(colour.get()).toBe('parent')
  }),
)

test(
  'C14 tasks of one context share it',
  inTask(async () => {
    const context = copyContext()
    await createTask(() => colour.set('shared'), { context })
    expect(await createTask(() => colour.get(), { context })).toBe('shared')
    expect([context.get(colour), colour.get()]).toEqual(['shared', 'none'])
  }),
)

test(
  'C15 timers, microtasks and listeners see what their registrar shares; bind gives them a context of their own',
  inTask(async () => {
    colour.set('before')
    const bound = copyContext().bind(() => colour.get())
    const timer = new Promise((resolve) => setTimeout(() => resolve([colour.get(), bound()]), 1))
    const micro = new Promise((resolve) => queueMicrotask(() => resolve([colour.get(), bound()])))
    colour.set('after')
    expect(await timer).toEqual(['after', 'before'])
    expect(await micro).toEqual(['after', 'before'])
  }),
)

test(
  'C17 generators do not isolate: what they set, their consumer sees',
  inTask(async () => {
    function* sync(): Generator<number> {
      colour.set('sync')
      yield 1
    }
    async function* later(): AsyncGenerator<number> {
      await null
      colour.set('async')
      yield 1
    }
    for (const _ of sync()) expect(colour.get()).toBe('sync')
    for await (const _ of later()) expect(colour.get()).toBe('async')
  }),
)

test(
  'C22 a listener runs in the context of whoever emits, unless it is bound',
  inTask(async () => {
    const emitter = new EventEmitter()
    const seen: unknown[] = []
    await createTask(() => {
      colour.set('registrar')
      emitter.on('event', () => seen.push(colour.get()))
      emitter.on(
        'event',
        copyContext().bind(() => seen.push(colour.get())),
      )
    })
    await createTask(() => {
      colour.set('emitter')
      emitter.emit('event')
    })
    expect(seen).toEqual(['emitter', 'registrar'])
  }),
)

test(
  'values hold in streams and beside another AsyncLocalStorage',
  inTask(async () => {
    const other = new AsyncLocalStorage<string>()
    await other.run('theirs', async () => {
      colour.set('ours')
      const stream = Readable.from(['a', 'b'])
      const seen: unknown[] = []
      stream.on('data', () => seen.push([colour.get(), other.getStore()]))
      await once(stream, 'end')
      expect(seen).toEqual(Array(2).fill(['ours', 'theirs']))
    })
    expect([colour.get(), other.getStore()]).toEqual(['ours', undefined])
  }),
)

test('C10 contexts and tasks nested at random behave as a plain model of them', async () => {
  interface Step {
    readonly kind: 'set' | 'reset' | 'task' | 'context' | 'await'
    readonly value: number
    readonly inner: readonly Step[]
  }
  const { steps } = fc.letrec<{ steps: readonly Step[] }>((tie) => ({
    steps: fc.array(
      fc.record({
        kind: fc.constantFrom('set', 'reset', 'task', 'context', 'await'),
        value: fc.nat(9),
        inner: fc.option(tie('steps'), { nil: [], depthSize: 'small' }),
      }) as fc.Arbitrary<Step>,
      { maxLength: 5 },
    ),
  }))
  /** Runs the steps; `model` is what the variable must be, or undefined. What is returned is what it is at the end. */
  const play = async (list: readonly Step[], from: number | undefined): Promise<number | undefined> => {
    let model = from
    for (const { kind, value, inner } of list) {
      expect(copyContext().get(bare)).toBe(model)
      if (kind === 'set') {
        bare.set(value)
        model = value
      } else if (kind === 'reset') {
        const token = bare.set(value)
        await null
        bare.reset(token)
      } else if (kind === 'task') await createTask(() => play(inner, model))
      else if (kind === 'context') await copyContext().run(() => play(inner, model))
      else model = await play(inner, model)
    }
    return model
  }
  await fc.assert(fc.asyncProperty(steps, async (list) => void (await createTask(() => play(list, undefined)))))
})

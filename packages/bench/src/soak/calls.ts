/** Calls of threads at random, and what must come of each. */
import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import { createTask, syncToAsync, threadSensitiveContext, type ContextVar } from '@offloop/runtime'
import fc from 'fast-check'
import { isRight, type Outcome, type Workload } from './workload.ts'

interface Functions {
  tag: ContextVar<string>
  echo: (value: unknown) => unknown
  compute: (microseconds: number, value: number) => number
  fail: (value: number) => never
  die: () => never
  upTo: (count: number) => Generator<number, void>
  swapTag: (next: string) => string
  down: (layers: readonly boolean[], value: number) => number
  untilAborted: (milliseconds: number) => boolean
}
const functions = createRequire(import.meta.url)('../../../../fixtures/threads/soak.mjs') as Functions

/** One thing to do, as data: the same seed gives the same ones. */
export interface Operation {
  readonly kind: keyof typeof runs
  /** On the designated thread, or in the pool. */
  readonly threadSensitive: boolean
  /** In a scope of its own. */
  readonly isScoped: boolean
  readonly value: number
  readonly layers: readonly boolean[]
}

type Run = (operation: Operation) => Promise<Outcome>

const failsWith = async (
  call: Promise<unknown>,
  isExpected: (error: { code?: string; name?: string; value?: number }) => boolean,
): Promise<Outcome> =>
  call.then(
    (value) => ({ wrong: `succeeded with ${JSON.stringify(value)}` }),
    (error: object) => isRight(isExpected(error), error),
  )

const runs = {
  async echo({ threadSensitive, value }: Operation) {
    const echoed = await syncToAsync(functions.echo, { threadSensitive })({ value, list: [value] })
    return isRight(JSON.stringify(echoed) === JSON.stringify({ value, list: [value] }), echoed)
  },
  async compute({ threadSensitive, value }: Operation) {
    const computed = await syncToAsync(functions.compute, { threadSensitive })(value, value)
    return isRight(computed === value, computed)
  },
  fail: ({ threadSensitive, value }: Operation) =>
    failsWith(
      syncToAsync(functions.fail, { threadSensitive })(value),
      (error) => error instanceof RangeError && (error as { value?: number }).value === value && error.cause instanceof Error,
    ),
  die: ({ threadSensitive }: Operation) =>
    failsWith(syncToAsync(functions.die, { threadSensitive })(), ({ code }) => code === 'OFFLOOP_THREAD_CRASHED'),
  async abort({ threadSensitive, value }: Operation) {
    const abort = new AbortController()
    const call = syncToAsync(functions.untilAborted, { threadSensitive, signal: abort.signal })(20_000)
    for (let turns = value % 20; turns > 0; turns--) await turn()
    abort.abort()
    return failsWith(call, ({ name }) => name === 'AbortError')
  },
  timeout: ({ threadSensitive }: Operation) =>
    failsWith(syncToAsync(functions.untilAborted, { threadSensitive, timeout: 2 })(20_000), ({ code }) => code === 'OFFLOOP_TIMEOUT'),
  uncloneable: ({ threadSensitive }: Operation) =>
    failsWith(syncToAsync(functions.echo, { threadSensitive })({ deep: [() => 1] }), ({ code }) => code === 'OFFLOOP_NOT_CLONEABLE'),
  async iterate({ threadSensitive, value }: Operation) {
    const count = value % 10
    let next = 0
    try {
      for await (const number of syncToAsync(functions.upTo, { threadSensitive })(count)) {
        if (number !== next++) return { wrong: `${number} came instead of ${next - 1}` }
        if (next === 5) break
      }
    } catch (error) {
      // Another operation has ended its thread.
      return isRight(['OFFLOOP_ITERATOR_LOST', 'OFFLOOP_THREAD_CRASHED'].includes((error as { code: string }).code), error)
    }
    return isRight(next === Math.min(count, 5), next)
  },
  nest({ threadSensitive, layers, value }: Operation) {
    return syncToAsync(functions.down, { threadSensitive })(layers, value).then(
      (same) => isRight(same === value, same),
      // Layers that want the pool and layers that want the designated thread may meet in a circle.
      (error: { code?: string }) => isRight(error.code === 'OFFLOOP_DEADLOCK', error),
    )
  },
  context: ({ threadSensitive, value }: Operation) =>
    createTask(async (): Promise<Outcome> => {
      functions.tag.set(`own ${value}`)
      const seen = await syncToAsync(functions.swapTag, { threadSensitive })(`next ${value}`)
      return isRight(seen === `own ${value}` && functions.tag.get() === `next ${value}`, [seen, functions.tag.get()])
    }),
} satisfies Record<string, Run>

async function perform(operation: Operation): Promise<Outcome> {
  const run = (): Promise<Outcome> => (runs[operation.kind] as Run)(operation)
  try {
    return await (operation.isScoped ? threadSensitiveContext(run) : run())
  } catch (error) {
    return { wrong: String(error) }
  }
}

const kinds = Object.keys(runs) as (keyof typeof runs)[]
/** Plain calls are common, ends of threads are rare. */
const weights: Partial<Record<keyof typeof runs, number>> = {
  echo: 30,
  compute: 20,
  context: 20,
  fail: 10,
  iterate: 5,
  nest: 5,
  uncloneable: 4,
  abort: 3,
}

const arbitrary: fc.Arbitrary<Operation> = fc.record({
  kind: fc.oneof(...kinds.map((kind) => ({ arbitrary: fc.constant(kind), weight: weights[kind] ?? 1 }))),
  threadSensitive: fc.boolean(),
  isScoped: fc.boolean(),
  value: fc.integer({ min: 0, max: 300 }),
  layers: fc.array(fc.boolean(), { maxLength: 3 }),
})

/** Calls of threads. */
export const calls: Workload<Operation> = {
  operationsOf: (seed, count) => fc.sample(arbitrary, { seed, numRuns: count }),
  perform,
  close: () => Promise.resolve(),
}

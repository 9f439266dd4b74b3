/** A process of the benches: what context variables of one library cost, in nanoseconds, as JSON. Each library has a process of its own, as some tax every promise. */
import { AsyncLocalStorage } from 'node:async_hooks'

interface Operations {
  get(): unknown
  set(value: number): unknown
  copy(): unknown
  /** A child with a context of its own, which ends later. */
  task(): PromiseLike<unknown>
  /** Runs a function where the above are possible. */
  inside(fn: () => Promise<void>): Promise<void>
}

const libraries: Readonly<Record<string, () => Promise<Operations>>> = {
  async ours() {
    const { ContextVar, copyContext, createTask } = await import('@offloop/runtime')
    const variable = new ContextVar<number>('bench-context')
    return {
      get: () => variable.get(),
      set: (value) => variable.set(value),
      copy: () => copyContext(),
      task: () => createTask(async () => variable.set(2)),
      inside: (fn) =>
        createTask(() => {
          variable.set(1)
          return fn()
        }),
    }
  },
  async raw() {
    const storage = new AsyncLocalStorage<number>()
    return {
      get: () => storage.getStore(),
      // eslint-disable-next-line offloop/no-enter-with -- what a peer of ContextVar#set has
      set: (value) => storage.enterWith(value),
      copy: () => AsyncLocalStorage.snapshot(),
      task: () => storage.run(2, async () => storage.getStore()),
      inside: (fn) => storage.run(1, fn),
    }
  },
  async opentelemetry() {
    const { context, createContextKey } = await import('@opentelemetry/api')
    const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks')
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    const key = createContextKey('bench')
    return {
      get: () => context.active().getValue(key),
      // Its contexts are immutable: a value is set for a function that runs with it.
      set: (value) => context.with(context.active().setValue(key, value), () => undefined),
      copy: () => context.active().setValue(key, 2),
      task: () => context.with(context.active().setValue(key, 2), async () => context.active()),
      inside: (fn) => context.with(context.active().setValue(key, 1), fn),
    }
  },
  async 'cls-hooked'() {
    const { createNamespace } = (await import('cls-hooked')).default
    const namespace = createNamespace('bench')
    return {
      get: () => namespace.get('key') as unknown,
      set: (value) => namespace.set('key', value),
      copy: () => namespace.createContext() as unknown,
      task: () => namespace.runPromise(async () => namespace.set('key', 2)),
      inside: (fn) =>
        namespace.runPromise(async () => {
          namespace.set('key', 1)
          await fn()
        }),
    }
  },
}

const operations = await libraries[process.argv[2] ?? 'ours']?.()
if (!operations) throw new Error(`There is no library "${process.argv[2]}".`)
const { get, set, copy, task, inside } = operations
let sink: unknown
/** The best of several rounds: what disturbs a round only makes it slower. */
const bestOf = async (calls: number, round: (calls: number) => unknown): Promise<number> => {
  let best = Infinity
  for (let left = 12; left > 0; left--) {
    const from = process.hrtime.bigint()
    await round(calls)
    best = Math.min(best, Number(process.hrtime.bigint() - from) / calls)
  }
  return best
}
const repeated =
  (operation: (value: number) => unknown) =>
  (calls: number): void => {
    for (let index = 0; index < calls; index++) sink = operation(index)
  }
await inside(async () => {
  const figures = {
    get: await bestOf(1e6, repeated(get)),
    copy: await bestOf(2e5, repeated(copy)),
    task: await bestOf(2e4, async (calls) => {
      for (let left = calls; left > 0; left--) await task()
    }),
    await: await bestOf(1e5, async (calls) => {
      for (let left = calls; left > 0; left--) await null
    }),
    // Last, as it leaves contexts behind.
    set: await bestOf(2e5, repeated(set)),
  }
  console.log(JSON.stringify(figures))
})
// Read, so that no compiler leaves the work out.
process.exit(sink === process ? 1 : 0)

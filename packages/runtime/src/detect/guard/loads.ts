/** Modules that are loaded while the server runs: a `require` in a handler reads, compiles and runs files while everybody waits. */
import Module from 'node:module'
import type { Callable } from './cover.ts'
import type { GuardedCalls } from './guarded-call.ts'
import { loadApi } from './load-api.ts'

type Load = (this: unknown, filename: string) => unknown

/** Reports each module that is loaded from now on, with what it loads in turn; returns how to stop. */
export function watchLoads(calls: GuardedCalls): () => void {
  const holder = Module.prototype as unknown as { load: Load }
  const { load } = holder
  let isOn = true
  const watching: Load = function (filename) {
    const call = { api: loadApi, args: [filename], guarded: watching as Callable, kind: 'load' } as const
    return isOn ? calls.run(call, () => Reflect.apply(load, this, [filename])) : Reflect.apply(load, this, [filename])
  }
  holder.load = watching
  return () => {
    isOn = false // another library may have patched on top: its chain stays whole
    if (holder.load === watching) holder.load = load
  }
}

/** Modules that are loaded while the server runs: a `require` in a handler reads, compiles and runs files while everybody waits. */
import type { BlockingApi } from '@offloop/catalog'
import Module from 'node:module'
import type { Callable } from './cover.ts'
import type { GuardedCalls } from './guarded-call.ts'

/** Not of the catalogue: only the first `require` of a module blocks. */
const loadApi: BlockingApi = {
  id: 'node:module.require',
  module: 'node:module',
  name: 'require',
  tier: 'file',
  effect: 'process',
  remedy: 'offload',
  source: 'https://nodejs.org/api/modules.html#requireid',
}

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

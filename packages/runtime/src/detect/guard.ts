/** Covers everything that the catalogue names: builtins, globals, and libraries when CommonJS loads them. */
import { defaultCatalog } from '@offloop/catalog'
import type { BlockingApi } from '@offloop/catalog'
import { Builtins } from './builtins.ts'
import { Cover } from './cover.ts'
import { GuardedCalls } from './guarded-call.ts'
import type { GuardHost } from './guarded-call.ts'
import { watchLibraries } from './libraries.ts'

/** An installed guard. */
export interface Guard {
  /** Ids of functions that can't be replaced. */
  readonly missed: readonly string[]
  /** Id of the guarded call that runs now. */
  current(): string | undefined
  /** Covers builtins that were loaded since. */
  refresh(): void
  /** Puts every original back. */
  remove(): void
}

/** Covers what is loaded, and from now on what gets loaded. */
export function installGuard(host: GuardHost): Guard {
  const calls = new GuardedCalls(host)
  const cover = new Cover((original, api, onResult) => calls.wrap(original, api, onResult))
  const isOfNode = ([module]: [string, unknown]): boolean => module.startsWith('node:') || module === 'globalThis'
  const modules = [...byModule(defaultCatalog.apis)]
  const builtins = new Builtins(new Map(modules.filter(isOfNode)), cover)
  const refresh = (): void => builtins.refresh()
  const unwatch = watchLibraries(new Map(modules.filter((each) => !isOfNode(each))), cover, refresh)
  return {
    missed: [...cover.missed],
    current: () => calls.current?.id,
    refresh,
    remove() {
      unwatch()
      cover.restore()
      builtins.publish()
    },
  }
}

function byModule(apis: readonly BlockingApi[]): Map<string, BlockingApi[]> {
  const modules = new Map<string, BlockingApi[]>()
  for (const api of apis) {
    const present = modules.get(api.module)
    if (present) present.push(api)
    else modules.set(api.module, [api])
  }
  return modules
}

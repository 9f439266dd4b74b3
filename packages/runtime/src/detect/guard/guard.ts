/** Covers everything that the catalogue names: builtins, globals, and libraries when CommonJS loads them. */
import type { BlockingApi, Catalog } from '@offloop/catalog'
import { Builtins } from './builtins.ts'
import { Cover } from './cover.ts'
import { GuardedCalls } from './guarded-call.ts'
import type { GuardedCall, GuardHost } from './guarded-call.ts'
import { watchLibraries } from './libraries.ts'
import { watchLoads } from './loads.ts'
import { seenForms } from './self-test.ts'
import type { SeenForms } from './self-test.ts'

export type { SeenForms }

/** An installed guard. */
export interface Guard {
  /** Ids of functions that can't be replaced. */
  readonly missed: readonly string[]
  /** The ways to reach a function of Node, and whether calls are seen there. */
  readonly forms: SeenForms
  /** Id of the guarded call that runs now. */
  current(): string | undefined
  /** Runs something that isn't of the catalogue as a blocking call. */
  run<T>(call: GuardedCall, body: () => T): T
  /** Covers builtins that were loaded since. */
  refresh(): void
  /** Puts every original back. */
  remove(): void
}

/** Covers what is loaded, and from now on what gets loaded. All or nothing: where it fails, what was covered is put back. */
export function installGuard(host: GuardHost, catalog: Catalog): Guard {
  const calls = new GuardedCalls(host)
  const cover = new Cover((original, api, onResult) => calls.wrap(original, api, onResult))
  const isOfNode = ([module]: [string, unknown]): boolean => module.startsWith('node:') || module === 'globalThis'
  const modules = [...byModule(catalog.apis)]
  const builtins = new Builtins(new Map(modules.filter(isOfNode)), cover)
  const undo: (() => void)[] = [() => builtins.publish(), () => cover.restore()]
  const remove = (): void => {
    for (const each of undo.splice(0).reverse()) each()
  }
  const refresh = (): void => builtins.refresh()
  try {
    builtins.coverLoaded()
    undo.push(watchLibraries(new Map(modules.filter((each) => !isOfNode(each))), cover, refresh))
    undo.push(watchLoads(calls))
  } catch (error) {
    remove()
    throw error
  }
  return {
    get missed() {
      return [...cover.missed]
    },
    forms: seenForms(),
    current: () => calls.current?.id,
    run: (call, body) => calls.run(call, body),
    refresh,
    remove,
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

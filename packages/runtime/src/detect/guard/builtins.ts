/** Covers Node's own modules: those that servers use at once, the others when somebody has loaded them. */
import type { BlockingApi } from '@offloop/catalog'
import { createRequire, isBuiltin, syncBuiltinESMExports } from 'node:module'
import { apiTree } from './api-tree.ts'
import type { Cover, Holder } from './cover.ts'

const load = createRequire(import.meta.url)
/** These load in a few milliseconds without a word. Others print a warning (`node:wasi`, `node:sqlite`) or start something (`node:inspector`). */
const atOnce = new Set([
  'globalThis',
  'node:fs',
  'node:child_process',
  'node:crypto',
  'node:zlib',
  'node:vm',
  'node:v8',
  'node:module',
  'node:process',
])
/** Names of the builtins that this process has loaded, which Node keeps for itself and for tests of its start-up. */
const { moduleLoadList } = process as unknown as { moduleLoadList?: readonly string[] }

/** Knows which builtins are covered. */
export class Builtins {
  readonly #waiting: Map<string, readonly BlockingApi[]>
  readonly #cover: Cover
  #seen = 0

  constructor(modules: ReadonlyMap<string, readonly BlockingApi[]>, cover: Cover) {
    this.#waiting = new Map(modules)
    this.#cover = cover
  }

  /** Covers what servers use, and what this process has loaded. */
  coverLoaded(): void {
    for (const module of atOnce) this.#add(module)
    this.#seen = moduleLoadList?.length ?? 0
    for (const name of moduleLoadList ?? []) this.#add(moduleOf(name))
    this.publish()
  }

  /** Covers what was loaded since the last time; costs a comparison where nothing was. */
  refresh(): void {
    if (!moduleLoadList || moduleLoadList.length === this.#seen) return
    const loaded = moduleLoadList.slice(this.#seen)
    this.#seen = moduleLoadList.length
    const added = loaded.filter((name) => this.#add(moduleOf(name)))
    if (added.length > 0) this.publish()
  }

  /** Makes ES modules see what changed. */
  publish(): void {
    syncBuiltinESMExports()
  }

  #add(module: string): boolean {
    const apis = this.#waiting.get(module)
    if (!apis) return false
    this.#waiting.delete(module)
    if (module !== 'globalThis' && !isBuiltin(module)) return false
    const exported = (module === 'globalThis' ? globalThis : load(module)) as Holder
    for (const [name, node] of apiTree(apis, (each) => each in exported).members) this.#cover.place(exported, name, node)
    return true
  }
}

function moduleOf(loaded: string): string {
  return `node:${loaded.slice(loaded.indexOf(' ') + 1)}`
}

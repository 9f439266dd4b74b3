/** Puts wrappers at the places of a tree of names, and takes them away again. */
import type { BlockingApi } from '@offloop/catalog'
import type { ApiNode } from './api-tree.ts'

/** Any function; `new.target` decides whether it is called or constructs. */
export type Callable = (this: unknown, ...args: unknown[]) => unknown
/** Anything with properties: a module's exports, a class, a prototype. */
export type Holder = Record<string, unknown>
type Guard = (original: Callable, api: BlockingApi | undefined, onResult: ((result: unknown) => unknown) | undefined) => Callable

/** Remembers what it wrapped. */
export class Cover {
  readonly #guard: Guard
  readonly #wrappers = new WeakSet<object>()
  readonly #restores: (() => void)[] = []
  /** Ids whose place can't be written to. */
  readonly missed = new Set<string>()

  constructor(guard: Guard) {
    this.#guard = guard
  }

  /** Wraps `holder[key]` and what hangs on it, as the tree says. What isn't `lasting` is one call's result, which nobody restores. */
  place(holder: Holder, key: string, node: ApiNode, lasting = true): void {
    const original = holder[key]
    if (!isObject(original) || this.#wrappers.has(original)) return
    for (const [name, child] of node.members) this.place(original as Holder, name, child)
    if (typeof original !== 'function') return
    const onlyByResult: [string, ApiNode][] = []
    for (const [name, child] of node.instance) {
      const owner = ownerOf((original as { prototype?: unknown }).prototype, name)
      if (owner) this.place(owner, name, child)
      else onlyByResult.push([name, child])
    }
    const seesResult = onlyByResult.length > 0 || node.result !== undefined
    if (!node.api && !seesResult) return
    const wrapper = this.#guard(
      original as Callable,
      node.api,
      seesResult ? (result) => this.#result(result, onlyByResult, node.result) : undefined,
    )
    this.#wrappers.add(wrapper)
    const isWritten = write(holder, key, wrapper)
    if (isWritten && lasting) this.#restores.push(() => holder[key] === wrapper && write(holder, key, original))
    if (!isWritten && node.api) this.missed.add(node.api.id)
  }

  /** Puts everything back that nobody else has patched since. */
  restore(): void {
    for (const restore of this.#restores.splice(0).reverse()) restore()
  }

  #result(value: unknown, instance: readonly [string, ApiNode][], result: ApiNode | undefined): unknown {
    if (!isObject(value)) return value
    for (const [name, child] of instance) {
      const owner = ownerOf(value, name)
      if (owner) this.place(owner, name, child, owner !== value)
    }
    if (!result?.api || typeof value !== 'function') return value
    return this.#guard(value as Callable, result.api, undefined)
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** The object on the prototype chain that holds the name itself. */
function ownerOf(start: unknown, name: string): Holder | undefined {
  for (let at: unknown = start; isObject(at); at = Object.getPrototypeOf(at)) if (Object.hasOwn(at, name)) return at as Holder
  return undefined
}

function write(holder: Holder, key: string, value: unknown): boolean {
  const was = Object.getOwnPropertyDescriptor(holder, key)
  if (was && !was.configurable && !was.writable) return false
  try {
    // Compilers export by getters without a setter, and some of Node's own can't be assigned: those that can be redefined are.
    if (was && 'value' in was && !was.writable) Object.defineProperty(holder, key, { ...was, value })
    else if (was && !('value' in was))
      Object.defineProperty(holder, key, { value, writable: true, configurable: true, enumerable: was.enumerable ?? true })
    else holder[key] = value
    return holder[key] === value
  } catch {
    return false // a frozen object
  }
}

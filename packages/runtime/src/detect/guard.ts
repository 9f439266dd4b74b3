/** Wraps the catalogue's builtin functions so that each call on the loop is timed and reported. */
import { defaultCatalog } from '@offloop/catalog'
import type { BlockingApi } from '@offloop/catalog'
import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire, isBuiltin, syncBuiltinESMExports } from 'node:module'
import { performance } from 'node:perf_hooks'
import { SynchronousOnlyOperationError } from '../errors.ts'
import type { BlockingRecord } from './record.ts'
import { requestContext } from './request.ts'
import { captureFrames, isModuleLoading, mapFrame, packageOf, sourceOf } from './stack.ts'

type Callable = (this: unknown, ...args: unknown[]) => unknown
type Holder = Record<string, unknown>

const load = createRequire(import.meta.url)
const allowed = new AsyncLocalStorage<true>()
/** Stacks cost microseconds each: beyond this many a second, calls are counted without one. */
const stacksPerSecond = 2000

/** What the guard does with a call; `isActive` is asked before anything else. */
export interface GuardHost {
  isActive(): boolean
  readonly mode: 'report' | 'throw' | 'off'
  readonly allow: ReadonlySet<string>
  report(record: BlockingRecord): void
}

/** Runs `fn` with blocking allowed, in everything that it starts too. */
export function allowBlocking<T>(fn: () => T): T {
  return allowed.run(true, fn)
}

/** Patches every builtin of the catalogue that this Node has; returns how to restore them. */
export function installGuard(host: GuardHost): () => void {
  const restores: (() => void)[] = []
  const state = { depth: 0, second: 0, stacks: 0 }
  for (const api of defaultCatalog.apis) {
    const place = placeOf(api)
    if (!place) continue
    const original = place.holder[place.key]
    if (typeof original !== 'function') continue
    const wrapped = wrap(original as Callable, api, host, state)
    try {
      place.holder[place.key] = wrapped
    } catch {
      continue // a frozen object: what can't be patched is not covered
    }
    restores.push(() => {
      if (place.holder[place.key] === wrapped) place.holder[place.key] = original
    })
  }
  syncBuiltinESMExports()
  return () => {
    for (const restore of restores.reverse()) restore()
    syncBuiltinESMExports()
  }
}

/** The object and key that hold an API: `fs` and `readFileSync`, `Dir.prototype` and `readSync`. */
function placeOf(api: BlockingApi): { holder: Holder; key: string } | undefined {
  if (!api.module.startsWith('node:') || !isBuiltin(api.module)) return undefined
  let at: unknown
  try {
    at = load(api.module)
  } catch {
    return undefined // behind a flag in this Node
  }
  const path = api.name.split(/[.#]/)
  const key = path.pop()!
  for (const name of path) at = (at as Holder | undefined)?.[name]
  if (api.name.includes('#')) at = (at as { prototype?: unknown } | undefined)?.prototype
  return at !== null && (typeof at === 'object' || typeof at === 'function') ? { holder: at as Holder, key } : undefined
}

function wrap(original: Callable, api: BlockingApi, host: GuardHost, state: { depth: number; second: number; stacks: number }): Callable {
  const onlyWithoutCallback = api.onlyWithoutCallback === true
  function guarded(this: unknown, ...args: unknown[]): unknown {
    if (state.depth > 0 || !host.isActive() || (onlyWithoutCallback && typeof args.at(-1) === 'function') || host.allow.has(api.id) || allowed.getStore()) return Reflect.apply(original, this, args)
    if (host.mode === 'throw') {
      if (!isModuleLoading(captureFrames(guarded))) throw new SynchronousOnlyOperationError(api.id, remedyOf(api))
      return Reflect.apply(original, this, args)
    }
    state.depth++
    const begun = performance.now()
    try {
      return Reflect.apply(original, this, args)
    } finally {
      const durationMs = performance.now() - begun
      try {
        report(guarded, api, durationMs, host, state)
      } finally {
        state.depth--
      }
    }
  }
  Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original))
  return guarded
}

function report(guarded: Callable, api: BlockingApi, durationMs: number, host: GuardHost, state: { second: number; stacks: number }): void {
  const second = Math.floor(performance.now() / 1000)
  if (second !== state.second) Object.assign(state, { second, stacks: 0 })
  const base = { kind: 'call', api: api.id, tier: api.tier, durationMs, context: requestContext(), count: 1, at: Date.now() } as const
  if (++state.stacks > stacksPerSecond) {
    host.report({ ...base, stack: [] })
    return
  }
  const raw = captureFrames(guarded)
  if (isModuleLoading(raw)) return
  const stack = raw.map(mapFrame)
  const source = sourceOf(stack)
  const owner = packageOf(raw.map(each => ({ ...each, file: each.file.replace(/^file:\/\//, '') })))
  // Node calling itself (a stream that opens lazily, the REPL) is nobody's code to change
  if (!source && owner === undefined) return
  host.report({ ...base, stack, ...(source ? { source } : {}), ...(owner === undefined ? {} : { package: owner }) })
}

function remedyOf(api: BlockingApi): string {
  if (api.remedy === 'offload' || !api.twin) return 'Wrap it in syncToAsync and await that.'
  return `Await ${api.twin.name} of ${api.twin.module} instead, or wrap the call in syncToAsync.`
}

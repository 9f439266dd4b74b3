/** What happens at a guarded call: it is timed, and reported or refused where it stands on the loop. */
import type { BlockingApi, BlockingRecord, Frame, RecordKind, RequestContext } from '@offloop/catalog'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { SynchronousOnlyOperationError } from '../../errors.ts'
import type { Sites } from '../report/sites.ts'
import { requestContext } from '../request/request.ts'
import { callerOf, enclosingLoad } from '../stack/frame-owner.ts'
import { placeKey, withStack } from '../stack/locate.ts'
import { captureStack } from '../stack/stack.ts'
import type { CallStack } from '../stack/stack.ts'
import type { Allowances } from './allow.ts'
import type { Callable } from './cover.ts'
import { harmlessTest } from './harmless.ts'
import { loadApi } from './load-api.ts'
import { isInAllowedRegion } from './region.ts'

/** A stack costs up to ten microseconds: beyond this many in a second, which is a fiftieth of the loop's time, calls are counted without one. */
const stacksPerSecond = 2000
const longestPath = 200
/** What the top level of a module does is part of loading it. */
const loadFields = { kind: 'load', api: loadApi.id, tier: loadApi.tier } as const

/** What the guard asks of its host. */
export interface GuardHost {
  readonly mode: 'report' | 'throw' | 'off'
  readonly allowances: Allowances
  readonly sites: Pick<Sites, 'add'>
  /** True where the detector is to report calls with such a stack at all. */
  isInScope(stack: CallStack | readonly Frame[]): boolean
  isActive(): boolean
  /** A fault of the detector itself. */
  fault(error: unknown): void
}

/** A call as it is made. */
export interface GuardedCall {
  readonly api: BlockingApi
  readonly args: readonly unknown[]
  /** The function that stands on the stack for it. */
  readonly guarded: Callable
  readonly kind: RecordKind
  /** What to do instead, where the catalogue doesn't know. */
  readonly message?: string
}

/** Wraps functions of the catalogue. */
export class GuardedCalls {
  readonly #host: GuardHost
  #second = 0
  #stacks = 0
  /** The guarded call that runs now; what it calls itself is part of it. */
  current: BlockingApi | undefined

  constructor(host: GuardHost) {
    this.#host = host
  }

  /** A function like `original` in all but its cost; `onResult` may replace what it returns. */
  wrap(original: Callable, api: BlockingApi | undefined, onResult: ((result: unknown) => unknown) | undefined): Callable {
    const isHarmless = api && harmlessTest(api.id)
    const isWatched = api ? (args: unknown[]): boolean => this.#isWatched(api, args, isHarmless) : () => false
    const watched = (args: unknown[], guarded: Callable, call: () => unknown): unknown =>
      api ? this.#watch({ api, args, guarded, kind: 'call' }, call) : call()
    const give = (result: unknown): unknown => {
      const given = onResult ? onResult(result) : result
      if (api && isIterator(given)) this.#guardSteps(given, api)
      return given
    }
    function guarded(this: unknown, ...args: unknown[]): unknown {
      const target = new.target as Callable | undefined
      if (!isWatched(args)) return give(target ? construct(original, args, target, guarded) : Reflect.apply(original, this, args))
      return give(watched(args, guarded, () => (target ? construct(original, args, target, guarded) : Reflect.apply(original, this, args))))
    }
    Object.setPrototypeOf(guarded, Object.getPrototypeOf(original) as object)
    Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original))
    return guarded
  }

  /** Runs `call` as a blocking call of `api` where that is to be seen: for what isn't a function of the catalogue. */
  run<T>(call: GuardedCall, body: () => T): T {
    return this.#isWatched(call.api, call.args, undefined) ? (this.#watch(call, body) as T) : body()
  }

  /** A query that gives an iterator does its work at each step. */
  #guardSteps(iterator: { next: Callable }, api: BlockingApi): void {
    const next = this.wrap(iterator.next, { ...api, onlyWithoutCallback: false }, undefined)
    this.#try(() => Object.defineProperty(iterator, 'next', { value: next, writable: true, configurable: true }))
  }

  #isWatched(api: BlockingApi, args: readonly unknown[], isHarmless: ReturnType<typeof harmlessTest>): boolean {
    if (this.current || !this.#host.isActive()) return false
    if (api.onlyWithoutCallback && typeof args.at(-1) === 'function') return false
    return !isHarmless?.(args) && !isInAllowedRegion()
  }

  #watch(call: GuardedCall, body: () => unknown): unknown {
    const isAllowed = this.#try(() => this.#host.allowances.isPlain(call.api, call.args)) === true
    if (!isAllowed && this.#host.mode === 'throw' && call.kind === 'call' && this.#refuses(call))
      throw new SynchronousOnlyOperationError(call.api.id, call.message ?? remedyOf(call.api))
    this.current = call.api
    const begun = performance.now()
    try {
      return body()
    } finally {
      const durationMs = performance.now() - begun
      // Listeners of the report may block as well; that is not the application's doing.
      if (!isAllowed) this.#try(() => this.#report(call, durationMs))
      this.current = undefined
    }
  }

  #refuses(call: GuardedCall): boolean {
    this.current = call.api
    const isRefused = this.#try(() => this.#report(call, 0)) === true
    this.current = undefined
    return isRefused
  }

  /** True where the call is somebody's to change, and nobody allows it. */
  #report(call: GuardedCall, durationMs: number): boolean {
    const { allowances, sites, mode, isInScope } = this.#host
    const { api, args, guarded, kind } = call
    const context = requestContext()
    const route = `${context.method ?? ''} ${context.route ?? ''}`
    const base = (): Omit<BlockingRecord, 'stack'> => baseOf(call, durationMs, context)
    if (mode === 'report' && this.#isOverBudget()) {
      sites.add(`${api.id} ${route}`, durationMs, () => ({ ...base(), stack: [] }))
      return true
    }
    const stack = captureStack(guarded)
    if (kind === 'call' && (stack.isOfBridges || callerOf(stack) !== 'code')) return false
    if (allowances.isOfCaller(api, args, stack) || !isInScope(stack)) return false
    const load = kind === 'call' ? enclosingLoad(stack) : undefined
    if (load)
      sites.add(`load ${load.path} ${route}`, durationMs, () => withStack({ ...base(), ...loadFields, path: load.path }, load.stack))
    else sites.add(`${api.id} ${placeKey(stack)} ${route}`, durationMs, () => withStack(base(), stack))
    return load === undefined
  }

  #isOverBudget(): boolean {
    const second = Math.floor(performance.now() / 1000)
    if (second !== this.#second) this.#stacks = 0
    this.#second = second
    return ++this.#stacks > stacksPerSecond
  }

  #try<T>(action: () => T): T | undefined {
    try {
      return action()
    } catch (error) {
      this.#host.fault(error)
      return undefined
    }
  }
}

function baseOf({ api, args, kind }: GuardedCall, durationMs: number, context: RequestContext): Omit<BlockingRecord, 'stack'> {
  const path = pathOf(api, args)
  return {
    kind,
    api: api.id,
    tier: api.tier,
    durationMs,
    ...(path !== undefined && { path }),
    context,
    count: 1,
    at: Date.now() - Math.round(durationMs),
  }
}

function isIterator(value: unknown): value is { next: Callable } {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return false
  return 'next' in value && typeof value.next === 'function'
}

function construct(original: Callable, args: unknown[], target: Callable, guarded: Callable): unknown {
  return Reflect.construct(original, args, target === guarded ? original : target)
}

/** The file that a call is about. Of other calls, arguments may be secrets: nothing of them is kept. */
function pathOf({ module, tier }: BlockingApi, [first]: readonly unknown[]): string | undefined {
  if (module !== 'node:fs' && module !== 'node:module' && module !== 'fs-extra') return undefined
  if (tier !== 'file' && tier !== 'metadata') return undefined
  const path = first instanceof URL && first.protocol === 'file:' ? fileURLToPath(first) : first
  return typeof path === 'string' ? path.slice(0, longestPath) : undefined
}

function remedyOf(api: BlockingApi): string {
  if (api.remedy === 'offload' || !api.twin) return 'Wrap it in syncToAsync and await that.'
  return `Await ${api.twin.name} of ${api.twin.module} instead, or wrap the call in syncToAsync.`
}

/** What happens at a guarded call: it is timed, and reported or refused where it stands on the loop. */
import type { BlockingApi } from '@offloop/catalog'
import { AsyncLocalStorage } from 'node:async_hooks'
import { performance } from 'node:perf_hooks'
import { SynchronousOnlyOperationError } from '../errors.ts'
import type { Callable } from './cover.ts'
import { callerOf, callingPackage, sourceOf } from './frame-owner.ts'
import type { BlockingRecord, Frame } from './record.ts'
import { requestContext } from './request.ts'
import type { Sites } from './sites.ts'
import { captureFrames, mapFrames } from './stack.ts'

const allowed = new AsyncLocalStorage<true>()
/** A stack costs some microseconds: beyond this many in a second, calls are counted without one. */
const stacksPerSecond = 5000

/** What the guard asks of its host. */
export interface GuardHost {
  readonly mode: 'report' | 'throw' | 'off'
  readonly allow: ReadonlySet<string>
  readonly sites: Pick<Sites, 'add'>
  isActive(): boolean
  /** A fault of the detector itself. */
  fault(error: unknown): void
}

/** Runs `fn` with blocking allowed, in everything that it starts too. */
export function allowBlocking<T>(fn: () => T): T {
  return allowed.run(true, fn)
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
    const isWatched = api ? (args: unknown[]): boolean => this.#isWatched(api, args) : () => false
    const watched = (guarded: Callable, call: () => unknown): unknown => (api ? this.#watch(api, guarded, call) : call())
    const give = onResult ?? ((result: unknown) => result)
    function guarded(this: unknown, ...args: unknown[]): unknown {
      const target = new.target as Callable | undefined
      if (!isWatched(args)) return give(target ? construct(original, args, target, guarded) : Reflect.apply(original, this, args))
      return give(watched(guarded, () => (target ? construct(original, args, target, guarded) : Reflect.apply(original, this, args))))
    }
    Object.setPrototypeOf(guarded, Object.getPrototypeOf(original) as object)
    Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original))
    return guarded
  }

  #isWatched(api: BlockingApi, args: unknown[]): boolean {
    if (this.current || !this.#host.isActive()) return false
    if (api.onlyWithoutCallback && typeof args.at(-1) === 'function') return false
    return !allowed.getStore()
  }

  #watch(api: BlockingApi, guarded: Callable, call: () => unknown): unknown {
    const isAllowed = this.#host.allow.has(api.id)
    if (!isAllowed && this.#host.mode === 'throw' && this.#refuses(api, guarded))
      throw new SynchronousOnlyOperationError(api.id, remedyOf(api))
    this.current = api
    const begun = performance.now()
    try {
      return call()
    } finally {
      const durationMs = performance.now() - begun
      // Listeners of the report may block as well; that is not the application's doing.
      if (!isAllowed) this.#try(() => this.#report(api, guarded, durationMs))
      this.current = undefined
    }
  }

  #refuses(api: BlockingApi, guarded: Callable): boolean {
    this.current = api
    const isCode = this.#try(() => this.#report(api, guarded, 0)) === true
    this.current = undefined
    return isCode
  }

  /** True where the call is somebody's to change. */
  #report(api: BlockingApi, guarded: Callable, durationMs: number): boolean {
    const context = requestContext()
    const base = {
      kind: 'call',
      api: api.id,
      tier: api.tier,
      durationMs,
      context,
      count: 1,
      at: Date.now() - Math.round(durationMs),
    } as const
    const route = `${context.method ?? ''} ${context.route ?? ''}`
    if (this.#host.mode === 'report' && this.#isOverBudget()) {
      this.#host.sites.add(`${api.id} ${route}`, base, () => ({ ...base, stack: [] }))
      return true
    }
    const frames = captureFrames(guarded)
    if (callerOf(frames) !== 'code') return false
    this.#host.sites.add(`${api.id} ${keyOf(frames)} ${route}`, base, () => withStack(base, frames))
    return true
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

/** The record with its stack, source and package. */
export function withStack(base: Omit<BlockingRecord, 'stack'>, frames: readonly Frame[]): BlockingRecord {
  const stack = mapFrames(frames)
  const source = sourceOf(stack)
  const owner = callingPackage(stack)
  return { ...base, stack, ...(source && { source }), ...(owner !== undefined && { package: owner }) }
}

function construct(original: Callable, args: unknown[], target: Callable, guarded: Callable): unknown {
  return Reflect.construct(original, args, target === guarded ? original : target)
}

/** Calls of one application line through one package are one site. */
function keyOf(frames: readonly Frame[]): string {
  const { file, line, column } = sourceOf(frames) ?? frames[0] ?? { file: '', line: 0, column: 0 }
  return `${file}:${line}:${column} ${callingPackage(frames) ?? ''}`
}

function remedyOf(api: BlockingApi): string {
  if (api.remedy === 'offload' || !api.twin) return 'Wrap it in syncToAsync and await that.'
  return `Await ${api.twin.name} of ${api.twin.module} instead, or wrap the call in syncToAsync.`
}

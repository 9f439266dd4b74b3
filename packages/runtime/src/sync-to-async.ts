/** Runs an ordinary exported sync function on a thread, so that the loop stays free. */
import { inspect, types } from 'node:util'
import type { TransferListItem } from 'node:worker_threads'
import { isAsync, type AnyFunction } from './async-brand.ts'
import { Cell, currentCell, runInCell, type Variables } from './cell.ts'
import { variablesOf, type Context } from './context.ts'
import { executorCall, type Executor } from './executor.ts'
import type { FunctionName } from './function-name.ts'
import { nextNumber } from './numbers.ts'
import { iterateTarget, iteratorOf, wholeError, type Target } from './remote-call.ts'
import { addressOf, type Address } from './threads/address.ts'
import { noteSite, siteOfCaller } from './threads/call-site.ts'
import { inTurn } from './threads/context-turn.ts'
import { isIteratorHandle } from './threads/iterators.ts'
import { callOnThread } from './threads/sync-call.ts'
import { prepareThread } from './threads/route.ts'
import { settings } from './threads/settings.ts'
import { checkOptions } from './options.ts'
import { dress } from './wrapper.ts'

/** How calls of a wrapped function run. */
export interface SyncToAsyncOptions {
  /** Same thread for all, one at a time, in order of arrival. Default true, or what configureThreads says. */
  threadSensitive?: boolean
  /** Removes a waiting call; a running one rejects at once. A pool thread is then replaced; a designated thread, whose state lives on, ends the call first, and later calls wait for that. */
  signal?: AbortSignal
  /** Milliseconds from the start of the call, not from queueing; then as with `signal`. */
  timeout?: number
  /** The context in which it runs, and which gets what it sets, instead of the caller's. Calls that share one run one after the other. */
  context?: Context
  /** What moves instead of being copied. */
  transfer?: readonly TransferListItem[]
  /** Runs the calls instead of threads of this process. Not with `threadSensitive: true`. */
  executor?: Executor
}

/** `any` and `never` would fit every overload. */
type Known<T> = [T] extends [never] ? never : 0 extends 1 & T ? never : unknown

/** What the compiler says where the wrapper of an async function is called. */
type AsyncAlready = 'This function is async already: call it directly.'

/** The async form of a sync generator. */
type AsyncForm<G extends Generator> = G extends Generator<infer T, infer R, infer N> ? AsyncGenerator<T, R, N> : never

/** What wraps functions with options that were given before. */
export interface SyncToAsyncWrapper {
  <A extends readonly unknown[], G extends Generator>(
    fn: ((...args: A) => G) & Known<G>,
    context?: DecoratorContext,
  ): (...args: A) => AsyncForm<G>
  <A extends readonly unknown[], R>(fn: (...args: A) => R, context?: DecoratorContext): (...args: A) => Promise<R>
}

/** What a decorated method tells of itself. */
export type DecoratorContext = Pick<ClassMethodDecoratorContext, 'kind' | 'static' | 'name'>

/** Wraps a generator function; its steps run on a thread, each when it is asked for. */
export function syncToAsync<A extends readonly unknown[], G extends Generator>(
  fn: ((...args: A) => G) & Known<G>,
  options?: SyncToAsyncOptions | DecoratorContext,
): (...args: A) => AsyncForm<G>
/** An async function can't be wrapped. */
export function syncToAsync<A extends readonly unknown[], P extends PromiseLike<unknown>>(
  fn: ((...args: A) => P) & Known<P>,
  options?: SyncToAsyncOptions,
): AsyncAlready
/** Wraps a sync function; calls run on a worker thread. Throws TypeError for async functions. Decorates static methods. */
export function syncToAsync<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  options?: SyncToAsyncOptions | DecoratorContext,
): (...args: A) => Promise<R>
/** Wraps a function that is named by its module and export. */
export function syncToAsync(fn: FunctionName, options?: SyncToAsyncOptions): (...args: unknown[]) => Promise<unknown>
/** Gives what wraps functions, or decorates static methods, with these options. */
export function syncToAsync(options: SyncToAsyncOptions): SyncToAsyncWrapper
export function syncToAsync(target: unknown, given: SyncToAsyncOptions | DecoratorContext = {}): unknown {
  const site = siteOfCaller()
  if (typeof target === 'function') {
    if ('kind' in given) checkMethod(given)
    return wrapSync(target as AnyFunction, 'kind' in given ? {} : given, site)
  }
  if (isFunctionName(target)) return wrap(target, given as SyncToAsyncOptions, undefined)
  if (isOptions(target)) {
    checkOptions(target)
    return (fn: unknown, context: Partial<DecoratorContext> = {}) => {
      if (typeof fn !== 'function') return refuse(fn)
      if ('kind' in context) checkMethod(context as DecoratorContext)
      return wrapSync(fn as AnyFunction, target, siteOfCaller())
    }
  }
  return refuse(target)
}

function wrapSync(fn: AnyFunction, options: SyncToAsyncOptions, site: string | undefined): AnyFunction {
  if (!isAsync(fn)) return wrap(fn, options, site)
  throw new TypeError(`${fn.name || 'The function'} is async already. Call it directly; syncToAsync takes sync functions.`)
}

function refuse(target: unknown): never {
  throw new TypeError(`syncToAsync takes a sync function, or { module, name }; this is ${inspect(target, { depth: 0 })}.`)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

const isFunctionName = (value: unknown): value is FunctionName => isObject(value) && 'module' in value && 'name' in value

const isOptions = (value: unknown): value is SyncToAsyncOptions => isObject(value) && !('module' in value) && !('name' in value)

/** An instance can't cross to a thread, a class is there by itself. */
function checkMethod({ kind, static: isStatic, name }: DecoratorContext): void {
  if (kind === 'method' && isStatic) return
  throw new TypeError(
    `syncToAsync decorates static methods; ${String(name)} is none, and an instance can't cross to a thread. Make it static, or a function that takes data.`,
  )
}

function wrap(target: AnyFunction | FunctionName, options: SyncToAsyncOptions, site: string | undefined): AnyFunction {
  checkOptions(options)
  const fn = typeof target === 'function' ? target : undefined
  if (fn && site !== undefined) noteSite(site, fn)
  const { signal, timeout, transfer = [], context, executor } = options
  let address: Address | undefined
  const isSensitive = (): boolean => options.threadSensitive ?? settings.threadSensitive
  const same = { signal, timeout, transfer, variables: context && variablesOf(context) }
  const limits = { sensitive: { ...same, isSensitive: true }, free: { ...same, isSensitive: false } }
  const called: Target = {
    name: target.name,
    address() {
      if (address) return address
      if (typeof target !== 'function') return (address = { module: String(target.module), name: target.name })
      prepareThread(isSensitive())
      return (address = addressOf(target, site))
    },
    limits: () => limits[isSensitive() ? 'sensitive' : 'free'],
  }
  if (types.isGeneratorFunction(fn)) {
    if (executor) throw new TypeError(`${fn.name || 'The function'} is a generator function, which an executor can't run step by step.`)
    return dress((...args: unknown[]) => iterateTarget(called, args), fn)
  }
  if (executor) {
    const given = context && variablesOf(context)
    const start = (args: readonly unknown[], variables: Variables): Promise<unknown> =>
      executor.run(executorCall(target, args, { signal, timeout, variables }))
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await (given ? inTurn(given, () => ({ id: nextNumber(), done: start(args, given) })) : start(args, currentCell().variables))
      } catch (error) {
        throw wholeError(error)
      }
    }
    return fn ? dress(run, fn) : named(run, target.name)
  }
  // An async function by declaration, so that frameworks that look for that find it.
  const wrapped = async (...args: unknown[]): Promise<unknown> => {
    try {
      const value = await callOnThread(called.address(), called.name, args, called.limits())
      return isIteratorHandle(value) ? iteratorOf(called, value) : value
    } catch (error) {
      throw wholeError(error)
    }
  }
  return fn ? dress(wrapped, fn) : named(wrapped, target.name)
}

const named = (fn: AnyFunction, name: string): AnyFunction => Object.defineProperty(fn, 'name', { value: name, configurable: true })

/** Gives `fn` a designated thread of its own; inside another such context it changes nothing. */
export function threadSensitiveContext<T>(fn: () => T): T {
  const cell = currentCell()
  return cell.scope ? fn() : runInCell(new Cell(cell.variables, cell.chain, { lane: undefined }, cell.signal), fn)
}

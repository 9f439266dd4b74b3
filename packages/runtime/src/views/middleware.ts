/** Middleware: functions around the rest of a chain, or hooks before and after it, and whether they are sync or async. */
import { inspect } from 'node:util'
import { isAsync, type AnyFunction } from '../async-brand.ts'
import type { FullResponse, ViewRequest, ViewResult } from './view.ts'

/** The rest of a chain, for middleware on a thread. */
export type GetResponse = (request: ViewRequest) => FullResponse
/** The rest of a chain, for middleware on the loop. */
export type GetResponseAsync = (request: ViewRequest) => Promise<FullResponse>

/** Makes the middleware around the rest of a chain. Called once in each place where it runs: on the loop, and on each thread. */
export type MiddlewareFactory =
  | ((getResponse: GetResponse) => (request: ViewRequest) => ViewResult)
  | ((getResponse: GetResponseAsync) => (request: ViewRequest) => Promise<ViewResult>)

/** Middleware that calls nothing: what it does before and after. All of its hooks are sync, or all are async. */
export interface MiddlewareHooks {
  readonly name?: string
  /** Before the view, which it may answer for; what it changes in `request.state` stays. */
  readonly request?: (request: ViewRequest) => Optional<ViewResult>
  /** After the view: changes the response, or gives another. */
  readonly response?: (response: FullResponse, request: ViewRequest) => Optional<ViewResult>
  /** What was thrown further in: gives a response, or nothing where others shall. */
  readonly error?: (error: unknown, request: ViewRequest) => Optional<ViewResult>
  /** Sync hooks that don't block stay on the loop. Default true: they run on a thread. */
  readonly blocks?: boolean
}

type Optional<T> = T | undefined | void | Promise<T | undefined | void>

/** Any middleware of a chain. */
export type Middleware = MiddlewareFactory | MiddlewareHooks

/** In which mode a factory can work. */
export interface Capabilities {
  readonly syncCapable: boolean
  readonly asyncCapable: boolean
}

/** The names of hooks, in the order in which they run. */
export const hookNames = ['request', 'response', 'error'] as const
/** The name of a hook. */
export type HookName = (typeof hookNames)[number]

type SyncFactory = (getResponse: GetResponse) => (request: ViewRequest) => ViewResult
type AsyncFactory = (getResponse: GetResponseAsync) => (request: ViewRequest) => Promise<ViewResult>

/** Declares a factory as sync only, which is also what one is without declaration. Its threads wait for what is async further in. */
export const syncOnlyMiddleware = <F extends SyncFactory>(factory: F): F => declared(factory, { syncCapable: true, asyncCapable: false })

/** Declares a factory as async only. */
export const asyncOnlyMiddleware = <F extends AsyncFactory>(factory: F): F => declared(factory, { syncCapable: false, asyncCapable: true })

/** Declares a factory that looks at `isAsync(getResponse)` and gives a function of the same kind. */
export const syncAndAsyncMiddleware = <F extends (getResponse: never) => unknown>(factory: F): F & MiddlewareFactory =>
  declared(factory, { syncCapable: true, asyncCapable: true }) as F & MiddlewareFactory

const declared = <F extends AnyFunction>(factory: F, capabilities: Capabilities): F => Object.assign(factory, capabilities)

/** What a factory can; as in Django it is sync only where nothing was said. Throws TypeError where it can nothing. */
export function capabilitiesOf(factory: AnyFunction): Capabilities {
  const { syncCapable = true, asyncCapable = false } = factory as Partial<Capabilities>
  if (syncCapable || asyncCapable) return { syncCapable, asyncCapable }
  throw new TypeError(`Middleware ${factory.name || '(anonymous)'} is neither syncCapable nor asyncCapable: say which it is.`)
}

/** Where the hooks of a middleware may run. */
export interface HooksKind {
  readonly isAsync: boolean
  readonly blocks: boolean
}

/** Checks hooks and says where they may run; throws TypeError where they are no hooks, or of both kinds. */
export function kindOfHooks(hooks: MiddlewareHooks, name: string): HooksKind {
  const functions = hookNames.map((each) => hooks[each]).filter((each) => each !== undefined)
  const odd = Object.keys(hooks).find((key) => ![...hookNames, 'name', 'blocks'].includes(key))
  if (odd !== undefined) throw new TypeError(`Middleware ${name} has "${odd}"; hooks are ${hookNames.join(', ')}.`)
  if (functions.length === 0 || functions.some((each) => typeof each !== 'function'))
    throw new TypeError(
      `Middleware ${name} is ${inspect(hooks, { depth: 0 })}: give a factory, or an object with functions ${hookNames.join(', ')}.`,
    )
  const asyncOnes = functions.filter((each) => isAsync(each))
  if (asyncOnes.length > 0 && asyncOnes.length < functions.length)
    throw new TypeError(`Middleware ${name} has sync and async hooks: make them all sync or all async.`)
  return { isAsync: asyncOnes.length > 0, blocks: asyncOnes.length === 0 && hooks.blocks !== false }
}

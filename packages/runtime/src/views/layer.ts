/** The parts of a chain, outermost first, with what is known of each. */
import { inspect } from 'node:util'
import { isAsync, type AnyFunction } from '../async-brand.ts'
import type { FunctionName } from '../function-name.ts'
import { capabilitiesOf, hookNames, kindOfHooks, type HookName, type Middleware, type MiddlewareHooks } from './middleware.ts'
import type { Placeable, Place } from './places.ts'
import type { View } from './view.ts'

/** A part of a chain. */
export interface Layer extends Placeable {
  readonly kind: 'view' | 'factory' | 'hooks'
  readonly name: string
  /** What it can do, in words. */
  readonly words: string
  /** The view, the factory, or the hooks. */
  readonly target: AnyFunction | MiddlewareHooks | FunctionName
}

/** What a thread must know of a part beside its functions. */
export interface LayerPlan {
  readonly kind: Layer['kind']
  readonly name: string
  readonly hooks: readonly HookName[]
}

const around = { before: false, after: false }

/** The last part. Throws TypeError where it is no function. */
export function viewLayer(view: View | FunctionName): Layer {
  if (typeof view === 'function') {
    const isOnLoop = isAsync(view)
    const words = isOnLoop ? 'async view' : 'sync view'
    return { kind: 'view', name: view.name || 'the view', words, target: view, places: [isOnLoop ? 'loop' : 'held'], ...around }
  }
  if (typeof (view as Partial<FunctionName> | null)?.name === 'string' && 'module' in view)
    return { kind: 'view', name: view.name, words: 'sync view', target: view, places: ['held'], ...around }
  throw new TypeError(`A view is a function, or { module, name }; this is ${inspect(view, { depth: 0 })}.`)
}

/** A part before the last. Throws TypeError where it can't work at all. */
export function middlewareLayer(middleware: Middleware): Layer {
  if (typeof middleware === 'function') {
    const { syncCapable, asyncCapable } = capabilitiesOf(middleware)
    const places: Place[] = [...(asyncCapable ? (['loop'] as const) : []), ...(syncCapable ? (['held'] as const) : [])]
    const words = places.length > 1 ? 'sync and async' : syncCapable ? 'sync' : 'async'
    return { kind: 'factory', name: middleware.name || '(anonymous)', words, target: middleware, places, ...around }
  }
  if (typeof middleware !== 'object' || middleware === null)
    throw new TypeError(`Middleware is a factory, or an object with ${hookNames.join(', ')}; this is ${inspect(middleware, { depth: 0 })}.`)
  const name = middleware.name ?? firstName(middleware)
  const { isAsync: isOnLoop, blocks } = kindOfHooks(middleware, name)
  const places: Place[] = isOnLoop ? ['loop'] : blocks ? ['visit', 'held'] : ['loop', 'visit', 'held']
  const words = isOnLoop ? 'async hooks' : blocks ? 'sync hooks' : "sync hooks that don't block"
  const before = middleware.request !== undefined
  const after = middleware.response !== undefined
  return { kind: 'hooks', name, words, target: middleware, places, before, after }
}

function firstName(hooks: MiddlewareHooks): string {
  const name = hookNames
    .map((each) => hooks[each]?.name)
    .find((each) => each !== undefined && !(hookNames as readonly string[]).includes(each))
  return name ?? 'hooks'
}

/** The hooks that a part has, in order. */
export const hooksOf = ({ kind, target }: Layer): readonly HookName[] =>
  kind === 'hooks' ? hookNames.filter((each) => (target as MiddlewareHooks)[each] !== undefined) : []

/** The functions of a part that a thread has to find. */
export function functionsOf(layer: Layer): readonly (AnyFunction | FunctionName)[] {
  if (layer.kind !== 'hooks') return [layer.target as AnyFunction | FunctionName]
  return hooksOf(layer).map((each) => (layer.target as MiddlewareHooks)[each] as AnyFunction)
}

/** A part as its thread builds it again. */
export const planOf = (layer: Layer): LayerPlan => ({ kind: layer.kind, name: layer.name, hooks: hooksOf(layer) })

/** Chains of sync and async middleware around a view, with as few switches to threads and back as can be. */
import type { AnyFunction } from '../async-brand.ts'
import type { FunctionName } from '../function-name.ts'
import { noteSite, siteOfCaller } from '../threads/call-site.ts'
import { held, namedHooks, outcomeOf, visit, type Run } from './crossing.ts'
import { explain } from './explain.ts'
import { fullResponse } from './full-response.ts'
import { functionsOf, middlewareLayer, viewLayer, type Layer } from './layer.ts'
import type { GetResponseAsync, Middleware } from './middleware.ts'
import { crossingsOf, placesOf, type Place } from './places.ts'
import type { FullResponse, View, ViewRequest } from './view.ts'
import { responseOf, walkAsync, walkIn, walkOut } from './walk.ts'

/** A view with its middleware: answers requests, also without a server, as in tests. */
export interface Chain {
  (request: ViewRequest): Promise<FullResponse>
  /** Where each part runs, and how often a request goes to a thread and back. */
  explain(): string
  /** Trips to threads of a request that gets through to the view; none of them for a chain that is async altogether. */
  readonly crossings: number
}

/** Under which a chain, also of another copy of this package, has what runs it for a response that goes out as it is. */
const sent = Symbol.for('offloop.chain')

/** Whether a value is what `compose` gives. */
export const isChain = (value: unknown): value is Chain => typeof value === 'function' && Object.hasOwn(value, sent)

/** Runs a chain for a response that goes out as it is: of what runs on a thread altogether, data is JSON already. */
export const runToSend = (chain: Chain, request: ViewRequest): Promise<FullResponse> =>
  (chain as unknown as { [sent]: (request: ViewRequest) => Promise<FullResponse> })[sent](request)

/**
 * Puts middleware around a view, the first outermost. Sync views and sync middleware run on threads, async ones on the loop; neighbours share a trip.
 * Throws TypeError for what is no middleware, or can neither be sync nor async.
 */
export function compose(...parts: readonly [...Middleware[], View | FunctionName]): Chain {
  return chainOf(parts, siteOfCaller())
}

/** The same for a caller that knows where the user's call stands. */
export function chainOf(parts: readonly [...Middleware[], View | FunctionName], site: string | undefined): Chain {
  const view = parts.at(-1) as View | FunctionName | undefined
  if (view === undefined) throw new TypeError('compose takes middleware and, at the end, a view.')
  const layers = [...(parts.slice(0, -1) as Middleware[]).map(middlewareLayer), viewLayer(view)]
  for (const fn of layers.flatMap(functionsOf)) if (site !== undefined && typeof fn === 'function') noteSite(site, fn)
  const places = placesOf(layers)
  const run = runnerOf(layers, places, site)
  const name = layers.at(-1)?.name ?? ''
  const chain = async (request: ViewRequest): Promise<FullResponse> => run(request)
  return Object.defineProperties(chain, {
    name: { value: name, configurable: true },
    [sent]: { value: (request: ViewRequest) => run(request, true) },
    explain: { value: () => explain(layers, places) },
    crossings: { value: crossingsOf(layers, places) },
  }) as Chain
}

/** Neighbours in one place. */
interface Segment {
  readonly place: Place
  readonly layers: readonly Layer[]
}

/** Parts on threads share a trip; on the loop, hooks share a walk, and what is around the rest stands alone. */
export function segmentsOf(layers: readonly Layer[], places: readonly Place[]): Segment[] {
  const segments: { place: Place; layers: Layer[] }[] = []
  layers.forEach((layer, index) => {
    const place = places[index] ?? 'loop'
    const last = segments.at(-1)
    const joins = last?.place === place && (place !== 'loop' || (layer.kind === 'hooks' && last.layers.at(-1)?.kind === 'hooks'))
    if (joins) last.layers.push(layer)
    else segments.push({ place, layers: [layer] })
  })
  return segments
}

function runnerOf(layers: readonly Layer[], places: readonly Place[], site: string | undefined): Run {
  const runner = segmentsOf(layers, places).reduceRight<Run | undefined>((rest, { place, layers: own }) => {
    if (place === 'held') return held(own, rest, site)
    if (place === 'visit') return visit(own, rest ?? nothing, site)
    return onLoop(own, rest)
  }, undefined)
  return runner ?? nothing
}

/** A chain ends with a view, which is neither a visit nor empty. */
const nothing: GetResponseAsync = () => Promise.reject(new TypeError('A chain ends with a view.'))

function onLoop(own: readonly Layer[], rest: GetResponseAsync | undefined): GetResponseAsync {
  const [first] = own as [Layer, ...Layer[]]
  const { name, target, kind } = first
  if (kind === 'view') return async (request) => fullResponse(await (target as View)(request), name)
  const inner = rest ?? nothing
  if (kind === 'hooks') {
    const list = own.map(namedHooks)
    return async (request) => {
      const walk = await walkAsync(list, walkIn(request))
      return responseOf(walk.outcome ? walk : await walkAsync(list, walkOut(list, walk, await outcomeOf(inner, walk.request))))
    }
  }
  // Made at the first request: a thread that loads the module which composes needs no middleware of the loop.
  let handler: View | undefined
  const getResponse: GetResponseAsync = async (request) => inner(request)
  return async (request) => {
    handler ??= (target as AnyFunction as (next: GetResponseAsync) => View)(getResponse)
    return fullResponse(await handler(request), name)
  }
}

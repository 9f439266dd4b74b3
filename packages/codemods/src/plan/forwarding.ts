/** Where the error of a function that becomes async has to go, because whoever calls it drops promises. */
import type { CallSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { Handler } from '@offloop/catalog'
import type { Obstacle } from '../rewrite/await.ts'
import { guardObstacle } from '../rewrite/handler-guard.ts'
import type { Forward } from '../rewrite/handler-guard.ts'
import { outer } from '../rewrite/source.ts'
import type { Sources } from '../rewrite/source.ts'
import type { Containers } from './containers.ts'
import type { ListenerForm } from '../define-codemod.ts'
import { isExecutor, isFreeListener, isNodeHost } from './dropped.ts'
import { capturesRejections } from './emitters.ts'
import { toldEmitter } from './listener-errors.ts'
import { callbackOf, endingObstacle, handlerOf } from './handler-endings.ts'

/** What the question needs. */
export interface ForwardSearch {
  readonly graph: Graph
  readonly sources: Sources
  readonly containers: Containers
  /** Listeners of emitters of Node may become async where their emitter is told of their errors. */
  readonly listeners: ListenerForm
  /** Listeners of Node's own emitters may become async where their errors end up in the same place. */
  readonly isFree: boolean
  /** What a CommonJS script starts with may move into an async function. */
  readonly wrapsMain: boolean
}

/** Members that a stream calls with a callback as their last argument, and the options of its constructor by the same names. */
const withCallback = new Set(['transform', 'flush', 'write', 'writev', 'final', 'destroy', 'construct'])
const streamClass = /^(default\.)?(Transform|Writable|Duplex|PassThrough)$/

/** How the error is passed on: to `next`, as a response, to a stream's callback, to a promise, or thrown where nobody catches it. */
export function forwardOf(fn: FunctionNode, search: ForwardSearch): Forward | undefined {
  const { graph } = search
  if (isStreamMember(fn, search)) return 'callback'
  const root = graph.roots.get(fn)
  const handler = handlerOf(fn, graph)
  if (handler) return handler.rejection === 'unhandled' ? fromHandler(fn, handler, search) : undefined
  const sites = graph.callers(fn).filter((each) => each.kind === 'callback')
  if (sites.some((each) => isExecutor(fn, each.site, search))) return 'reject'
  const listened = root?.kind === 'listener' && search.listeners === 'convert' ? sites.find((each) => each.timing === 'later') : undefined
  if (listened && !isLeftAlone(fn, listened.site, search)) {
    const emitter = toldEmitter(fn, listened.site, search)
    if (emitter !== undefined) return { emitter }
  }
  const isDropped = root?.kind === 'timer' || sites.some((each) => isNodeHost(each.site, graph))
  return isDropped && handlesRejections(graph) ? 'throw' : undefined
}

/** `app.param('id', (request, response, next, id) => …)`, by the name of its root. */
export const isOfRouteParameter = (name: string | undefined): boolean => name?.startsWith('param ') === true

/** To `next`, to the response of a server of Node, to a callback; what an emitter dropped ends the process, as it did. */
function fromHandler(fn: FunctionNode, { module, forward }: Handler, search: ForwardSearch): Forward | undefined {
  if (forward !== 'response') return isOfRouteParameter(search.graph.roots.get(fn)?.name) ? 'param' : 'next'
  if (module.startsWith('node:http')) return 'response'
  return callbackOf(fn, search) ? 'callback' : handlesRejections(search.graph) ? 'throw' : undefined
}

/** Its error goes the way that it went before. */
function isLeftAlone(fn: FunctionNode, site: CallSite, search: ForwardSearch): boolean {
  return capturesRejections(site, search.sources.of(site.file)) || (search.isFree && isFreeListener(fn, site, search))
}

/** Why the function has no place for that. */
export function forwardObstacle(fn: FunctionNode, search: ForwardSearch): Obstacle | undefined {
  const ending = endingObstacle(fn, search)
  if (ending) return ending
  const forward = forwardOf(fn, search)
  if (!forward || fn.summary.isAsync) return undefined
  const node = search.sources.of(fn.file).functionNode(fn)
  const shape = guardObstacle(node, forward)
  if (shape) return shape
  const isCalled = search.graph.callers(fn).some((each) => each.kind === 'call')
  return forward === 'throw' && isCalled
    ? { reason: 'unhandled-rejection', message: `${fn.summary.name} is called by others than the timer, which need its error` }
    : undefined
}

/** `_transform(chunk, encoding, callback)` of a class, `transform` of `new Transform({ … })`. */
export function isStreamMember(fn: FunctionNode, { graph, sources, containers }: ForwardSearch): boolean {
  if (fn.summary.cls !== undefined) {
    const name = fn.summary.name.slice(fn.summary.name.lastIndexOf('.') + 1)
    if (!name.startsWith('_') || !withCallback.has(name.slice(1)) || fn.summary.isStatic) return false
    const { parents } = graph.summaries.get(fn.file)!.classes[fn.summary.cls]!
    return parents.some((parent) => graph.targets(fn.file, parent).some((each) => each.t === 'external' && isStreamClass(each)))
  }
  const site = containers.handover(fn)
  if (site?.call.kind !== 'new') return false
  const property = outer(sources.of(fn.file).functionNode(fn)).parent
  const key = property?.type === 'Property' ? nameOf(property.key, property.computed) : undefined
  return (
    key !== undefined &&
    withCallback.has(key) &&
    isOptionOf(property!, sources.of(site.file).callNode(site.call)) &&
    graph.calleeTargets(site).some((each) => each.t === 'external' && isStreamClass(each))
  )
}

function isStreamClass({ module, path }: { readonly module: string; readonly path: string }): boolean {
  return module === 'node:stream' && streamClass.test(path)
}

function isOptionOf(property: Node, call: Node): boolean {
  return property.parent?.parent === call
}

const known = new WeakMap<Graph, boolean>()

/** A listener of `unhandledRejection` gets what would have been an uncaught exception before. */
export function handlesRejections(graph: Graph): boolean {
  let handles = known.get(graph)
  if (handles === undefined) {
    handles = [...graph.summaries.values()].some((summary) =>
      summary.calls.some((each) => /^process\.(on|once)$/.test(each.calleeText) && each.text === 'unhandledRejection'),
    )
    known.set(graph, handles)
  }
  return handles
}

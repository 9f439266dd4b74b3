/** Callbacks whose result nobody looks at: those of Node's own functions and emitters, and executors of promises. */
import type { CallSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import { functionAround, outer } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import { assignsOutside, doesWrite } from './effects.ts'
import { allAboveWait } from './unawaited.ts'

interface DropSearch {
  readonly graph: Graph
  readonly sources: Sources
}

/** Modules of Node whose functions call back later, take no notice of what they are given, and let an error go up to the process. */
const callingBack = /^node:(child_process|crypto|dgram|dns|fs|http|http2|https|net|readline|stream|tls|zlib)$/

/** Events that come once: what follows them in their listener meets no second one. */
export const comesOnce = /^(abort|close|connect|disconnect|end|error|exit|finish|listening|open|ready|secureConnect|spawn)$/

/** The call is one of a function or object of Node that calls back so. */
export function isNodeHost(site: CallSite, graph: Graph): boolean {
  const targets = graph.calleeTargets(site)
  return (
    targets.length > 0 &&
    targets.every((each) => each.t === 'external' && callingBack.test(each.module)) &&
    !site.call.name.endsWith('Sync')
  )
}

/** The last argument of a function of Node: `fs.stat(path, (error, stats) => …)`. */
export function isNodeCallback(fn: FunctionNode, site: CallSite, { graph }: DropSearch): boolean {
  const last = site.call.args.at(-1)
  if (!last || site.call.kind !== 'call' || !isNodeHost(site, graph)) return false
  return graph.targets(site.file, last).some((each) => each.t === 'fn' && each.node === fn)
}

/** A listener of an emitter of Node that may be interrupted: its event comes once, or it changes nothing that the next one could meet. */
export function isFreeListener(fn: FunctionNode, site: CallSite, search: DropSearch): boolean {
  const event = site.call.text
  if (event === undefined || !isNodeHost(site, search.graph) || isEmitted(event, search.graph)) return false
  return comesOnce.test(event) || site.call.name === 'once' || !doesWrite(fn, search)
}

/** The project itself emits an event of that name: what follows there may count on the listener. */
function isEmitted(event: string, graph: Graph): boolean {
  for (const summary of graph.summaries.values()) if (summary.calls.some((each) => each.name === 'emit' && each.text === event)) return true
  return false
}

/**
 * The executor of a promise that is awaited, returned or chained where it is made: nothing looks at what the executor does before the promise is settled.
 * One that assigns what lies outside (`resolveLater = resolve`) must have done so when `new Promise` returns, unless all above wait for it.
 */
export function isExecutor(fn: FunctionNode, site: CallSite, search: DropSearch): boolean {
  const { graph, sources } = search
  const source = sources.of(site.file)
  const call = source.callNode(site.call)
  if (call.type !== 'NewExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'Promise') return false
  const executor = sources.of(fn.file).functionNode(fn)
  if (call.arguments[0] !== executor || !isTakenAtOnce(call, source)) return false
  const later = new Set(
    graph.functionsOf(fn.file).flatMap((each) => (graph.roots.has(each) ? [sources.of(fn.file).functionNode(each)] : [])),
  )
  const isUnseen = (name: string): boolean => isLeftBehind(name, executor, call, source)
  return !assignsOutside(fn, sources, { isLater: (node) => later.has(node), isUnseen }) || allAboveWait(site, call, search)
}

/** A variable of the function that returns the promise, which nothing but the executor mentions from then on. */
function isLeftBehind(name: string, executor: Node, call: Node, source: Source): boolean {
  const { parent } = outer(call)
  const isReturned = parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression'
  const owner = functionAround(call)
  const id = source.scopes.lookup(name, executor)
  if (!isReturned || !owner || id === undefined) return false
  const { start } = source.scopes.declarations[id]!
  if (start < owner.start || start > owner.end) return false
  let isMentioned = false
  walk(owner, (node) => {
    if (node === executor) return false
    if (node.type === 'Identifier' && node.name === name && source.scopes.lookup(name, node) === id)
      isMentioned ||= node.start > call.start || functionAround(node) !== owner
    return !isMentioned
  })
  return !isMentioned
}

function isTakenAtOnce(call: CallNodeOf, source: Source): boolean {
  const { parent, child } = outer(call)
  if (parent?.type === 'AwaitExpression' || parent?.type === 'ReturnStatement') return true
  if (parent?.type === 'ArrowFunctionExpression') return parent.body === child
  return (
    parent?.type === 'MemberExpression' &&
    parent.object === child &&
    /^(then|catch|finally)$/.test(source.text.slice(parent.property.start, parent.property.end))
  )
}

type CallNodeOf = ReturnType<Source['callNode']>

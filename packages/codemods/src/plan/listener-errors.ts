/** Listeners that may become async on demand: their emitter is told of their errors, since it drops their promises. */
import type { CallSite, Edge, FunctionNode, Graph, Node, Target } from '@offloop/analysis'
import { outer } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import { isLastOf, isOnlyCalledBack } from './callback-contract.ts'
import { comesOnce, isNodeHost } from './dropped.ts'
import { assignsOutside, doesWrite } from './effects.ts'

interface ListenerSearch {
  readonly graph: Graph
  readonly sources: Sources
}

/** The text that names the emitter within the listener; nothing where the listener has to stay sync. */
export function toldEmitter(fn: FunctionNode, site: CallSite, search: ListenerSearch): string | undefined {
  const event = site.call.text
  // an error of the listener for errors would be told to itself
  if (event === undefined || event === 'error' || !isEmitter(site, search.graph)) return undefined
  if (search.graph.callers(fn).some((each) => each.site.call !== site.call)) return undefined
  return isReadAfter(fn, event, search) ? undefined : emitterIn(fn, site, search.sources)
}

/** True where two events could meet in the listener, of which the second waited for the first before. */
export function mayOverlap(fn: FunctionNode, { call }: CallSite, search: ListenerSearch): boolean {
  return call.name !== 'once' && !comesOnce.test(call.text ?? '') && doesWrite(fn, search)
}

/** One of Node, or of a class of the project that extends one. */
function isEmitter(site: CallSite, graph: Graph): boolean {
  const targets = graph.calleeTargets(site)
  if (targets.length > 0) return isNodeHost(site, graph) || targets.every((each) => each.t === 'external' && each.module === 'node:events')
  if (site.call.callee.k !== 'member') return false
  const receivers = graph.targets(site.file, site.call.callee.of)
  return receivers.length > 0 && receivers.every((each) => each.t === 'instance' && extendsEmitter(each, graph))
}

function extendsEmitter({ file, cls }: Target & { t: 'instance' }, graph: Graph): boolean {
  return cls.parents.some((parent) =>
    graph.targets(file, parent).some((each) => each.t === 'external' && each.module === 'node:events' && !each.path.includes('#')),
  )
}

/** The project emits the event, and code that runs after `emit` may count on what the listener has done. */
function isReadAfter(fn: FunctionNode, event: string, search: ListenerSearch): boolean {
  const { graph, sources } = search
  if (!doesWrite(fn, search)) return false
  const changes = assignsOutside(fn, sources)
  for (const [file, summary] of graph.summaries)
    for (const call of summary.calls) {
      if (call.name !== 'emit' || (call.text !== undefined && call.text !== event)) continue
      const emitting = graph.functionsOf(file).find((each) => each.summary.index === call.fn)
      const isLast = emitting && isOnlyCalledBack(emitting, graph, isLater) && isLastOf(sources.of(file).callNode(call), () => false)
      if (changes || !isLast) return true
    }
  return false
}

function isLater({ timing }: Edge): boolean {
  return timing === 'later'
}

/** `orders` of `orders.on(…)`, `this` in an arrow function: what means the same in the listener. */
function emitterIn(fn: FunctionNode, site: CallSite, sources: Sources): string | undefined {
  const source = sources.of(site.file)
  const call = source.callNode(site.call)
  if (fn.file !== site.file || call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined
  const { object } = call.callee
  const listener = source.functionNode(fn)
  return isSame(object, listener, call, source) ? source.text.slice(object.start, object.end) : undefined
}

function isSame(object: Node, listener: Node, call: Node, source: Source): boolean {
  if (object.type === 'MemberExpression') return !object.computed && !object.optional && isSame(object.object, listener, call, source)
  if (object.type === 'ThisExpression') return listener.type === 'ArrowFunctionExpression' && outer(listener).parent === call
  if (object.type !== 'Identifier' || !('body' in listener)) return false
  const id = source.scopes.lookup(object.name, call)
  if (id === undefined || id !== source.scopes.lookup(object.name, listener.body as Node)) return false
  return isConstant(source.scopes.declarations[id]!.start, source)
}

/** Declared with `const`, or a parameter: it is not set to another emitter later. */
function isConstant(start: number, source: Source): boolean {
  const name = source.nodes.find((each) => each.type === 'Identifier' && each.start === start)
  const { parent } = name ? outer(name) : { parent: undefined }
  if (parent?.type === 'VariableDeclarator') return parent.parent?.type === 'VariableDeclaration' && parent.parent.kind === 'const'
  const isSet = source.nodes.some(
    (each) =>
      each.type === 'AssignmentExpression' &&
      each.left.type === 'Identifier' &&
      source.scopes.lookup(each.left.name, each) === source.scopes.lookup((name as Node & { name: string }).name, name!) &&
      each.left.name === (name as Node & { name: string }).name,
  )
  return name !== undefined && !isSet
}

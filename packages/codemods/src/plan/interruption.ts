/** What an await must not come between: the statements of a transaction, and an emitter's beginning and the listeners that are added to it. */
import type { CallSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { functionAround, outer, parametersOf } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'

interface Search {
  readonly graph: Graph
  readonly sources: Sources
}

type Call = Node & { readonly type: 'CallExpression' }

const begins = /^\s*(begin|start\s+transaction|savepoint)\b/i
const ends = /^\s*(commit|end|release|rollback(?!\s+(transaction\s+)?to\b))\b/i
const adders = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'addEventListener'])
/** They add the listeners themselves. */
const watchers = new Set(['pipeline', 'finished'])
/** What a readable stream keeps until somebody listens. */
const kept = /^(data|end|readable)$/
/** Servers and emitters that are silent until the program starts them. */
const silent = /^(node:(http|https|http2|net|tls|events)|express|koa|fastify|connect|restify|polka)$/

/** Why a new await at a call would let something in between that must not come there. */
export function interruptionObstacle(site: CallSite, node: Node, { graph, sources }: Search): Obstacle | undefined {
  if (site.fn.summary.kind === 'module' || outer(node).parent?.type === 'AwaitExpression') return undefined
  const source = sources.of(site.file)
  const fn = source.functionNode(site.fn)
  const calls = callsIn(fn)
  if (isInTransaction(node, fn, calls))
    return {
      reason: 'sync-transaction',
      message: 'others could use the connection during the await, within the transaction that has begun',
    }
  const late = calls.find((each) => isLateListener(each, node, fn, site.fn, { source, graph, sources }))
  return late
    ? {
        reason: 'late-listener',
        message: `${source.text.slice(late.callee.start, late.callee.end).replace(/\s+/g, '').slice(-60)} comes after it, and would miss what is emitted meanwhile`,
      }
    : undefined
}

function callsIn(fn: Node): Call[] {
  const calls: Call[] = []
  walk(fn, (each) => {
    if (each.type === 'CallExpression') calls.push(each)
  })
  return calls
}

/** `db.exec('BEGIN')` stands before it, and its `COMMIT` or `ROLLBACK` does not. */
function isInTransaction(node: Node, fn: Node, calls: readonly Call[]): boolean {
  const own = calls.filter(
    (each) => functionAround(each) === fn && each.end <= node.start && outer(each).parent?.type !== 'AwaitExpression',
  )
  const begun = own.findLast((each) => begins.test(statementOf(each)) && !leavesBefore(each, node, fn))
  return begun !== undefined && !own.some((each) => each.start > begun.end && ends.test(statementOf(each)) && !leavesBefore(each, node, fn))
}

/** The first argument that is a text. */
function statementOf(call: Call): string {
  for (const each of call.arguments) {
    if (each.type === 'Literal' && typeof each.value === 'string') return each.value
    if (each.type === 'TemplateLiteral') return each.quasis[0]?.value.cooked ?? ''
  }
  return ''
}

interface Place extends Search {
  readonly source: Source
}

/** A listener that is added behind the new await, to what may emit since before it. */
function isLateListener(call: Call, node: Node, fn: Node, owner: FunctionNode, place: Place): boolean {
  if (call.start < node.end || leavesBefore(node, call, fn)) return false
  const emitter = emitterOf(call)
  if (!emitter) return false
  const { source } = place
  if (emitter.type === 'Identifier') {
    const id = source.scopes.lookup(emitter.name, emitter)
    if (id === undefined) return false
    const made = source.scopes.declarators.get(id)
    if (made)
      return made.end <= node.start && functionAround(made) === fn && isFresh(made.init, node, place) && !awaitsBetween(fn, made.end, call)
    const index = parametersOf(fn).findIndex((each) => each.type === 'Identifier' && each.start === source.scopes.declarations[id]?.start)
    if (index >= 0) return !awaitsBetween(fn, fn.start, call) && isGivenFresh(owner, index, call, place)
  }
  const text = source.text.slice(emitter.start, emitter.end)
  let isMade = false
  walk(fn, (each) => {
    if (each.type === 'AssignmentExpression' && each.end <= node.start && source.text.slice(each.left.start, each.left.end) === text)
      isMade ||= isFresh(each.right, node, place) && !awaitsBetween(fn, each.end, call)
  })
  return isMade
}

/** What gets the listener: `child` of `child.stdout.on('data', …).on('end', …)`, of `pipeline(child.stdout, …)`. */
function emitterOf(call: Call): Node | undefined {
  const { callee } = call
  if (callee.type === 'Identifier' ? watchers.has(callee.name) : false) return rootOf(call.arguments[0])
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return undefined
  const first = call.arguments[0]
  return adders.has(callee.property.name) && first?.type === 'Literal' && call.arguments.length > 1 ? rootOf(callee.object) : undefined
}

function rootOf(node: Node | undefined): Node | undefined {
  if (node?.type === 'CallExpression') return node.callee.type === 'MemberExpression' ? rootOf(node.callee.object) : undefined
  if (node?.type !== 'MemberExpression') return node?.type === 'Identifier' ? node : undefined
  // `this.child` is one emitter, `child.stdout` belongs to one
  return node.object.type === 'ThisExpression' ? node : rootOf(node.object)
}

/** What a call or `new` has just made may emit from now on; what was made silent does not before it is started. */
function isFresh(made: Node | null | undefined, node: Node, { source, graph }: Place): boolean {
  const value = made?.type === 'AwaitExpression' ? made.argument : made
  if (value?.type !== 'CallExpression' && value?.type !== 'NewExpression') return false
  const call = graph.summaries.get(source.file)?.calls.find((each) => each.start === value.start && each.end === value.end)
  const fn = call && graph.functionsOf(source.file)[call.fn]
  const targets = call && fn ? graph.calleeTargets({ file: source.file, fn, call }) : []
  const isSilent = targets.length > 0 && targets.every((each) => each.t === 'external' && silent.test(each.module))
  const isClient = targets.some((each) => each.t === 'external' && /\b(get|request|connect|createConnection)$/.test(each.path))
  return !isSilent || isClient || /\.listen\(/.test(source.text.slice(value.start, node.start))
}

/** A callback gets what has begun just now, and so may a function that is called with what its caller has just made. */
function isGivenFresh(owner: FunctionNode, index: number, listener: Call, place: Place): boolean {
  const { graph, sources } = place
  const event = listener.arguments[0]
  const isKept = event?.type === 'Literal' && kept.test(String(event.value))
  if (graph.roots.has(owner)) return !(isKept && graph.roots.get(owner)!.kind === 'handler')
  return graph.callers(owner).some((each) => {
    if (each.kind === 'callback') return !isKept && each.timing !== 'now'
    const source = sources.of(each.site.file)
    const call = source.callNode(each.site.call)
    const argument = call.type === 'CallExpression' || call.type === 'NewExpression' ? call.arguments[index] : undefined
    if (argument?.type !== 'Identifier') return isFresh(argument, call, { ...place, source })
    const id = source.scopes.lookup(argument.name, argument)
    const made = id === undefined ? undefined : source.scopes.declarators.get(id)
    if (made) return each.site.fn.summary.kind !== 'module' && isFresh(made.init, call, { ...place, source })
    return graph.roots.has(each.site.fn) && !isKept
  })
}

/** The code was open to others there already. */
function awaitsBetween(fn: Node, start: number, call: Call): boolean {
  let found = false
  walk(fn, (each) => {
    if (each !== fn && /Function/.test(each.type)) return false
    if (each.type === 'AwaitExpression' && each.start >= start && each.end <= call.start && !leavesBefore(each, call, fn)) found = true
    return !found
  })
  return found
}

/** From `node` on the function is left before it comes to `later`: `if (…) { node; return }`. */
function leavesBefore(node: Node, later: Node, fn: Node): boolean {
  for (let at: Node | null | undefined = node; at && at !== fn; at = at.parent) {
    if (at.start <= later.start && later.end <= at.end) return false
    if (at.type === 'ReturnStatement' || at.type === 'ThrowStatement') return true
    const last = at.type === 'BlockStatement' ? at.body.at(-1) : at.type === 'SwitchCase' ? at.consequent.at(-1) : undefined
    if (last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement') return true
  }
  return false
}

/** Async functions that are called without await: until their first await they run at once, and whoever calls them counts on what they have set by then. */
import type { CallSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { outer } from '../rewrite/source.ts'
import type { Sources } from '../rewrite/source.ts'
import { assignsOutside } from './effects.ts'

interface Search {
  readonly graph: Graph
  readonly sources: Sources
}

/** Why an async function can't await at a call before its first await: somebody goes on without it, and would find nothing set. */
export function unawaitedObstacle(site: CallSite, node: Node, search: Search): Obstacle | undefined {
  if (!site.fn.summary.isAsync || outer(node).parent?.type === 'AwaitExpression') return undefined
  const going = callGoingOn(site.fn, node, search, new Set())
  return going
    ? {
        reason: 'unawaited-call',
        message: `${going.caller.summary.name} calls ${going.callee.summary.name} without await, and what is set behind ${site.call.calleeText} would not be there yet`,
      }
    : undefined
}

/** True where a promise is waited for by the function that makes it, and by all that call that, so that nobody goes on before it is settled. */
export function allAboveWait(site: CallSite, promise: Node, search: Search): boolean {
  const seen = new Set<FunctionNode>()
  if (!isWaitedFor(promise) || callGoingOn(site.fn, promise, search, seen, true)) return false
  return [...seen].every((each) => search.graph.callers(each).length > 0 && !isHandedOn(each, search.graph))
}

/** It may be called where the index does not see it. */
function isHandedOn(fn: FunctionNode, graph: Graph): boolean {
  return graph.uses(fn).some(({ use }) => use.context.as === 'argument' || use.context.as === 'other')
}

interface Going {
  readonly caller: FunctionNode
  readonly callee: FunctionNode
}

/** Upwards through those that await it before their own first await, to one that does not. */
function callGoingOn(fn: FunctionNode, node: Node, search: Search, seen: Set<FunctionNode>, isSet = false): Going | undefined {
  if (seen.has(fn) || fn.summary.kind === 'module') return undefined
  seen.add(fn)
  const root = search.sources.of(fn.file).functionNode(fn)
  if (fn.summary.isAsync && !isBeforeAwaits(node, root)) return undefined
  const sets = isSet || setsAfter(fn, node, search)
  for (const edge of search.graph.callers(fn)) {
    if (edge.kind !== 'call' || edge.viaParameter) continue
    const call = search.sources.of(edge.site.file).callNode(edge.site.call)
    const from = edge.site.fn
    if (isWaitedFor(call)) {
      const above = callGoingOn(from, call, search, seen, sets)
      if (above) return above
    } else if (sets && !(isTurnOfItsOwn(from, search.graph) && isLast(call, search.sources.of(from.file).functionNode(from))))
      return { caller: from, callee: fn }
  }
  return undefined
}

/** What it is, or calls, changes something that outlives it, after the place. */
function setsAfter(fn: FunctionNode, { end }: Node, { graph, sources }: Search): boolean {
  if (assignsOutside(fn, sources, { from: end })) return true
  return graph.callees(fn).some((each) => each.kind === 'call' && each.site.call.end > end && assignsOutside(each.to, sources))
}

/** No await of the function is over for certain when it comes to `node`. */
function isBeforeAwaits(node: Node, fn: Node): boolean {
  let isFirst = true
  walk(fn, (each) => {
    if (each !== fn && /Function/.test(each.type)) return false
    if (each.type === 'AwaitExpression' && each.end <= node.start && isCertain(each, node)) isFirst = false
    return isFirst
  })
  return isFirst
}

function isCertain(earlier: Node, node: Node): boolean {
  for (let at = earlier.parent; at && !(at.start <= node.start && node.end <= at.end); at = at.parent)
    if (/^(If|For|While|Switch|Catch|Conditional|Logical)/.test(at.type)) return false
  return true
}

/** Awaited, returned, or part of what is. */
function isWaitedFor(call: Node): boolean {
  const { parent, child } = outer(call)
  switch (parent?.type) {
    case 'ChainExpression':
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return isWaitedFor(parent)
    case 'MemberExpression':
      return parent.object !== child || (parent.parent?.type === 'CallExpression' ? isWaitedFor(parent.parent) : true)
    case 'UnaryExpression':
    case 'ExpressionStatement':
    case 'VariableDeclarator':
    case 'AssignmentExpression':
      return false
    default:
      return true
  }
}

/** A module, a handler or a timer: nobody goes on behind it. */
function isTurnOfItsOwn(fn: FunctionNode, graph: Graph): boolean {
  return fn.summary.kind === 'module' || graph.roots.has(fn)
}

/** Nothing runs behind the call in its function, but for what is declared there. */
function isLast(call: Node, fn: Node): boolean {
  const body =
    fn.type === 'Program' ? fn.body : 'body' in fn && (fn.body as Node).type === 'BlockStatement' ? (fn.body as { body: Node[] }).body : []
  return (body as Node[]).every(
    (each) => each.start <= call.start || /^(Function|Class|TS|Export|Import)/.test(each.type) || isSignal(each),
  )
}

/** `process.on('SIGTERM', stop)`. */
function isSignal(statement: Node): boolean {
  const call = statement.type === 'ExpressionStatement' ? statement.expression : undefined
  const callee = call?.type === 'CallExpression' ? call.callee : undefined
  return callee?.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'process'
}

/** How a framework's handler says that it has ended, where a promise would say something else: by a callback, or by its reply. */
import type { FunctionNode, Graph, Node } from '@offloop/analysis'
import type { Handler } from '@offloop/catalog'
import type { EditSet } from '../edit/edits.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { dropEnding, endingBy, mentionsOf } from '../rewrite/done-parameter.ts'
import { replyObstacle, returnReply } from '../rewrite/return-reply.ts'
import { parametersOf } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'

interface EndingSearch {
  readonly graph: Graph
  readonly sources: Sources
}

type Name = Node & { readonly type: 'Identifier' }

/** The entry of the catalogue whose handler a function is. */
export function handlerOf(fn: FunctionNode, graph: Graph): Handler | undefined {
  const root = graph.roots.get(fn)
  return root?.handler === undefined ? undefined : graph.catalog.handlers.find((each) => each.id === root.handler)
}

/** The last parameter of a handler, where it is called, or has such a name. */
export function callbackOf(fn: FunctionNode, { sources }: EndingSearch): Name | undefined {
  const source = sources.of(fn.file)
  const node = source.functionNode(fn)
  const last = parametersOf(node).at(-1)
  if (last?.type !== 'Identifier') return undefined
  const isCalled = mentionsOf(node, last, source).some(
    ({ parent, start }) => parent?.type === 'CallExpression' && parent.callee.start === start,
  )
  return isCalled || /^(done|next|callback|cb)$/.test(last.name) ? last : undefined
}

/** Why the handler's end and a promise do not go together. */
export function endingObstacle(fn: FunctionNode, search: EndingSearch): Obstacle | undefined {
  const handler = handlerOf(fn, search.graph)
  if (fn.summary.isAsync || !handler?.refusesDone) return undefined
  const source = search.sources.of(fn.file)
  const node = source.functionNode(fn)
  const callback = callbackOf(fn, search)
  if (!callback) {
    const reply = replyOf(node, handler)
    return reply && replyObstacle(node, reply, source)
  }
  const isCalled = search.graph.callers(fn).some((each) => each.kind === 'call')
  if (!isCalled && endingBy(node, callback, source).statement) return undefined
  return {
    reason: 'done-callback',
    message: `${fn.summary.name} says itself when it has ended, and its framework refuses a promise beside that`,
  }
}

/** Takes the callback away, or returns the reply. */
export function writeEnding(edits: EditSet, fn: FunctionNode, source: Source, search: EndingSearch): void {
  const handler = handlerOf(fn, search.graph)
  if (!handler?.refusesDone) return
  const node = source.functionNode(fn)
  const callback = callbackOf(fn, search)
  const reply = callback ? undefined : replyOf(node, handler)
  if (callback) dropEnding(edits, node, endingBy(node, callback, source), source)
  else if (reply) returnReply(edits, node, reply, source)
}

/** `(request, reply)`, `(error, request, reply)`. */
function replyOf(fn: Node, { answersByReply }: Handler): Name | undefined {
  const params = parametersOf(fn)
  const last = params.at(-1)
  return answersByReply && params.length > 1 && last?.type === 'Identifier' ? last : undefined
}

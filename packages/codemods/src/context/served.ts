/** Does a function run in a request of a server of Node, which has variables of its own? */
import { areRequestAndResponse } from '@offloop/analysis'
import type { FunctionNode, Graph, Node } from '@offloop/analysis'
import { functionAround, parametersOf } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'

/** Frameworks whose handlers run in the `request` event of such a server. */
const onNode = new Set(['node:http', 'node:https', 'node:http2', 'Express', 'Connect', 'Koa', 'Fastify', 'Polka', 'Restify', 'hapi'])

/** The index's number for a function. */
export function functionOf(node: Node, source: Source, graph: Graph): FunctionNode | undefined {
  const index = source.scopes.functionIndex(node)
  return index === undefined ? undefined : graph.functionsOf(source.file)[index]
}

/** The function itself is called for each request. */
export function isHandler(node: Node, source: Source, graph: Graph): boolean {
  const fn = functionOf(node, source, graph)
  const root = fn && graph.roots.get(fn)
  if (root?.kind === 'handler') return onNode.has(root.framework ?? '')
  const [first, second] = parametersOf(node)
  return first?.type === 'Identifier' && second?.type === 'Identifier' && areRequestAndResponse(first.name, second.name)
}

/** The nearest handler around a node; what stands in it runs while its request is handled. */
export function handlerAround(node: Node, source: Source, graph: Graph): Node | undefined {
  for (let fn = functionAround(node); fn; fn = functionAround(fn)) if (isHandler(fn, source, graph)) return fn
  return undefined
}

/** The parameter that is the request; an error handler's is the second. */
export function requestOf(handler: Node): Node | undefined {
  const params = parametersOf(handler)
  return params.length === 4 ? params[1] : params[0]
}

/** What it sets is meant for those that come after it in the same request. */
export function isMiddleware(handler: Node): boolean {
  return parametersOf(handler).some((each) => each.type === 'Identifier' && /^(?:next|done)$/u.test(each.name))
}

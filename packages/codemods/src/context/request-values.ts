/** Does a value belong to one request? It does where it is made of the request, or handed to a setter by a handler that made it of the request. */
import type { Graph, Node } from '@offloop/analysis'
import { identifiersOf, walk } from '@offloop/analysis'
import { functionAround, parametersOf } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import { functionOf, handlerAround, requestOf } from './served.ts'

/** The handlers in whose requests an assignment runs with a value of theirs; none where it is no request's. */
export function handlersGiving(value: Node, source: Source, sources: Sources, graph: Graph): { source: Source; handler: Node }[] {
  const handler = handlerAround(value, source, graph)
  if (handler) return comesFrom(value, handler, source) ? [{ source, handler }] : []
  const setter = functionAround(value)
  const fn = setter && functionOf(setter, source, graph)
  if (!setter || !fn) return []
  const params = parametersOf(setter).map((each) => new Set(identifiersOf(each).map(({ start }) => start)))
  const used = params.flatMap((starts, index) =>
    mentions(value, source).some((id) => starts.has(source.scopes.declarations[id]!.start)) ? [index] : [],
  )
  return graph.callers(fn).flatMap(({ site }) => {
    const at = sources.of(site.file)
    const call = at.callNode(site.call)
    const around = handlerAround(call, at, graph)
    if (!around || call.type !== 'CallExpression') return []
    return used.some((index) => call.arguments[index] && comesFrom(call.arguments[index], around, at))
      ? [{ source: at, handler: around }]
      : []
  })
}

/** The value mentions the request, or a local that was made of it. */
export function comesFrom(value: Node, handler: Node, source: Source, seen = new Set<number>()): boolean {
  const request = requestOf(handler)
  return mentions(value, source).some((id) => {
    const { start } = source.scopes.declarations[id]!
    if (request && request.start <= start && start < request.end) return true
    if (seen.has(id)) return false
    seen.add(id)
    const init = source.scopes.declarators.get(id)?.init
    return (
      init !== undefined &&
      init !== null &&
      handler.start <= init.start &&
      init.end <= handler.end &&
      comesFrom(init, handler, source, seen)
    )
  })
}

/** The bindings that an expression mentions, without those in functions that it makes. */
function mentions(value: Node, source: Source): number[] {
  const found: number[] = []
  walk(value, (node) => {
    if (/Function/.test(node.type)) return false
    if (node.type !== 'Identifier') return undefined
    const id = source.scopes.lookup(node.name, node)
    const isName = node.parent?.type === 'MemberExpression' && node.parent.property === node && !node.parent.computed
    const isKey = node.parent?.type === 'Property' && node.parent.key === node && !node.parent.shorthand && !node.parent.computed
    if (id !== undefined && !isName && !isKey) found.push(id)
    return undefined
  })
  return found
}

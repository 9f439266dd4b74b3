/** Calls of `next` whose promise is dropped: middleware that does so counts on what comes after it being sync. */
import type { CallSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { outer } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import { handlerOf } from './handler-endings.ts'

interface NextSearch {
  readonly graph: Graph
  readonly sources: Sources
}

const known = new WeakMap<Graph, Map<string, readonly CallSite[]>>()

/** Where other middleware of the framework calls `next` and does not wait: it has to, once this handler is async. */
export function droppedNexts(fn: FunctionNode, search: NextSearch): CallSite[] {
  const handler = handlerOf(fn, search.graph)
  if (!handler?.nextIsPromise) return []
  let byFramework = known.get(search.graph)
  if (!byFramework) known.set(search.graph, (byFramework = new Map<string, readonly CallSite[]>()))
  let sites = byFramework.get(handler.framework)
  if (!sites) byFramework.set(handler.framework, (sites = sitesOf(handler.framework, search)))
  return sites.filter((each) => each.fn !== fn)
}

function sitesOf(framework: string, { graph, sources }: NextSearch): CallSite[] {
  return [...graph.roots.keys()].flatMap((fn) => {
    if (handlerOf(fn, graph)?.framework !== framework) return []
    const source = sources.of(fn.file)
    const next = nextOf(source.functionNode(fn))
    if (!next) return []
    return graph.summaries
      .get(fn.file)!
      .calls.filter((call) => call.fn === fn.summary.index && isDroppedCallOf(source.callNode(call), next, source))
      .map((call) => ({ file: fn.file, fn, call }))
  })
}

/** The second parameter, behind the context. */
function nextOf(fn: Node): (Node & { type: 'Identifier' }) | undefined {
  const next = 'params' in fn ? (fn.params as Node[])[1] : undefined
  return next?.type === 'Identifier' ? next : undefined
}

function isDroppedCallOf(call: Node, next: Node & { type: 'Identifier' }, { scopes }: Source): boolean {
  if (call.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== next.name) return false
  const id = scopes.lookup(next.name, call.callee)
  if (id === undefined || scopes.declarations[id]!.start !== next.start) return false
  let { parent, child } = outer(call)
  while (
    (parent?.type === 'LogicalExpression' && parent.right === child) ||
    (parent?.type === 'ConditionalExpression' && parent.test !== child)
  )
    ({ parent, child } = outer(parent))
  return parent?.type === 'ExpressionStatement'
}

/** Functions that only a developer's server runs. */
import type { Edge, Graph } from '../join/graph.ts'
import type { FunctionNode } from '../join/target.ts'

/** Functions all of whose callers are kept out of production, with what they call and hold. */
export function developmentOnly(graph: Graph): Set<FunctionNode> {
  const found = new Set<FunctionNode>()
  const isKept = ({ from, to, site }: Edge): boolean => from === to || site.call.guard === 'development' || found.has(from)
  const queue = [...graph.functions()].filter((fn) => graph.callers(fn).some(({ site }) => site.call.guard === 'development'))
  for (let fn = queue.pop(); fn; fn = queue.pop()) {
    if (found.has(fn)) continue
    const callers = graph.callers(fn)
    const isCalled = callers.some(({ from }) => from !== fn) && callers.every(isKept)
    if (!isCalled && !found.has(around(fn, graph))) continue
    found.add(fn)
    for (const { to } of graph.callees(fn)) queue.push(to)
    for (const each of graph.functionsOf(fn.file)) if (around(each, graph) === fn) queue.push(each)
  }
  return found
}

function around({ file, summary }: FunctionNode, graph: Graph): FunctionNode {
  return graph.functionsOf(file)[summary.parent]!
}

/** Does a call give back a promise that never rejects, as far as the functions tell that it leads to? */
import type { CallSite, Graph } from '../join/graph.ts'
import type { FunctionNode } from '../join/target.ts'

/** True where every function that a call may mean catches all that it awaits, or awaits only such calls without a catch. */
export function neverRejects(site: CallSite, graph: Graph, seen = new Set<FunctionNode>()): boolean {
  const callees = calleesOf(site, graph)
  return callees !== undefined && callees.length > 0 && callees.every((each) => isSafe(each, graph, seen))
}

function isSafe(fn: FunctionNode, graph: Graph, seen: Set<FunctionNode>): boolean {
  // Around a recursion nothing rejects that does not reject elsewhere.
  if (seen.has(fn)) return true
  seen.add(fn)
  if (!fn.summary.catchesAll) return false
  return (graph.summaries.get(fn.file)?.calls ?? []).every((call) => {
    if (call.fn !== fn.summary.index || !call.isPassedOn) return true
    const site = { file: fn.file, fn, call }
    if (call.isAwaited || !fn.summary.isAsync) return neverRejects(site, graph, seen)
    // What an async function returns is most often no promise.
    return (calleesOf(site, graph) ?? []).every((each) => !each.summary.isAsync || isSafe(each, graph, seen))
  })
}

/** Functions of the project that a call may mean; undefined where it may mean others too. */
function calleesOf(site: CallSite, graph: Graph): FunctionNode[] | undefined {
  const targets = graph.calleeTargets(site)
  if (targets.length === 0) return graph.callees(site.fn).flatMap((edge) => (edge.isGuess && edge.site.call === site.call ? [edge.to] : []))
  return targets.every((each) => each.t === 'fn') ? targets.map((each) => each.node) : undefined
}

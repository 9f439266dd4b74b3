/** Which functions run on the served loop, and which only while the server starts. */
import type { Edge, Graph } from '../join/graph.ts'
import { placeOf } from '../join/graph.ts'
import type { FunctionNode } from '../join/target.ts'
import type { LoopRoot } from './finding.ts'

/** What the loop can run, and what each function was reached from. */
export interface Reachability {
  /** Where the loop enters: handlers, listeners, timers, and async functions that run after start-up. */
  readonly roots: ReadonlyMap<FunctionNode, LoopRoot>
  readonly onLoop: ReadonlySet<FunctionNode>
  readonly atStartUp: ReadonlySet<FunctionNode>
}

const testFile = /(^|\/)(__tests__|__mocks__|tests?|spec|e2e)\/|\.(test|spec|bench|e2e)\.[cm]?[jt]sx?$/
const toolFile = /(^|\/)[^/]*\.config\.[cm]?[jt]s$|(^|\/)(gulpfile|gruntfile|rollup|webpack|karma)[^/]*\.[cm]?js$/i

/** Tests and the configuration files of tools: nothing in them serves requests. `file` is relative to the project's root. */
export function isOffLoopFile(file: string): boolean {
  return testFile.test(file) || toolFile.test(file)
}

/** Follows the edges from every root of the graph. */
export function reachabilityOf(graph: Graph, relative: (file: string) => string): Reachability {
  const excluded = new Set<string>()
  for (const [file, summary] of graph.summaries) if (summary.isWorker || isOffLoopFile(relative(file))) excluded.add(file)

  const roots = new Map<FunctionNode, LoopRoot>()
  for (const [fn, root] of graph.roots) if (!excluded.has(fn.file)) roots.set(fn, root)
  const onLoop = closure(roots.keys(), graph, (edge) => edge.timing !== 'elsewhere' && !excluded.has(edge.to.file))

  const modules: FunctionNode[] = []
  for (const file of graph.summaries.keys()) if (!excluded.has(file)) modules.push(graph.functionsOf(file)[0]!)
  const atStartUp = closure(modules, graph, (edge) => edge.timing === 'now' && !excluded.has(edge.to.file))

  for (const fn of graph.functions()) {
    if (!fn.summary.isAsync || excluded.has(fn.file) || roots.has(fn)) continue
    if (atStartUp.has(fn) && !onLoop.has(fn)) continue
    if (runsElsewhere(fn, graph)) continue
    roots.set(fn, { kind: 'async', name: fn.summary.name, place: placeOf(fn) })
  }
  for (const fn of closure(roots.keys(), graph, (edge) => edge.timing !== 'elsewhere' && !excluded.has(edge.to.file))) onLoop.add(fn)
  return { roots, onLoop, atStartUp }
}

/** A command's action, a test case: given to a host that is no server, and to nobody else. */
function runsElsewhere(fn: FunctionNode, graph: Graph): boolean {
  const callers = graph.callers(fn)
  return callers.length > 0 && callers.every((each) => each.timing === 'elsewhere')
}

function closure(from: Iterable<FunctionNode>, graph: Graph, follows: (edge: Edge) => boolean): Set<FunctionNode> {
  const seen = new Set(from)
  const queue = [...seen]
  for (let fn = queue.pop(); fn; fn = queue.pop()) {
    for (const edge of graph.callees(fn)) {
      if (edge.viaParameter || seen.has(edge.to) || !follows(edge)) continue
      seen.add(edge.to)
      queue.push(edge.to)
    }
  }
  return seen
}

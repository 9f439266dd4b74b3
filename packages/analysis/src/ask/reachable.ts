/** Which functions run on the served loop, and which only while the server starts. */
import type { Edge, Graph } from '../join/graph.ts'
import { placeOf } from '../join/graph.ts'
import { isStartHost } from '../join/hosts.ts'
import type { FunctionNode } from '../join/target.ts'
import { isOffLoopFile } from '../join/off-loop-file.ts'
import { developmentOnly } from './development.ts'
import type { LoopRoot } from './finding.ts'

/** What the loop can run, and what each function was reached from. */
export interface Reachability {
  /** Where the loop enters: handlers, listeners, timers, and async functions that run after start-up. */
  readonly roots: ReadonlyMap<FunctionNode, LoopRoot>
  readonly onLoop: ReadonlySet<FunctionNode>
  readonly atStartUp: ReadonlySet<FunctionNode>
}

/** Follows the edges from every root of the graph. */
export function reachabilityOf(graph: Graph, relative: (file: string) => string): Reachability {
  const excluded = new Set<string>()
  for (const [file, summary] of graph.summaries) if (summary.isWorker || isOffLoopFile(relative(file))) excluded.add(file)

  const roots = new Map<FunctionNode, LoopRoot>()
  const development = developmentOnly(graph)
  for (const [fn, root] of graph.roots) if (!excluded.has(fn.file) && !development.has(fn)) roots.set(fn, root)
  const runsAgain = (edge: Edge): boolean =>
    edge.timing !== 'elsewhere' && graph.guard(edge.site) === undefined && !excluded.has(edge.to.file)
  const onLoop = closure(roots.keys(), graph, runsAgain)

  const modules: FunctionNode[] = []
  for (const file of graph.summaries.keys()) if (!excluded.has(file)) modules.push(graph.functionsOf(file)[0]!)
  // Who registers handlers sets a server up, even where nobody is seen to call it: plug-ins, hooks that are named in files.
  for (const fn of graph.registrars) if (!excluded.has(fn.file) && !onLoop.has(fn)) modules.push(fn)
  // What runs once, whoever comes first, belongs to the start.
  for (const fn of graph.functions()) {
    for (const edge of graph.callees(fn)) {
      if (graph.guard(edge.site) === 'once' && !edge.viaParameter && !excluded.has(fn.file) && !excluded.has(edge.to.file))
        modules.push(edge.to)
    }
  }
  const atStartUp = closure(
    modules,
    graph,
    (edge) =>
      (edge.timing === 'now' || isReady(edge)) &&
      edge.site.call.guard !== 'development' &&
      graph.guard(edge.site) !== 'never' &&
      !excluded.has(edge.to.file),
  )

  const callers = (fn: FunctionNode): readonly Edge[] => graph.callers(fn).filter(({ from }) => !excluded.has(from.file))
  const isExplained = explained(graph, callers, (fn) => atStartUp.has(fn) && !onLoop.has(fn))
  for (const fn of graph.functions()) {
    if (!fn.summary.isAsync || excluded.has(fn.file) || roots.has(fn) || isExplained.has(fn) || development.has(fn)) continue
    if (callers(fn).length === 0 && lifecycle.test(fn.summary.name)) continue
    roots.set(fn, { kind: 'async', name: fn.summary.name, place: placeOf(fn) })
  }
  for (const fn of closure(roots.keys(), graph, runsAgain)) onLoop.add(fn)
  return { roots, onLoop, atStartUp }
}

/** What begins a program, in the words that programs use for it; taken for that where nobody in the project is seen to call it. */
const lifecycle = /^(?:.*\.)?(?:main|start|startServer|createServer|boot|bootstrap|migrate|seed|shutdown|teardown)$/i

/** Functions whose every caller is known to run at the start, or for a host that serves nobody: a command's action, a test case, the last signal. */
function explained(
  graph: Graph,
  callersOf: (fn: FunctionNode) => readonly Edge[],
  isStartUp: (fn: FunctionNode) => boolean,
): Set<FunctionNode> {
  const found = new Set<FunctionNode>()
  const isElsewhere = (edge: Edge): boolean => edge.timing === 'elsewhere' || edge.site.call.guard === 'development'
  let waiting = [...graph.functions()].filter((fn) => {
    if (isStartUp(fn) || fn.summary.kind === 'module') found.add(fn)
    return !found.has(fn) && callersOf(fn).length > 0
  })
  for (let before = -1; before !== waiting.length;) {
    before = waiting.length
    waiting = waiting.filter((fn) => {
      const callers = callersOf(fn)
      const isKnown = callers.every((edge) => edge.from === fn || isElsewhere(edge) || (found.has(edge.from) && isInPlace(edge)))
      if (isKnown && callers.some((edge) => edge.from !== fn)) found.add(fn)
      return !found.has(fn)
    })
  }
  return found
}

/** The callee runs when its caller does; a listener that is added at the start does not. */
function isInPlace(edge: Edge): boolean {
  return edge.kind !== 'callback' || edge.timing === 'now' || isReady(edge)
}

/** What `listen` calls back is the last part of the start. */
function isReady({ kind, timing, site }: Edge): boolean {
  return kind === 'callback' && timing === 'unknown' && isStartHost(site.call.name)
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

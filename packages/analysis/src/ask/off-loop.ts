/** Why a function does not run on the served loop, as far as its callers tell. */
import type { Edge, FunctionUse, Graph } from '../join/graph.ts'
import type { FunctionNode } from '../join/target.ts'
import type { Reachability } from './reachable.ts'
import { isOffLoopFile } from '../join/off-loop-file.ts'

/** Where a way up from a function ends without having met the loop. */
export interface DeadEnd {
  /**
   * `no-caller`: nobody in the project calls it. `test`, `worker`: the caller is in such a file. `parameter`: called only through a parameter, for which any
   * function may stand. `elsewhere`: given to a command, a test case, a thread. `unknown-host`: given to a call that the index doesn't know, by code that
   * runs only at start-up: when that call runs it is not known. `after-start-up`: a step of a promise that is made while modules load.
   */
  readonly code: 'no-caller' | 'test' | 'worker' | 'parameter' | 'elsewhere' | 'unknown-host' | 'after-start-up'
  /** The uppermost function on the way. */
  readonly fn: FunctionNode
  /** The edge into `fn` that the loop does not take. */
  readonly edge?: Edge
  /** For `no-caller`: the module exports it. */
  readonly isExported: boolean
  /** For `no-caller`: where it is named without being called. */
  readonly mentions: readonly FunctionUse[]
}

/** Why a function is not on the loop: the kind of its file, that it runs while modules load, that it has no body, or where all its callers end. */
export interface OffLoop {
  readonly code: 'worker-file' | 'test-or-tool-file' | 'start-up-only' | 'no-body' | 'not-reached'
  /** For `not-reached`: nearest first, each function and code once. */
  readonly ends: readonly DeadEnd[]
}

/** Undefined for functions that run on the loop. */
export function whyOffLoop(graph: Graph, reach: Reachability, fn: FunctionNode, relative: (file: string) => string): OffLoop | undefined {
  if (reach.onLoop.has(fn)) return undefined
  const kind = fileKind(graph, fn.file, relative)
  if (kind) return { code: kind === 'worker' ? 'worker-file' : 'test-or-tool-file', ends: [] }
  if (reach.atStartUp.has(fn)) return { code: 'start-up-only', ends: [] }
  if (fn.summary.isBodiless) return { code: 'no-body', ends: [] }
  return { code: 'not-reached', ends: deadEnds(graph, reach, fn, relative) }
}

/** Files in which nothing runs on the served loop. */
export function fileKind(graph: Graph, file: string, relative: (file: string) => string): 'worker' | 'test' | undefined {
  if (graph.summaries.get(file)?.isWorker) return 'worker'
  return isOffLoopFile(relative(file)) ? 'test' : undefined
}

function deadEnds(graph: Graph, reach: Reachability, fn: FunctionNode, relative: (file: string) => string): DeadEnd[] {
  const ends = new Map<string, DeadEnd>()
  const seen = new Set([fn])
  // A set goes on with what is added to it meanwhile.
  for (const at of seen) {
    const callers = graph.callers(at)
    if (callers.every((edge) => edge.from === at)) put(ends, { code: 'no-caller', fn: at, ...mentionsOf(graph, at) })
    for (const edge of callers) {
      const code = codeOf(edge, graph, reach, relative)
      if (code) put(ends, { code, fn: at, edge, isExported: false, mentions: [] })
      else seen.add(edge.from)
    }
  }
  return [...ends.values()]
}

function codeOf(edge: Edge, graph: Graph, reach: Reachability, relative: (file: string) => string): DeadEnd['code'] | undefined {
  const kind = fileKind(graph, edge.from.file, relative)
  if (kind) return kind
  if (edge.viaParameter) return 'parameter'
  if (edge.timing === 'elsewhere') return 'elsewhere'
  if (edge.timing === 'later' || edge.timing === 'kept') return reach.atStartUp.has(edge.from) ? 'after-start-up' : undefined
  return edge.timing === 'unknown' && reach.atStartUp.has(edge.from) ? 'unknown-host' : undefined
}

function put(ends: Map<string, DeadEnd>, end: DeadEnd): void {
  const key = `${end.code} ${end.fn.file} ${end.fn.summary.index}`
  if (!ends.has(key)) ends.set(key, end)
}

function mentionsOf(graph: Graph, fn: FunctionNode): Pick<DeadEnd, 'isExported' | 'mentions'> {
  const exports = graph.summaries.get(fn.file)?.exports ?? []
  return {
    isExported: exports.some((each) => graph.targets(fn.file, each.value).some((target) => target.t === 'fn' && target.node === fn)),
    mentions: graph.uses(fn).filter(({ use }) => !['export', 'type', 'alias', 'receiver'].includes(use.context.as)),
  }
}

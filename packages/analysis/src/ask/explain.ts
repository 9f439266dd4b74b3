/** What stands on a line, whether it runs on the loop, from where, and what blocks below it: everything that a person who doubts a finding asks. */
import type { BlockingApi } from '@offloop/catalog'
import { parseFile } from '../parse/file.ts'
import { LineIndex } from '../parse/source.ts'
import type { CallSite, Edge, Graph } from '../join/graph.ts'
import type { FunctionNode, Target } from '../join/target.ts'
import type { LoopRoot } from './finding.ts'
import { whyOffLoop } from './off-loop.ts'
import type { OffLoop } from './off-loop.ts'
import type { Reachability } from './reachable.ts'
import { blockingBelow, routeFromModule, routeFromRoot } from './routes.ts'
import type { BlockingBelow, Route } from './routes.ts'
import { unknownCall } from './unknown.ts'
import type { UnknownCall } from './unknown.ts'

export type { DeadEnd, OffLoop } from './off-loop.ts'
export type { BlockingBelow, Route } from './routes.ts'
export { phraseOf, projectCounts } from './unknown.ts'
export type { ProjectCounts, UnknownCall, UnknownReason } from './unknown.ts'

/** What a question about a project is asked of; `relative` gives a file's path below the root, with `/`. */
export interface Asked {
  readonly graph: Graph
  readonly reach: Reachability
  readonly relative: (file: string) => string
}

/** Where a function runs: on the loop while it serves, only while modules load, nowhere that the index sees, or in a test, a tool or a worker. */
export type Runs = 'loop' | 'start-up' | 'unreached' | 'elsewhere'

/** All about one function. */
export interface FunctionExplanation {
  readonly fn: FunctionNode
  /** Where it is a root itself. */
  readonly root?: LoopRoot
  readonly runs: Runs
  /** Where it doesn't run on the loop. */
  readonly offLoop?: OffLoop
  /** From the nearest root, or from the module that calls it at start-up. */
  readonly route?: Route
  /** From the nearest handler, listener or timer, where the nearest root is only an async function. */
  readonly outerRoute?: Route
  readonly blocking: readonly BlockingBelow[]
  readonly callers: readonly Edge[]
  readonly callees: readonly Edge[]
  readonly unknown: readonly UnknownCall[]
}

/** All about one call. */
export interface CallExplanation {
  readonly site: CallSite
  readonly targets: readonly Target[]
  /** The entry of the catalogue that it is. */
  readonly api?: BlockingApi
  readonly unknown?: UnknownCall
  /** To the functions that it calls or hands on. */
  readonly edges: readonly Edge[]
}

/** What stands on a line. */
export interface LineContents {
  readonly functions: readonly FunctionNode[]
  readonly calls: readonly CallSite[]
}

/** The functions that begin on a line, those whose calls stand there, or else the innermost around it; both lists are empty where there is no code of a function. */
export function contentsOfLine(graph: Graph, file: string, text: string, line: number): LineContents {
  const own = graph.functionsOf(file)
  const blocking = new Set(graph.blocking.map((each) => each.call))
  const calls = (graph.summaries.get(file)?.calls ?? [])
    .filter((call) => call.line === line)
    .map((call): CallSite => ({ file, fn: own[call.fn]!, call }))
  const beginning = own.filter(({ summary }) => summary.index > 0 && summary.line === line)
  const functions = new Set(beginning)
  for (const { fn, call } of calls) {
    // `app.get('/x', (req) => …)`: who asks means the callback, not the code that hands it over
    const holdsOne = beginning.some(({ summary }) => call.start <= summary.start && summary.end <= call.end)
    const isHost = holdsOne && !graph.callees(fn).some((edge) => edge.site.call === call && edge.kind !== 'callback')
    const isModule = fn.summary.kind === 'module'
    if (blocking.has(call) || (!isHost && !(isModule && beginning.length > 0))) functions.add(fn)
  }
  if (functions.size === 0 && calls.length > 0) for (const { fn } of calls) functions.add(fn)
  if (functions.size === 0) {
    const at = codeOn(file, text, line)
    const inner = at === undefined ? undefined : innermost(graph, file, at)
    if (inner) functions.add(inner)
  }
  return { functions: [...functions].sort((a, b) => a.summary.start - b.summary.start), calls }
}

/** The innermost function around a line, or else the one that begins nearest to it; above rather than below. */
export function nearestFunction(graph: Graph, file: string, text: string, line: number): FunctionNode | undefined {
  const far = ({ summary }: FunctionNode): number => Math.abs(summary.line - line) + (summary.line > line ? 0.5 : 0)
  const around = innermost(graph, file, new LineIndex(text).offset(line, 1))
  return (
    around ??
    graph
      .functionsOf(file)
      .filter(({ summary }) => summary.index > 0)
      .reduce<FunctionNode | undefined>((a, b) => (a && far(a) <= far(b) ? a : b), undefined)
  )
}

function innermost(graph: Graph, file: string, offset: number): FunctionNode | undefined {
  return graph
    .functionsOf(file)
    .filter(({ summary }) => summary.index > 0 && summary.start <= offset && offset < summary.end)
    .reduce<FunctionNode | undefined>((a, b) => (a && a.summary.start > b.summary.start ? a : b), undefined)
}

/** Where a function runs, from where, and what it leads to. */
export function explainFunction({ graph, reach, relative }: Asked, fn: FunctionNode): FunctionExplanation {
  const root = reach.roots.get(fn)
  const offLoop = whyOffLoop(graph, reach, fn, relative)
  const runs = runsOf(offLoop)
  const route = runs === 'loop' ? routeFromRoot(graph, reach, fn) : runs === 'start-up' ? routeFromModule(graph, reach, fn) : undefined
  const outerRoute = route?.root?.kind === 'async' ? routeFromRoot(graph, reach, fn, true) : undefined
  const calls = graph.summaries.get(fn.file)!.calls.filter((call) => call.fn === fn.summary.index)
  return {
    ...{ fn, runs },
    ...(root && { root }),
    ...(offLoop && { offLoop }),
    ...(route && { route }),
    ...(outerRoute && { outerRoute }),
    blocking: blockingBelow(graph, reach, fn),
    callers: graph.callers(fn),
    callees: graph.callees(fn),
    unknown: calls.flatMap((call) => unknownCall(graph, { file: fn.file, fn, call }) ?? []),
  }
}

/** What a call is: an entry of the catalogue, a function of the project, something outside of it, or unknown. */
export function explainCall(graph: Graph, site: CallSite): CallExplanation {
  const api = graph.blocking.find((each) => each.call === site.call)?.api
  const unknown = unknownCall(graph, site)
  return {
    site,
    targets: graph.calleeTargets(site),
    ...(api && { api }),
    ...(unknown && { unknown }),
    edges: graph.callees(site.fn).filter((edge) => edge.site.call === site.call),
  }
}

function runsOf(offLoop: OffLoop | undefined): Runs {
  if (!offLoop) return 'loop'
  if (offLoop.code === 'start-up-only') return 'start-up'
  return offLoop.code === 'worker-file' || offLoop.code === 'test-or-tool-file' ? 'elsewhere' : 'unreached'
}

/** Offset of the first character of a line that is neither white space nor a comment. */
function codeOn(file: string, text: string, line: number): number | undefined {
  const { comments } = parseFile(file, text)
  let at = new LineIndex(text).offset(line, 1)
  const end = text.indexOf('\n', at)
  while (at < (end < 0 ? text.length : end)) {
    const comment = comments.find((each) => each.start <= at && at < each.end)
    if (comment) at = comment.end
    else if (/\s/u.test(text[at]!)) at++
    else return at
  }
  return undefined
}

/** Calls that want a parameter of their function (`if (sync) readFileSync(path)`), where nobody is seen to pass it. */
import type { FileSummary, Value } from '../summarise/summary.ts'
import type { CallSite, Edge } from './graph.ts'
import type { FunctionNode } from './target.ts'

type Callers = ReadonlyMap<FunctionNode, readonly Edge[]>
type Summaries = ReadonlyMap<string, FileSummary>

/** Every caller of the function is known, and leaves the parameter out or hands on one that it does not get itself. */
export function isNeverAsked({ fn, call: { flag } }: CallSite, callers: Callers, summaries: Summaries): boolean {
  return flag !== undefined && isNeverPassed(fn, flag, callers, summaries, new Set())
}

function isNeverPassed(fn: FunctionNode, index: number, callers: Callers, summaries: Summaries, seen: Set<FunctionNode>): boolean {
  // Around a recursion nothing is passed that did not come from outside.
  if (seen.has(fn)) return true
  seen.add(fn)
  const edges = callers.get(fn) ?? []
  return edges.length > 0 && edges.every((edge) => leavesOut(edge, index) || handsOnNothing(edge, index, callers, summaries, seen))
}

/** The call has no argument at that position. */
export function leavesOut({ kind, site: { call } }: Edge, index: number): boolean {
  return (kind === 'call' || kind === 'construct') && !call.hasSpread && call.args.length <= index
}

function handsOnNothing(
  { kind, site, from }: Edge,
  index: number,
  callers: Callers,
  summaries: Summaries,
  seen: Set<FunctionNode>,
): boolean {
  if ((kind !== 'call' && kind !== 'construct') || site.call.hasSpread) return false
  const own = parameterOf(site.call.args[index], summaries.get(site.file))
  return own !== undefined && own.fn === from.summary.index && isNeverPassed(from, own.index, callers, summaries, seen)
}

function parameterOf(value: Value | undefined, summary: FileSummary | undefined): { fn: number; index: number } | undefined {
  const held = value?.k === 'binding' ? summary?.bindings[value.id]?.values : undefined
  // Assigned elsewhere, or with a default, it may hold something else.
  return held?.length === 1 && held[0]?.k === 'param' ? held[0] : undefined
}

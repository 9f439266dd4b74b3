/** Calls that want a parameter of their function (`if (sync) readFileSync(path)`), where nobody is seen to pass it. */
import type { CallSummary, FileSummary, Value } from '../summarise/summary.ts'
import type { CallSite, Edge } from './graph.ts'
import type { FunctionNode } from './target.ts'

type Callers = ReadonlyMap<FunctionNode, readonly Edge[]>
type Summaries = ReadonlyMap<string, FileSummary>

/** Every caller of the function is known, and leaves the parameter out or hands on one that it does not get itself. */
export function isNeverAsked({ fn, call: { flags } }: CallSite, callers: Callers, summaries: Summaries): boolean {
  return flags?.some((each) => isNeverPassed(fn, each, callers, summaries, new Set())) ?? false
}

function isNeverPassed(fn: FunctionNode, index: number, callers: Callers, summaries: Summaries, seen: Set<FunctionNode>): boolean {
  // Around a recursion nothing is passed that did not come from outside.
  if (seen.has(fn)) return true
  seen.add(fn)
  const edges = callers.get(fn) ?? []
  return edges.length > 0 && edges.every((edge) => leavesOut(edge, index) || handsOnNothing(edge, index, callers, summaries, seen))
}

/** The call has no argument at that position, or one that is written as nothing. */
export function leavesOut({ kind, site: { call } }: Edge, index: number): boolean {
  // Who calls what `bind` gives may add arguments.
  if ((kind !== 'call' && kind !== 'construct') || call.hasSpread || call.name === 'apply' || call.name === 'bind') return false
  const at = index + shiftOf(call)
  return call.args.length <= at || (call.falsy?.includes(at) ?? false)
}

function handsOnNothing(edge: Edge, index: number, callers: Callers, summaries: Summaries, seen: Set<FunctionNode>): boolean {
  const own = handedOn(edge, index, summaries)
  return own !== undefined && isNeverPassed(edge.from, own, callers, summaries, seen)
}

/** The parameter of the caller, by its position there, that it hands on at that position: what the caller gets is what the callee gets. */
export function handedOn(edge: Edge, index: number, summaries: Summaries): number | undefined {
  const { site, from } = edge
  const value = argumentAt(edge, index)
  const held = value?.k === 'binding' ? summaries.get(site.file)?.bindings[value.id]?.values : undefined
  // Assigned elsewhere, or with a default, it may hold something else.
  const own = held?.length === 1 && held[0]?.k === 'param' && held[0].fn === from.summary.index ? held[0].index : undefined
  return own === undefined || from.summary.defaults?.includes(own) ? undefined : own
}

/** What the callee gets at that position, also by way of `call` and `bind`. */
function argumentAt({ kind, site: { call } }: Edge, index: number): Value | undefined {
  if (call.hasSpread) return undefined
  if (kind === 'callback') {
    const bound = call.args.filter((each) => each.k === 'call' && each.of.k === 'member' && each.of.name === 'bind')
    const isOnlyFunction = bound.length === 1 && !call.args.some((each) => each.k === 'fn')
    return isOnlyFunction && bound[0]?.k === 'call' ? bound[0].args[index + 1] : undefined
  }
  return (kind === 'call' || kind === 'construct') && call.name !== 'apply' ? call.args[index + shiftOf(call)] : undefined
}

/** `call` and `bind` take `this` first. */
function shiftOf({ name, callee }: CallSummary): number {
  return callee.k === 'member' && (name === 'call' || name === 'bind') ? 1 : 0
}

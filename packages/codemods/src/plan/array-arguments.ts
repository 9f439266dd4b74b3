/** Parameters that are arrays because every call of their function passes one. */
import type { CallSite, FunctionNode, Graph, Value } from '@offloop/analysis'
import type { Sources } from '../rewrite/source.ts'
import type { TypeOracle } from './oracle.ts'

interface ArraySearch {
  readonly graph: Graph
  readonly sources: Sources
  readonly oracle: TypeOracle
}

/** Steps from a parameter to the parameter of a caller. */
const deepest = 6

/** True where the receiver of a call is such a parameter. */
export function isPassedArrays(site: CallSite, search: ArraySearch): boolean {
  const { callee } = site.call
  return callee.k === 'member' && isParameterOfArrays(site.file, callee.of, search, deepest)
}

function isParameterOfArrays(file: string, value: Value, search: ArraySearch, steps: number): boolean {
  if (steps === 0) return false
  const { graph } = search
  const held = value.k === 'binding' ? graph.summaries.get(file)!.bindings[value.id]!.values : [value]
  const only = held.length === 1 ? held[0]! : undefined
  if (only?.k !== 'param') return false
  const fn = graph.functionsOf(file).find((each) => each.summary.index === only.fn)
  if (!fn || isKept(fn, graph)) return false
  const edges = graph.callers(fn)
  return (
    edges.length > 0 && edges.every((each) => each.kind === 'call' && !each.isGuess && passesArray(each.site, only.index, search, steps))
  )
}

function passesArray(site: CallSite, index: number, search: ArraySearch, steps: number): boolean {
  const call = search.sources.of(site.file).callNode(site.call)
  if (call.type !== 'CallExpression' || site.call.hasSpread || /^(call|apply|bind)$/.test(site.call.name)) return false
  const argument = call.arguments[index]
  const value = site.call.args[index]
  if (!argument || !value) return false
  return (
    argument.type === 'ArrayExpression' ||
    search.oracle.isArray(site.file, argument.start, argument.end) === true ||
    isParameterOfArrays(site.file, value, search, steps - 1)
  )
}

/** Somebody may hold the function and call it with anything. */
function isKept(fn: FunctionNode, graph: Graph): boolean {
  return graph.roots.has(fn) || graph.uses(fn).some(({ use }) => use.context.as === 'argument' || use.context.as === 'other')
}

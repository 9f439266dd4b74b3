/** Members of objects that fit an interface and stay sync, where the interface's other implementations become async. */
import type { FunctionNode } from '@offloop/analysis'
import type { Colouring } from './colour.ts'
import type { TypeSearch } from './promised-types.ts'

/** True where an object literal gives the declared member a sync function: the declaration has to allow both. */
export function hasSyncMembers(declared: FunctionNode, { graph, sources, oracle }: TypeSearch, { converted }: Colouring): boolean {
  if (!declared.summary.isBodiless) return false
  const name = lastName(declared)
  for (const fn of graph.functions()) {
    if (fn.summary.cls !== undefined || fn.summary.isAsync || converted.has(fn) || lastName(fn) !== name || !/\.[cm]?tsx?$/.test(fn.file))
      continue
    const property = fn.summary.kind === 'module' ? undefined : sources.of(fn.file).functionNode(fn).parent
    if (property?.type !== 'Property') continue
    const places = oracle.expectedMember(fn.file, property.start, property.end)
    const { start, end } = declared.summary
    if (places.some((each) => each.file === declared.file && each.start <= end && start <= each.end)) return true
  }
  return false
}

function lastName({ summary: { name } }: FunctionNode): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

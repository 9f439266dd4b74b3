/** Stores of AsyncLocalStorage that a function enters for its callers. */
import type { BlockingSite, FunctionNode, Graph } from '@offloop/analysis'
import { relative } from 'node:path'
import type { Colouring } from './colour.ts'
import { newAwaits } from './fills.ts'

/** A line per `enterWith` behind a new await: what it sets may end with its function, where it reached the caller before. */
export function enteredStores(
  functions: readonly FunctionNode[],
  sites: readonly BlockingSite[],
  colouring: Colouring,
  { graph, root }: { readonly graph: Graph; readonly root: string },
): string[] {
  const notes: string[] = []
  for (const [fn, awaits] of newAwaits(functions, sites, colouring)) {
    if (fn.summary.kind === 'module') continue
    const first = Math.min(...awaits.map((each) => each.start))
    for (const call of graph.summaries.get(fn.file)!.calls) {
      if (call.fn !== fn.summary.index || call.name !== 'enterWith' || call.end < first) continue
      const targets = graph.calleeTargets({ file: fn.file, fn, call })
      if (targets.some((each) => each.t === 'external' && each.module === 'node:async_hooks'))
        notes.push(
          `${relative(root, fn.file)}:${call.line}: ${call.calleeText} comes after a new await: callers of ${fn.summary.name} may not see the store any more; give it to run [atomicity]`,
        )
    }
  }
  return notes
}

/** What an await changes in callbacks of timers. */
import type { FunctionNode, Graph } from '@offloop/analysis'
import { relative } from 'node:path'

/** One line for each callback of `setInterval`: it was over before the next one began. */
export function overlapsIn(
  functions: readonly FunctionNode[],
  { graph, root }: { readonly graph: Graph; readonly root: string },
): string[] {
  return functions
    .filter((each) => graph.roots.get(each)?.name === 'setInterval callback')
    .map(
      (each) =>
        `${relative(root, each.file)}:${each.summary.line}: the callback of setInterval may still wait when its next turn comes; two runs can overlap`,
    )
}

/** What an await changes in callbacks of timers, and in listeners. */
import type { FunctionNode } from '@offloop/analysis'
import { relative } from 'node:path'
import { forwardOf } from './forwarding.ts'
import type { ForwardSearch } from './forwarding.ts'
import { mayOverlap } from './listener-errors.ts'

/** One line for each callback of `setInterval`, and for each listener that writes: it was over before the next one began. */
export function overlapsIn(functions: readonly FunctionNode[], search: ForwardSearch & { readonly root: string }): string[] {
  const { graph, root } = search
  const listeners = functions.filter((fn) => {
    const forward = forwardOf(fn, search)
    const edge = graph.callers(fn)[0]
    return typeof forward === 'object' && edge && mayOverlap(fn, edge.site, search)
  })
  const overlapping = listeners.map(
    (each) =>
      `${relative(root, each.file)}:${each.summary.line}: ${each.summary.name} may still wait when its next event comes; two runs can overlap`,
  )
  const intervals = functions
    .filter((each) => graph.roots.get(each)?.name === 'setInterval callback')
    .map(
      (each) =>
        `${relative(root, each.file)}:${each.summary.line}: the callback of setInterval may still wait when its next turn comes; two runs can overlap`,
    )
  return [...overlapping, ...intervals]
}

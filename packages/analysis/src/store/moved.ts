/** A file in which nothing but places changed: the graph stays, its places move. */
import type { Reachability } from '../ask/reachable.ts'
import type { LoopRoot } from '../ask/finding.ts'
import { placeOf } from '../join/graph.ts'
import type { Graph } from '../join/graph.ts'
import type { FunctionNode } from '../join/target.ts'
import type { CallSummary, FileSummary, UseSummary } from '../summarise/summary.ts'

/** What is joined, in the parts that hold places. */
export interface Joined {
  readonly graph: Graph
  readonly reach: Reachability
}

type Movable<T> = { -readonly [Key in keyof T]: T[Key] }

/**
 * Gives `before`, which everything joined refers to, the places of `now`, a summary that says the same.
 * The answer is a graph of its own: whoever kept answers by graph has to ask again.
 */
export function movePlaces(before: FileSummary, now: FileSummary, joined: Joined | undefined): Joined | undefined {
  const { graph, reach } = joined ?? {}
  const made = graph ? callsOfUses(before, graph) : []
  moveAll(before.functions, now.functions, ['start', 'end', 'line', 'column'])
  moveAll(before.classes, now.classes, ['start'])
  moveAll(before.bindings, now.bindings, ['start'])
  moveAll(before.calls, now.calls, ['start', 'end', 'calleeStart', 'calleeEnd', 'line', 'column'])
  moveAll(before.uses, now.uses, ['start', 'end', 'line'])
  for (const { call, use } of made) {
    const { start, end, line } = use
    Object.assign(call, { start, end, calleeStart: start, calleeEnd: end, line })
  }
  if (!graph || !reach) return undefined
  const own = graph.functionsOf(before.file)
  return { graph: { ...graph, roots: movedRoots(graph.roots, own) }, reach: { ...reach, roots: movedRoots(reach.roots, own) } }
}

function moveAll<T extends object>(before: readonly T[], now: readonly T[], keys: readonly (keyof T)[]): void {
  before.forEach((each, index) => {
    const moved = now[index]
    if (moved) for (const key of keys) (each as Movable<T>)[key] = moved[key]
  })
}

/** Calls that the join made of uses (a getter is called without a word in the code), with their uses. */
function callsOfUses(summary: FileSummary, graph: Graph): { call: CallSummary; use: UseSummary }[] {
  const uses = new Map(summary.uses.map((use) => [`${use.start} ${use.end}`, use]))
  return graph.functionsOf(summary.file).flatMap((fn) =>
    graph.callees(fn).flatMap(({ site: { file, call } }) => {
      const use = call.index < 0 && file === summary.file ? uses.get(`${call.start} ${call.end}`) : undefined
      return use ? [{ call, use }] : []
    }),
  )
}

function movedRoots(roots: ReadonlyMap<FunctionNode, LoopRoot>, own: readonly FunctionNode[]): ReadonlyMap<FunctionNode, LoopRoot> {
  const moved = new Map(roots)
  for (const fn of own) {
    const root = roots.get(fn)
    if (root) moved.set(fn, { ...root, place: placeOf(fn) })
  }
  return moved
}

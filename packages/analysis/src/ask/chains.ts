/** Shortest chains: from a root of the loop down to a function, and from a function down to what blocks. */
import type { Tier } from '@offloop/catalog'
import type { BlockingSite, Edge, Graph } from '../join/graph.ts'
import { leavesOut } from '../join/never-asked.ts'
import type { FunctionNode } from '../join/target.ts'
import type { Chain, ChainStep, Place } from './finding.ts'
import type { Reachability } from './reachable.ts'

/** One step towards a blocking call: the call itself, or an edge to the next function. */
export type Descent = { readonly leaf: BlockingSite } | { readonly edge: Edge; readonly next: FunctionNode }

/** True for edges that carry blocking upwards: what they call runs before the caller goes on. */
export function carriesBlocking(edge: Edge, reach: Reachability, graph: Graph): boolean {
  return (
    !edge.viaParameter &&
    graph.guard(edge.site) === undefined &&
    (edge.timing === 'now' || edge.timing === 'unknown') &&
    !edge.to.summary.isAsync &&
    !reach.roots.has(edge.to)
  )
}

/** For every function that blocks: the first step of its shortest way to a blocking call. */
export function descents(
  graph: Graph,
  reach: Reachability,
  tiers: ReadonlySet<Tier> | undefined,
  leaves: readonly BlockingSite[] = graph.blocking,
): Map<FunctionNode, Descent> {
  const found = new Map<FunctionNode, Descent>()
  let layer: FunctionNode[] = []
  // A call that is always made stands for its function before one that wants a parameter.
  const ordered = [...leaves].sort((a, b) => Number(a.call.flag !== undefined) - Number(b.call.flag !== undefined))
  for (const leaf of ordered) {
    if ((tiers && !tiers.has(leaf.api.tier)) || found.has(leaf.fn) || graph.guard(leaf)) continue
    found.set(leaf.fn, { leaf })
    layer.push(leaf.fn)
  }
  while (layer.length > 0) {
    const above: FunctionNode[] = []
    for (const fn of layer) {
      for (const edge of graph.callers(fn)) {
        if (found.has(edge.from) || !carriesBlocking(edge, reach, graph) || isNotAskedFor(found.get(fn)!, edge)) continue
        found.set(edge.from, { edge, next: fn })
        above.push(edge.from)
      }
    }
    layer = above
  }
  return found
}

/** The way goes on with a call that wants a parameter, and this caller leaves it out. */
export function isNotAskedFor(way: Descent, edge: Edge): boolean {
  const flag = ('leaf' in way ? way.leaf : way.edge.site).call.flag
  return flag !== undefined && leavesOut(edge, flag)
}

/** The steps below a function, ending with the blocking call. */
export function stepsBelow(
  fn: FunctionNode,
  ways: ReadonlyMap<FunctionNode, Descent>,
): { readonly steps: readonly ChainStep[]; readonly leaf: BlockingSite } | undefined {
  const steps: ChainStep[] = []
  for (let way = ways.get(fn), guard = 0; way && guard < 100; guard++) {
    if ('leaf' in way) {
      steps.push({ name: way.leaf.call.calleeText, place: calleePlace(way.leaf) })
      return { steps, leaf: way.leaf }
    }
    steps.push({ name: way.next.summary.name, place: calleePlace(way.edge.site) })
    way = ways.get(way.next)
  }
  return undefined
}

/** From the nearest root of the loop to each function on it. */
export class Approaches {
  readonly #from = new Map<FunctionNode, Edge | undefined>()
  readonly #reach: Reachability

  constructor(graph: Graph, reach: Reachability) {
    this.#reach = reach
    let layer: FunctionNode[] = [...reach.roots.keys()]
    for (const root of layer) this.#from.set(root, undefined)
    while (layer.length > 0) {
      const below: FunctionNode[] = []
      for (const fn of layer) {
        for (const edge of graph.callees(fn)) {
          if (this.#from.has(edge.to) || edge.viaParameter || graph.guard(edge.site) || !reach.onLoop.has(edge.to)) continue
          this.#from.set(edge.to, edge)
          below.push(edge.to)
        }
      }
      layer = below
    }
  }

  /** root -> … -> the call `site`. */
  chainTo(site: BlockingSite): Chain | undefined {
    const steps: ChainStep[] = [{ name: site.call.calleeText, place: calleePlace(site) }]
    let fn = site.fn
    for (let edge = this.#from.get(fn); edge; edge = this.#from.get(fn)) {
      steps.unshift({ name: fn.summary.name, place: calleePlace(edge.site) })
      fn = edge.from
    }
    const root = this.#reach.roots.get(fn)
    return root && { root, steps: [{ name: root.name, place: root.place }, ...steps] }
  }
}

/** The callee of a call as a place. */
export function calleePlace(site: { readonly file: string; readonly call: BlockingSite['call'] }): Place {
  const { call } = site
  return { file: site.file, start: call.calleeStart, end: call.calleeEnd, line: call.line, column: call.column }
}

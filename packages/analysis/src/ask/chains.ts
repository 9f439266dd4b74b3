/** Shortest chains: from a root of the loop down to a function, and from a function down to what blocks. */
import type { Tier } from '@offloop/catalog'
import type { BlockingSite, Edge, Graph } from '../join/graph.ts'
import { handedOn, leavesOut } from '../join/never-asked.ts'
import type { FunctionNode } from '../join/target.ts'
import type { Chain, ChainStep, Place } from './finding.ts'
import type { Reachability } from './reachable.ts'

/** One step towards a blocking call: the call itself, or an edge to the next function and how it goes on there. */
export type Descent = ({ readonly leaf: BlockingSite } | { readonly edge: Edge; readonly next: Descent }) & {
  /** The parameters of the function, by index, without each of which the way is not taken. */
  readonly flags: readonly number[]
}

/** The ways down from each function: the shortest, and where that wants parameters, those that do with others or with fewer. */
export type Ways = ReadonlyMap<FunctionNode, readonly Descent[]>

const maxWays = 8

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

/** For every function that blocks: its shortest ways to a blocking call. */
export function descents(
  graph: Graph,
  reach: Reachability,
  tiers: ReadonlySet<Tier> | undefined,
  leaves: readonly BlockingSite[] = graph.blocking,
): Ways {
  const found = new Map<FunctionNode, Descent[]>()
  let layer: [FunctionNode, Descent][] = []
  const add = (fn: FunctionNode, step: Descent, to: [FunctionNode, Descent][]): void => {
    const known = found.get(fn)
    // Who comes by a way that wants less needs no other one.
    if (known?.some(({ flags }) => flags.every((each) => step.flags.includes(each)))) return
    const way = known && known.length >= maxWays ? { ...step, flags: [] } : step
    if (known) known.push(way)
    else found.set(fn, [way])
    to.push([fn, way])
  }
  // A call that is always made stands for its function before one that wants a parameter.
  const ordered = [...leaves].sort((a, b) => (a.call.flags?.length ?? 0) - (b.call.flags?.length ?? 0))
  for (const leaf of ordered) {
    if ((!tiers || tiers.has(leaf.api.tier)) && !graph.guard(leaf)) add(leaf.fn, { leaf, flags: leaf.call.flags ?? [] }, layer)
  }
  while (layer.length > 0) {
    const above: typeof layer = []
    for (const [fn, next] of layer) {
      for (const edge of graph.callers(fn)) {
        const flags = carriesBlocking(edge, reach, graph) ? flagsAbove(edge, next.flags, graph) : undefined
        if (flags) add(edge.from, { edge, next, flags }, above)
      }
    }
    layer = above
  }
  return found
}

/** The shortest way down that a caller asks for. */
export function wayBelow(edge: Edge, ways: Ways): Descent | undefined {
  return ways.get(edge.to)?.find(({ flags }) => isAskedFor(edge, flags))
}

/** What the caller has to be given for a way that wants `flags` below it; undefined where the call leaves one of them out. */
function flagsAbove(edge: Edge, flags: readonly number[], graph: Graph): readonly number[] | undefined {
  if (!isAskedFor(edge, flags)) return undefined
  const handed = flags.flatMap((each) => handedOn(edge, each, graph.summaries) ?? [])
  return [...new Set([...(edge.site.call.flags ?? []), ...handed])].toSorted((a, b) => a - b)
}

function isAskedFor(edge: Edge, flags: readonly number[]): boolean {
  return !flags.some((each) => leavesOut(edge, each))
}

/** The steps of a way down, ending with the blocking call. */
export function stepsBelow(from: Descent): { readonly steps: readonly ChainStep[]; readonly leaf: BlockingSite } {
  const steps: ChainStep[] = []
  let way = from
  for (; 'next' in way; way = way.next) steps.push({ name: way.edge.to.summary.name, place: calleePlace(way.edge.site) })
  steps.push({ name: way.leaf.call.calleeText, place: calleePlace(way.leaf) })
  return { steps, leaf: way.leaf }
}

interface Upward {
  readonly fn: FunctionNode
  readonly flags: readonly number[]
  readonly edges: readonly Edge[]
}

/** From the nearest root of the loop to each function on it. */
export class Approaches {
  readonly #from = new Map<FunctionNode, Edge | undefined>()
  readonly #reach: Reachability
  readonly #graph: Graph

  constructor(graph: Graph, reach: Reachability) {
    this.#reach = reach
    this.#graph = graph
    let layer: FunctionNode[] = [...reach.roots.keys()]
    for (const root of layer) this.#from.set(root, undefined)
    while (layer.length > 0) {
      const below: FunctionNode[] = []
      for (const fn of layer) {
        for (const edge of graph.callees(fn)) {
          if (this.#from.has(edge.to) || !this.#isTaken(edge)) continue
          this.#from.set(edge.to, edge)
          below.push(edge.to)
        }
      }
      layer = below
    }
  }

  /** root -> … -> the call `site`; none where the call wants a parameter that nobody on the loop gives. */
  chainTo(site: BlockingSite): Chain | undefined {
    const nearest = this.#edgesTo(site.fn)
    const edges = this.#areAsking(nearest, site) ? nearest : this.#askingEdges(site)
    const root = edges && this.#reach.roots.get(edges[0]?.from ?? site.fn)
    if (!root) return undefined
    const steps = edges.map((edge): ChainStep => ({ name: edge.to.summary.name, place: calleePlace(edge.site) }))
    const leaf = { name: site.call.calleeText, place: calleePlace(site) }
    return { root, steps: [{ name: root.name, place: root.place }, ...steps, leaf] }
  }

  /** From the nearest root. */
  #edgesTo(fn: FunctionNode): Edge[] {
    const edges: Edge[] = []
    for (let edge = this.#from.get(fn); edge; edge = this.#from.get(edge.from)) edges.unshift(edge)
    return edges
  }

  #areAsking(edges: readonly Edge[], { call }: BlockingSite): boolean {
    let flags: readonly number[] | undefined = call.flags ?? []
    for (const edge of edges.toReversed()) flags = flags && flagsAbove(edge, flags, this.#graph)
    return flags !== undefined
  }

  /** Upwards from the call, as far as callers give or hand on what it wants. */
  #askingEdges({ fn, call }: BlockingSite): Edge[] | undefined {
    const seen = new Map<FunctionNode, Set<string>>()
    for (let layer: Upward[] = [{ fn, flags: call.flags ?? [], edges: [] }]; layer.length > 0;) {
      const top = layer.find((each) => this.#reach.roots.has(each.fn))
      if (top) return [...top.edges]
      const above: Upward[] = []
      for (const at of layer) {
        for (const edge of this.#graph.callers(at.fn)) {
          const flags = this.#from.has(edge.from) && this.#isTaken(edge) ? flagsAbove(edge, at.flags, this.#graph) : undefined
          const known = seen.get(edge.from) ?? new Set()
          if (!flags || known.has(String(flags))) continue
          seen.set(edge.from, known.add(String(flags)))
          above.push({ fn: edge.from, flags, edges: [edge, ...at.edges] })
        }
      }
      layer = above
    }
    return undefined
  }

  #isTaken(edge: Edge): boolean {
    return !edge.viaParameter && !this.#graph.guard(edge.site) && this.#reach.onLoop.has(edge.to)
  }
}

/** The callee of a call as a place. */
export function calleePlace(site: { readonly file: string; readonly call: BlockingSite['call'] }): Place {
  const { call } = site
  return { file: site.file, start: call.calleeStart, end: call.calleeEnd, line: call.line, column: call.column }
}

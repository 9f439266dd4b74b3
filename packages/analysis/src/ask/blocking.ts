/** What blocks the loop in a file, and where each blocking call of the project can run. */
import type { Tier } from '@offloop/catalog'
import type { BlockingSite, Graph } from '../join/graph.ts'
import { pushTo } from '../join/push-to.ts'
import type { FunctionNode } from '../join/target.ts'
import { Approaches, calleePlace, carriesBlocking, descents, stepsBelow, wayBelow } from './chains.ts'
import type { Ways } from './chains.ts'
import type { BlockingCall, Finding, LoopRoot } from './finding.ts'
import type { Reachability } from './reachable.ts'

/** Answers for one state of the project; made anew when a file changes. */
export class Blocking {
  readonly #graph: Graph
  readonly #reach: Reachability
  readonly #ways = new Map<string, Ways>()
  /** Sites of a kind by file: each file asks for its own. */
  readonly #sites = new Map<'blocking' | 'bridges', ReadonlyMap<string, readonly BlockingSite[]>>()
  #approaches: Approaches | undefined

  constructor(graph: Graph, reach: Reachability) {
    this.#graph = graph
    this.#reach = reach
  }

  /** What blocks the loop in a file: calls of the catalogue, or (`bridges`) of what `asyncToSync` gives. */
  findingsIn(file: string, tiers?: ReadonlySet<Tier>, kind: 'blocking' | 'bridges' = 'blocking'): Finding[] {
    const found: Finding[] = []
    for (const site of this.#sitesIn(file, kind)) {
      if (this.#graph.guard(site) || (tiers && !tiers.has(site.api.tier))) continue
      const root = this.#frame(site.fn)
      if (!root) continue
      const steps = [
        { name: root.name, place: root.place },
        { name: site.call.calleeText, place: calleePlace(site) },
      ]
      const { calleeText: callee, isAwaited } = site.call
      found.push({ kind: 'direct', place: calleePlace(site), callee, api: site.api, chain: { root, steps }, isAwaited })
    }
    const ways = this.#waysFor(tiers, kind)
    const seen = new Set<number>()
    for (const fn of this.#graph.functionsOf(file)) {
      // Few edges lead to what blocks: whether anything runs on the loop is asked for those alone.
      const edges = this.#graph.callees(fn).filter((edge) => ways.has(edge.to))
      const root = edges.length > 0 ? this.#frame(fn) : undefined
      if (!root) continue
      for (const edge of edges) {
        if (edge.kind === 'callback' || !carriesBlocking(edge, this.#reach, this.#graph) || seen.has(edge.site.call.calleeStart)) continue
        const way = wayBelow(edge, ways)
        if (!way) continue
        const below = stepsBelow(way)
        seen.add(edge.site.call.calleeStart)
        const place = calleePlace(edge.site)
        const steps = [{ name: root.name, place: root.place }, { name: edge.to.summary.name, place }, ...below.steps]
        const { calleeText: callee, isAwaited } = edge.site.call
        found.push({ kind: 'chain', place, callee, api: below.leaf.api, chain: { root, steps }, isAwaited })
      }
    }
    return found.sort((a, b) => a.place.start - b.place.start)
  }

  all(): BlockingCall[] {
    this.#approaches ??= new Approaches(this.#graph, this.#reach)
    const approaches = this.#approaches
    return this.#graph.blocking.map((site) => this.#verdict(site, approaches))
  }

  #verdict(site: BlockingSite, approaches: Approaches): BlockingCall {
    const base = { place: calleePlace(site), callee: site.call.calleeText, api: site.api }
    if (this.#reach.onLoop.has(site.fn) && !this.#graph.guard(site)) {
      const chain = approaches.chainTo(site)
      if (chain) return { ...base, reach: 'loop', chain }
    }
    const isOnce = this.#graph.guard(site) === 'once' && this.#reach.onLoop.has(site.fn)
    return { ...base, reach: isOnce || this.#reach.atStartUp.has(site.fn) ? 'start-up' : 'unreached' }
  }

  /** The root in whose own text `fn` runs: itself, or what it is a callback in. */
  #frame(fn: FunctionNode): LoopRoot | undefined {
    const seen = new Set<FunctionNode>()
    for (let at: FunctionNode | undefined = fn; at && !seen.has(at);) {
      seen.add(at)
      const root = this.#reach.roots.get(at)
      if (root) return root
      const inner: FunctionNode = at
      const outer = this.#graph.functionsOf(inner.file)[inner.summary.parent]
      const isCallback: boolean = this.#graph
        .callers(inner)
        .some(
          (edge) =>
            edge.from === outer &&
            !edge.viaParameter &&
            edge.timing !== 'elsewhere' &&
            edge.timing !== 'kept' &&
            edge.site.call.start < inner.summary.start &&
            edge.site.call.end >= inner.summary.end,
        )
      at = isCallback ? outer : undefined
    }
    return undefined
  }

  #sitesIn(file: string, kind: 'blocking' | 'bridges'): readonly BlockingSite[] {
    let sites = this.#sites.get(kind)
    if (!sites) {
      const byFile = new Map<string, BlockingSite[]>()
      for (const site of this.#graph[kind]) pushTo(byFile, site.file, site)
      this.#sites.set(kind, (sites = byFile))
    }
    return sites.get(file) ?? []
  }

  #waysFor(tiers: ReadonlySet<Tier> | undefined, kind: 'blocking' | 'bridges'): Ways {
    const key = `${kind} ${tiers ? [...tiers].sort().join() : ''}`
    let ways = this.#ways.get(key)
    if (!ways) this.#ways.set(key, (ways = descents(this.#graph, this.#reach, tiers, this.#graph[kind])))
    return ways
  }
}

/** Shortest ways along the edges, with what each edge is: from a root down to a function, and from a function down to what blocks. */
import type { BlockingSite, Edge, Graph } from '../join/graph.ts'
import type { FunctionNode } from '../join/target.ts'
import { carriesBlocking } from './chains.ts'
import type { LoopRoot } from './finding.ts'
import type { Reachability } from './reachable.ts'

/** Edges in order of running, from the function at the top. */
export interface Route {
  readonly top: FunctionNode
  /** How the loop enters at `top`; none where modules load. */
  readonly root?: LoopRoot
  readonly edges: readonly Edge[]
}

/** A blocking call, and how a function comes to it. */
export interface BlockingBelow {
  readonly site: BlockingSite
  readonly edges: readonly Edge[]
  /**
   * What lies between the function and the call. `none`: the caller stands still until it is done. `async`: an async function or another root
   * of the loop, where findings about the call stand. `later`: a callback that runs after the caller went on.
   */
  readonly between: 'none' | 'async' | 'later'
}

/** From the nearest root of the loop down to `fn`; `outer` leaves out roots that are only async functions of the project. */
export function routeFromRoot(graph: Graph, reach: Reachability, fn: FunctionNode, outer = false): Route | undefined {
  const route = routeUp(
    graph,
    fn,
    (at) => reach.roots.has(at) && !(outer && reach.roots.get(at)?.kind === 'async'),
    (edge) => isFollowed(edge) && reach.onLoop.has(edge.from),
  )
  const root = route && reach.roots.get(route.top)
  return root && { ...route, root }
}

/** From the top level of the nearest module down to `fn`: how it runs while modules load. */
export function routeFromModule(graph: Graph, reach: Reachability, fn: FunctionNode): Route | undefined {
  return routeUp(
    graph,
    fn,
    (at) => at.summary.kind === 'module',
    (edge) => !edge.viaParameter && edge.timing === 'now' && reach.atStartUp.has(edge.from),
  )
}

/** Every blocking call below `fn`, those for which it stands still first, then those behind async functions and later callbacks; nearest first. */
export function blockingBelow(graph: Graph, reach: Reachability, fn: FunctionNode): BlockingBelow[] {
  const sites = new Map<FunctionNode, BlockingSite[]>()
  for (const site of graph.blocking) sites.set(site.fn, [...(sites.get(site.fn) ?? []), site])
  const reached = new Map<FunctionNode, Edge | undefined>([[fn, undefined]])
  spread(graph, reached, (edge) => carriesBlocking(edge, reach, graph))
  spread(graph, reached, (edge) => isFollowed(edge) && !isRegistration(edge, reach))
  return [...reached.keys()].flatMap((at) => {
    const edges: Edge[] = []
    for (let edge = reached.get(at); edge; edge = reached.get(edge.from)) edges.unshift(edge)
    return (sites.get(at) ?? []).map((site): BlockingBelow => ({ site, edges, between: betweenOf(edges, reach, graph) }))
  })
}

/** True for edges that lead from code on the loop to code on the loop. */
function isFollowed(edge: Edge): boolean {
  return !edge.viaParameter && edge.timing !== 'elsewhere'
}

/** Whoever registers a handler, a listener or a timer doesn't run it. */
function isRegistration(edge: Edge, reach: Reachability): boolean {
  const root = reach.roots.get(edge.to)
  return edge.kind === 'callback' && root !== undefined && root.kind !== 'async'
}

function betweenOf(edges: readonly Edge[], reach: Reachability, graph: Graph): BlockingBelow['between'] {
  if (edges.some((each) => each.timing === 'later' || each.timing === 'kept')) return 'later'
  return edges.some((each) => !carriesBlocking(each, reach, graph)) ? 'async' : 'none'
}

/** Adds what the edges lead to, layer by layer. */
function spread(graph: Graph, reached: Map<FunctionNode, Edge | undefined>, follows: (edge: Edge) => boolean): void {
  let layer = [...reached.keys()]
  while (layer.length > 0) {
    const below: FunctionNode[] = []
    for (const at of layer) {
      for (const edge of graph.callees(at)) {
        if (reached.has(edge.to) || !follows(edge)) continue
        reached.set(edge.to, edge)
        below.push(edge.to)
      }
    }
    layer = below
  }
}

function routeUp(
  graph: Graph,
  fn: FunctionNode,
  isTop: (at: FunctionNode) => boolean,
  follows: (edge: Edge) => boolean,
): Route | undefined {
  const towards = new Map<FunctionNode, Edge | undefined>([[fn, undefined]])
  for (let layer = [fn]; layer.length > 0;) {
    const top = layer.find(isTop)
    if (top) {
      const edges: Edge[] = []
      for (let edge = towards.get(top); edge; edge = towards.get(edge.to)) edges.push(edge)
      return { top, edges }
    }
    const above: FunctionNode[] = []
    for (const at of layer) {
      for (const edge of graph.callers(at)) {
        if (towards.has(edge.from) || !follows(edge)) continue
        towards.set(edge.from, edge)
        above.push(edge.from)
      }
    }
    layer = above
  }
  return undefined
}

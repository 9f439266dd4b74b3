/** New awaits of a function, the caches that it fills around them, and what else is rewritten around several at once. */
import type { BlockingSite, FunctionNode, Graph } from '@offloop/analysis'
import { compoundAround } from '../rewrite/compound.ts'
import { inShortCircuit } from '../rewrite/optional-chain.ts'
import { fillsOf } from '../rewrite/single-flight.ts'
import type { Fill } from '../rewrite/single-flight.ts'
import type { Sources } from '../rewrite/source.ts'
import type { Colouring } from './colour.ts'

/** A place that awaits from now on, and what makes it await: a blocking call, or a function that becomes async. */
export interface NewAwait {
  readonly start: number
  readonly end: number
  readonly cause: BlockingSite | FunctionNode
}

/** The new awaits of each function. */
export function newAwaits(
  functions: Iterable<FunctionNode>,
  sites: readonly BlockingSite[],
  colouring: Colouring,
): Map<FunctionNode, readonly NewAwait[]> {
  const found = new Map<FunctionNode, NewAwait[]>()
  const note = (fn: FunctionNode, each: NewAwait): void => void found.set(fn, [...(found.get(fn) ?? []), each])
  for (const site of sites) note(site.fn, { start: site.call.start, end: site.call.end, cause: site })
  for (const fn of functions)
    for (const { site } of colouring.callers(fn)) note(site.fn, { start: site.call.start, end: site.call.end, cause: fn })
  return found
}

/** The fills of a function that share a promise. One that may lead back to itself would wait for itself. */
export function sharedFills(fn: FunctionNode, awaits: readonly NewAwait[], { graph, sources, twins }: Context): Fill[] {
  if (fn.summary.kind === 'module') return []
  const source = sources.of(fn.file)
  const fills = fillsOf(source.functionNode(fn), awaits, source).filter((each) => !twins || each.declaration.parent?.type === 'Program')
  return fills.length > 0 && !isRecursive(fn, graph) ? fills : []
}

interface Context {
  readonly graph: Graph
  readonly sources: Sources
  readonly twins: unknown
}

/** Pairs of causes whose awaits stand in one expression that is rewritten, or fill one variable: they can't be taken apart. */
export function sharedEdits(colouring: Colouring, context: Context): [NewAwait['cause'], NewAwait['cause']][] {
  const owners = new Map<string, NewAwait['cause']>()
  const pairs: [NewAwait['cause'], NewAwait['cause']][] = []
  for (const [fn, awaits] of newAwaits(colouring.converted.keys(), colouring.rewritten, colouring)) {
    for (const { start, end, key } of sharedPlaces(fn, awaits, context)) {
      for (const { cause } of awaits.filter((each) => start <= each.start && each.end <= end)) {
        const owner = owners.get(`${fn.file}\0${key}`)
        if (owner) pairs.push([owner, cause])
        else owners.set(`${fn.file}\0${key}`, cause)
      }
    }
  }
  return pairs
}

function sharedPlaces(fn: FunctionNode, awaits: readonly NewAwait[], context: Context): { start: number; end: number; key: string }[] {
  const source = context.sources.of(fn.file)
  const fills = sharedFills(fn, awaits, context).map(({ assignment, block, declaration, name }) => ({
    start: block?.[0]!.start ?? assignment.start,
    end: assignment.end,
    key: `${declaration.start} ${name}`,
  }))
  const nodes = awaits.flatMap((each) => {
    const node = source.callNode(each)
    return [compoundAround(node, source), inShortCircuit(node) ? node : undefined]
  })
  return [...fills, ...nodes.flatMap((each) => (each ? [{ start: each.start, end: each.end, key: `${each.start} ${each.end}` }] : []))]
}

function isRecursive(fn: FunctionNode, graph: Graph): boolean {
  const seen = new Set<FunctionNode>()
  const queue = [fn]
  for (let at = queue.pop(); at; at = queue.pop())
    for (const { to } of graph.callees(at)) {
      if (to === fn) return true
      if (seen.has(to)) continue
      seen.add(to)
      queue.push(to)
    }
  return false
}

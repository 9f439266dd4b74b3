/** Everywhere a function's result is used: the calls that would have to await it, or the obstacle that one of them is. */
import type { CallSite, Edge, FunctionNode, Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import { loopOver } from '../rewrite/await.ts'
import type { Obstacle } from '../rewrite/await.ts'
import type { HostKind } from '../rewrite/host-call.ts'
import { outer } from '../rewrite/source.ts'
import type { AssertedSite, ProjectTests } from '../testing/tests.ts'
import { fromCallback } from './callbacks.ts'
import { boundObstacle, fromUse, literalObstacle } from './function-values.ts'
import { isStreamMember } from './forwarding.ts'
import type { ForwardSearch } from './forwarding.ts'
import { droppedNexts } from './next-calls.ts'
import { computedCallOf } from './computed-calls.ts'
import type { TypeOracle } from './oracle.ts'

/** A place that must change when the function becomes async. */
export type CallerSite =
  | {
      /** `call`: await the call. `each`: a loop over what a generator gives. Else the function is a callback of a host whose call is rewritten. */
      readonly kind: 'call' | 'each' | HostKind
      readonly site: CallSite
    }
  | AssertedSite

/** The calls of a function that must await it, or why they can't all be known. */
export interface Callers {
  readonly sites: readonly CallerSite[]
  readonly obstacle?: Obstacle
}

/** What the search for callers asks. */
export interface CallerSearch extends ForwardSearch {
  readonly oracle: TypeOracle
  readonly tests: ProjectTests
  readonly assumeClosed: boolean
}

/** Finds every call of a function, in the index and by asking TypeScript; the first obstacle among its uses, and all calls that could await it. */
export function callersOf(fn: FunctionNode, search: CallerSearch): Callers {
  const { graph } = search
  const sites: CallerSite[] = []
  const obstacles: Obstacle[] = []
  const isRoot = graph.roots.has(fn)
  for (const edge of graph.callers(fn)) {
    if (edge.isGuess || edge.isWrapped) continue
    const found = fromEdge(fn, edge, search, isRoot)
    if (found && 'reason' in found) obstacles.push(found)
    else if (found) sites.push(found)
  }
  for (const site of isRoot ? droppedNexts(fn, search) : []) sites.push({ kind: 'call', site })
  for (const { file, use } of graph.uses(fn)) {
    const obstacle = fromUse(fn, file, use, search)
    if (obstacle) obstacles.push(obstacle)
  }
  const escaped = literalObstacle(fn, search, isRoot, sites.length > 0)
  if (escaped) obstacles.push(escaped)
  const held = isRoot || isStreamMember(fn, search) ? undefined : search.containers.obstacle(fn, search.sources)
  if (held) obstacles.push(held)
  const maybe = maybeCallers(fn, search)
  if (maybe.obstacle) obstacles.push(maybe.obstacle)
  // what the function is for tells more than that somebody takes it as a value
  const first = obstacles.find((each) => each.reason === 'constructor' || each.reason === 'reflection') ?? obstacles[0]
  return { sites: [...sites, ...maybe.sites], ...(first ? { obstacle: first } : {}) }
}

/** The site at the other end of an edge, an obstacle, or nothing where nothing has to change there. */
export function fromEdge(fn: FunctionNode, edge: Edge, search: CallerSearch, isRoot: boolean): CallerSite | Obstacle | undefined {
  const { call } = edge.site
  switch (edge.kind) {
    case 'construct':
      return { reason: 'constructor', message: `${fn.summary.name} runs while an object is constructed` }
    case 'protocol':
      return { reason: 'host-sync', message: `${fn.summary.name} is called by the language, which can't await it` }
    case 'accessor':
      return { reason: 'accessor', message: `${fn.summary.name} is read as a property` }
    case 'call':
      if (call.kind === 'new') return { reason: 'constructor', message: `${fn.summary.name} is used with new` }
      if (call.callee.k === 'member' && call.name === 'bind') return boundObstacle(fn, edge.site, search)
      if (isChained(search.sources.of(edge.site.file).callNode(call)))
        return {
          reason: 'shape-differs',
          message: `line ${call.line} chains what ${fn.summary.name} gives: a promise that may be one of a library, or not there on every path`,
        }
      return fn.summary.isGenerator ? loopSite(fn, edge.site, search) : { kind: 'call', site: edge.site }
    case 'callback':
      if (fn.summary.isGenerator) return generatorWall(fn)
      return fromCallback(fn, edge, search, isRoot)
  }
}

/** `load().then(…)`: the result is no plain value. */
function isChained(call: Node): boolean {
  const { parent, child } = outer(call)
  const around = parent && outer(parent).parent
  return (
    parent?.type === 'MemberExpression' &&
    parent.object === child &&
    /^(then|catch|finally)$/.test(nameOf(parent.property, parent.computed) ?? '') &&
    around?.type === 'CallExpression' &&
    around.callee === parent
  )
}

/** Member calls of the same name whose receiver the index doesn't know: TypeScript is asked; what it can't tell holds the function back. */
function maybeCallers(fn: FunctionNode, search: CallerSearch): { sites: CallerSite[]; obstacle?: Obstacle } {
  const name = memberName(fn, search)
  const sites: CallerSite[] = []
  if (name === undefined) return { sites }
  const computed = search.assumeClosed ? undefined : computedCallOf(fn, name, search)
  if (computed) return { sites, obstacle: computed }
  const family = new Set(search.graph.family(fn))
  for (const site of search.graph.unknownCalls.get(name) ?? []) {
    const declared = search.oracle.declared(site.file, memberStart(site, search))
    if (declared === 'external') continue
    if (declared === undefined) {
      if (search.assumeClosed) continue
      return {
        sites,
        obstacle: { reason: 'maybe-caller', message: `${site.call.calleeText} may be ${fn.summary.name}: its receiver is unknown` },
      }
    }
    if (
      declared.some((each) =>
        [...family].some(
          (member) =>
            member.file === each.file &&
            member.summary.start <= each.start &&
            each.start <= member.summary.end &&
            member.summary.kind !== 'module',
        ),
      )
    ) {
      const found = fn.summary.isGenerator ? loopSite(fn, site, search) : ({ kind: 'call', site } as const)
      if ('reason' in found) return { sites, obstacle: found }
      sites.push(found)
    }
  }
  return { sites }
}

/** An async generator gives its values to `for await` alone. */
function loopSite(fn: FunctionNode, site: CallSite, search: CallerSearch): CallerSite | Obstacle {
  return loopOver(search.sources.of(site.file).callNode(site.call)) ? { kind: 'each', site } : generatorWall(fn)
}

function generatorWall(fn: FunctionNode): Obstacle {
  return {
    reason: 'generator',
    message: `${fn.summary.name} is a generator whose values are not only taken by for (… of …): go over them with a loop, or collect them first`,
  }
}

function memberStart(site: CallSite, search: CallerSearch): number {
  const source = search.sources.of(site.file)
  return source.text.lastIndexOf(site.call.name.replace(/^#/, ''), site.call.calleeEnd - 1)
}

/** The name under which a function can be called as a member. */
function memberName(fn: FunctionNode, search: CallerSearch): string | undefined {
  const last = fn.summary.name.slice(fn.summary.name.lastIndexOf('.') + 1)
  if (fn.summary.cls !== undefined) return last
  const node = search.sources.of(fn.file).functionNode(fn)
  const { parent } = outer(node)
  const isHeld = parent?.type === 'Property' || (parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
  return isHeld || search.graph.uses(fn).some((each) => each.use.context.as === 'object') ? last : undefined
}

/** Everywhere a function's result is used: the calls that would have to await it, or the obstacle that one of them is. */
import type { CallSite, Edge, FunctionNode, Graph, Value } from '@offloop/analysis'
import { isArrayHost } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { isArray, rewrittenHosts } from '../rewrite/array-callback.ts'
import { outer } from '../rewrite/source.ts'
import type { Sources } from '../rewrite/source.ts'
import type { TypeOracle } from './oracle.ts'

/** A place that must change when the function becomes async. */
export interface CallerSite {
  /** `call`: await the call. `array`: the function is a callback of an array method, whose result must be awaited. */
  readonly kind: 'call' | 'array'
  readonly site: CallSite
}

/** The calls of a function that must await it, or why they can't all be known. */
export interface Callers {
  readonly sites: readonly CallerSite[]
  readonly obstacle?: Obstacle
}

/** What the search for callers asks. */
export interface CallerSearch {
  readonly graph: Graph
  readonly sources: Sources
  readonly oracle: TypeOracle
  readonly assumeClosed: boolean
}

const describers = new Set(['describe', 'suite', 'context'])

/** Finds every call of a function, in the index and by asking TypeScript; the first obstacle among its uses, and all calls that could await it. */
export function callersOf(fn: FunctionNode, search: CallerSearch): Callers {
  const { graph } = search
  const sites: CallerSite[] = []
  const obstacles: Obstacle[] = []
  const isRoot = graph.roots.has(fn)
  for (const edge of graph.callers(fn)) {
    if (edge.isGuess) continue
    const found = fromEdge(fn, edge, search, isRoot)
    if (found && 'reason' in found) obstacles.push(found)
    else if (found) sites.push(found)
  }
  for (const { file, use } of graph.uses(fn)) {
    const obstacle = fromUse(fn, file, use.context, use.value, use.line, search)
    if (obstacle) obstacles.push(obstacle)
  }
  const escaped = literalObstacle(fn, search, isRoot, sites.length > 0)
  if (escaped) obstacles.push(escaped)
  const maybe = maybeCallers(fn, search)
  if (maybe.obstacle) obstacles.push(maybe.obstacle)
  return { sites: [...sites, ...maybe.sites], ...(obstacles[0] ? { obstacle: obstacles[0] } : {}) }
}

function fromEdge(fn: FunctionNode, edge: Edge, search: CallerSearch, isRoot: boolean): CallerSite | Obstacle | undefined {
  const { call } = edge.site
  const at = `${edge.site.call.calleeText}`
  switch (edge.kind) {
    case 'construct':
      return { reason: 'constructor', message: `${fn.summary.name} runs while an object is constructed` }
    case 'protocol':
      return { reason: 'host-sync', message: `${fn.summary.name} is called by the language, which can't await it` }
    case 'accessor':
      return { reason: 'accessor', message: `${fn.summary.name} is read as a property` }
    case 'call':
      if (call.kind === 'new') return { reason: 'constructor', message: `${fn.summary.name} is used with new` }
      if (call.callee.k === 'member' && call.name === 'bind')
        return { reason: 'escapes', message: `${fn.summary.name} is bound with ${at}` }
      return { kind: 'call', site: edge.site }
    case 'callback':
      return callbackOf(fn, edge, search, isRoot)
  }
}

function callbackOf(fn: FunctionNode, edge: Edge, search: CallerSearch, isRoot: boolean): CallerSite | Obstacle | undefined {
  const { graph } = search
  const { call, file } = edge.site
  const root = graph.roots.get(fn)
  if (root?.kind === 'handler') return undefined
  const targets = graph.calleeTargets(edge.site)
  if (targets.some((each) => each.t === 'fn' || each.t === 'class')) {
    // the project's own function calls it: those calls are edges of their own
    const called = graph
      .callers(fn)
      .some((each) => each.viaParameter && targets.some((target) => target.t === 'fn' && each.from === target.node))
    return called ? undefined : { reason: 'escapes', message: `${fn.summary.name} is handed to ${call.calleeText}, which keeps it` }
  }
  if (edge.timing === 'elsewhere')
    return describers.has(call.name)
      ? { reason: 'host-sync', message: `${call.name} can't await its callback` }
      : acceptsTest(call.name, call.calleeText)
  if (edge.timing === 'later') {
    if (root?.kind === 'listener')
      return { reason: 'event-listener', message: `${fn.summary.name} listens to an emitter, which drops promises` }
    return undefined
  }
  if (call.kind === 'new') return { reason: 'promise-executor', message: 'the errors of an async promise executor are lost' }
  if (edge.timing === 'now' && isArrayHost(call.name)) {
    if (!rewrittenHosts.has(call.name)) return { reason: 'host-sync', message: `${call.name} uses the callback's result at once` }
    return isArray(edge.site, search.sources.of(file), search.oracle)
      ? { kind: 'array', site: edge.site }
      : { reason: 'unknown-receiver', message: `the receiver of ${call.calleeText} may be no array` }
  }
  if (isRoot) return undefined
  return edge.timing === 'now'
    ? { reason: 'host-sync', message: `${call.calleeText} uses the callback's result at once` }
    : { reason: 'unknown-callee', message: `what ${call.calleeText} does with the callback's result is unknown` }
}

function acceptsTest(name: string, text: string): Obstacle | undefined {
  if (/^(it|test|before|after|beforeEach|afterEach|beforeAll|afterAll|setup|teardown|specify|only|skip|todo|action)$/.test(name))
    return undefined
  return { reason: 'unknown-callee', message: `what ${text} does with the callback's result is unknown` }
}

function fromUse(
  fn: FunctionNode,
  file: string,
  context: { readonly as: string },
  value: Value,
  line: number,
  search: CallerSearch,
): Obstacle | undefined {
  switch (context.as) {
    case 'export':
    case 'receiver':
    case 'alias':
    case 'object':
    case 'type':
      return undefined
    case 'argument': {
      // a call takes it: linked as a callback edge where the index saw which call
      const linked = search.graph.callers(fn).some((edge) => edge.kind === 'callback' && edge.site.file === file)
      return linked || search.graph.roots.has(fn)
        ? undefined
        : { reason: 'escapes', message: `${fn.summary.name} is handed on in line ${line}` }
    }
    default:
      return value.k === 'member' && isAccess(value)
        ? undefined
        : { reason: 'escapes', message: `${fn.summary.name} is used as a value in line ${line}` }
  }
}

function isAccess(value: Value & { k: 'member' }): boolean {
  return value.name === 'length' || value.name === 'name'
}

/** A function literal that is neither called, named, handed to a known host nor a member has gone where nobody can follow. */
function literalObstacle(fn: FunctionNode, search: CallerSearch, isRoot: boolean, hasCallers: boolean): Obstacle | undefined {
  if (isRoot || hasCallers || fn.summary.isBodiless) return undefined
  const node = search.sources.of(fn.file).functionNode(fn)
  if (node.type !== 'FunctionExpression' && node.type !== 'ArrowFunctionExpression') return undefined
  const { parent } = outer(node)
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'AssignmentExpression':
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      return undefined
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === node || search.graph.callers(fn).length > 0
        ? undefined
        : { reason: 'unknown-callee', message: 'what the call does with this callback is unknown' }
    default:
      return { reason: 'escapes', message: `${fn.summary.name} is handed out as a value` }
  }
}

/** Member calls of the same name whose receiver the index doesn't know: TypeScript is asked; what it can't tell holds the function back. */
function maybeCallers(fn: FunctionNode, search: CallerSearch): { sites: CallerSite[]; obstacle?: Obstacle } {
  const name = memberName(fn, search)
  const sites: CallerSite[] = []
  if (name === undefined) return { sites }
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
    )
      sites.push({ kind: 'call', site })
  }
  return { sites }
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

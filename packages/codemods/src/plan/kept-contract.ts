/** Functions that give promises already and become async: their callers stay as they are. What such a function threw at once is a rejection from then on. */
import type { CallSite, Edge, FunctionNode, Graph, Node } from '@offloop/analysis'
import { relative } from 'node:path'
import type { Obstacle } from '../rewrite/await.ts'
import { chainAround } from '../rewrite/await.ts'
import { catchesAll } from '../rewrite/handler-guard.ts'
import { outer } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import type { AssertedSite } from '../testing/tests.ts'
import { fromEdge } from './callers.ts'
import type { CallerSearch } from './callers.ts'
import { handlesRejections } from './forwarding.ts'
import { fromUse } from './function-values.ts'
import { isGatherer, isGathered } from './gathered.ts'

/** What is left to do at the calls of such a function. */
export interface KeptContract {
  /** Assertions about what it throws. */
  readonly sites: readonly AssertedSite[]
  readonly obstacle?: Obstacle
  /** Some callers, seen or not, get an error in another way than before. */
  readonly isNoted: boolean
}

/** Obstacles that say that somebody unseen may call it: they get what they got before. */
const unseenCaller = new Set(['escapes', 'unknown-callee', 'unknown-receiver', 'maybe-caller'])

/** Looks at every call: does an error end up in the same place? `isSeenByOthers`: the package exports it, or nobody is seen calling it. */
export function keptContract(fn: FunctionNode, isSeenByOthers: boolean, search: CallerSearch): KeptContract {
  const sites: AssertedSite[] = []
  let isNoted = isSeenByOthers
  for (const { file, use } of search.graph.uses(fn)) {
    const obstacle = fromUse(fn, file, use, search)
    if (obstacle && !unseenCaller.has(obstacle.reason)) return { sites, obstacle, isNoted }
  }
  const throws = throwsAtOnce(fn, search)
  for (const edge of search.graph.callers(fn)) {
    if (edge.isGuess || edge.isWrapped) continue
    const found =
      edge.kind === 'call' && edge.site.call.kind !== 'new' ? ({ kind: 'call', site: edge.site } as const) : taken(fn, edge, search)
    if (!found) continue
    if ('reason' in found) {
      if (!unseenCaller.has(found.reason)) return { sites, obstacle: found, isNoted }
      isNoted = true
    } else if (found.kind === 'assertion') sites.push(found)
    else if (throws) {
      const failing = found.kind === 'call' ? failureOf(found.site, search, new Set([fn])) : gathered(found.site, search)
      if (failing === 'lost') return { sites, obstacle: lost(fn, found.site), isNoted }
      isNoted ||= failing === 'elsewhere'
    }
  }
  return { sites, isNoted: isNoted && throws }
}

/** What callers that stay as they are meet in another way than before. */
export type ContractChange = keyof typeof changes

const changes = {
  'sync-throw': (name: string) => `what ${name} threw at once is a rejection of its promise now`,
  breaking: (name: string) => `${name} gives users of the package a promise from now on: a breaking change`,
  'callback-later': (name: string) => `${name} calls its callback after it has returned: what follows a call of it runs first`,
}

/** One line for each function of which callers meet a change. */
export function contractNotes(
  functions: readonly FunctionNode[],
  colouring: { readonly changes: ReadonlyMap<FunctionNode, ContractChange> },
  root: string,
): string[] {
  return functions.flatMap((fn) => {
    const change = colouring.changes.get(fn)
    return change ? `${relative(root, fn.file)}:${fn.summary.line}: ${changes[change](fn.summary.name)} [${change}]` : []
  })
}

function taken(fn: FunctionNode, edge: Edge, search: CallerSearch): ReturnType<typeof fromEdge> {
  return fromEdge(fn, edge, search, search.graph.roots.has(fn))
}

function gathered(site: CallSite, { sources }: CallerSearch): Failing {
  const source = sources.of(site.file)
  return isGathered(source.callNode(site.call), source) ? 'same' : 'lost'
}

function lost(fn: FunctionNode, { call }: CallSite): Obstacle {
  return {
    reason: 'unhandled-rejection',
    message: `what ${fn.summary.name} throws at once ends elsewhere than a rejection of its promise, which ${call.calleeText} (line ${call.line}) neither awaits nor returns`,
  }
}

/** False where all that the function does stands in a `try` whose `catch` throws nothing itself. */
function throwsAtOnce(fn: FunctionNode, { sources }: CallerSearch): boolean {
  if (fn.summary.isBodiless) return false
  const source = sources.of(fn.file)
  const node = source.functionNode(fn)
  const body = 'body' in node ? (node.body as Node) : undefined
  if (!body || !catchesAll(body)) return true
  const [only] = (body as Node & { type: 'BlockStatement' }).body
  const { handler, finalizer } = only as Node & { type: 'TryStatement' }
  return [handler!, finalizer].some((each) => each && /\bthrow\b/.test(source.text.slice(each.start, each.end)))
}

/** Where an error of a call ends: in the same place, handled by a chain of `then` and `catch`, or nowhere. */
type Failing = 'same' | 'elsewhere' | 'lost'

function failureOf(site: CallSite, search: CallerSearch, seen: Set<FunctionNode>): Failing {
  const source = search.sources.of(site.file)
  const { at, isChained, isCaught } = followed(source.callNode(site.call), source)
  const { parent } = outer(at)
  if (parent?.type === 'AwaitExpression') return isChained ? 'elsewhere' : 'same'
  const fn = site.fn
  const isModule = fn.summary.kind === 'module'
  const isTried = !isModule && isInTry(at)
  if (parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && parent.body === at)) {
    if (isTried) return 'lost'
    if (isChained || fn.summary.isAsync || seen.has(fn)) return isChained ? 'elsewhere' : 'same'
    seen.add(fn)
    if (dropsPromises(fn, search.graph)) return 'lost'
    return worst(
      search.graph.callers(fn).map((each) => (each.kind === 'call' ? failureOf(each.site, search, seen) : givenTo(each, search))),
    )
  }
  if (parent?.type !== 'ExpressionStatement') return 'lost'
  // a rejection that nobody handles ends the process, as the error of a module did
  if (isModule && !isInTry(at)) return isCaught ? 'elsewhere' : handlesRejections(search.graph) ? 'lost' : 'same'
  return isCaught && !isTried ? 'elsewhere' : 'lost'
}

/** Callbacks of arrays threw out of the array's method. */
function givenTo({ site, timing }: Edge, search: CallerSearch): Failing {
  return timing === 'now' && gathered(site, search) === 'lost' ? 'lost' : 'elsewhere'
}

/** An emitter, or a framework that handles what its handlers throw and not what they reject with. */
function dropsPromises(fn: FunctionNode, { roots, catalog }: Graph): boolean {
  const root = roots.get(fn)
  return root?.kind === 'listener' || catalog.handlers.some((each) => each.id === root?.handler && each.rejection === 'unhandled')
}

function worst(all: readonly Failing[]): Failing {
  return all.includes('lost') ? 'lost' : all.includes('elsewhere') ? 'elsewhere' : 'same'
}

/** The expression that a call's promise goes into: chains, `Promise.all([…])`, the branches of a condition. */
function followed(call: Node, source: Source): { at: Node; isChained: boolean; isCaught: boolean } {
  let at = chainAround(call)
  let isChained = false
  let isCaught = false
  for (;;) {
    const { parent, child } = outer(at)
    const around = parent?.parent
    const isBranch =
      (parent?.type === 'ConditionalExpression' && parent.test !== child) ||
      (parent?.type === 'LogicalExpression' && parent.right === child) ||
      (parent?.type === 'UnaryExpression' && parent.operator === 'void')
    const isGiven = parent?.type === 'ArrayExpression' && around?.type === 'CallExpression' && isGatherer(around, source)
    const method =
      parent?.type === 'MemberExpression' && parent.object === child && around?.type === 'CallExpression' && around.callee === parent
        ? /^(then|catch|finally)$/.exec(source.text.slice(parent.property.start, parent.property.end))?.[1]
        : undefined
    if (method !== undefined) {
      isChained = true
      isCaught ||= method === 'catch' || (method === 'then' && (around as Node & { type: 'CallExpression' }).arguments.length > 1)
    } else if (!isBranch && !isGiven) return { at: child, isChained, isCaught }
    at = chainAround(isBranch ? parent! : around!)
  }
}

function isInTry(node: Node): boolean {
  for (let at: Node | null | undefined = node; at && !/Function/.test(at.type); at = at.parent) {
    const { parent } = at as { parent?: Node | null }
    if (parent?.type === 'TryStatement' && (parent.block === at || parent.finalizer)) return true
  }
  return false
}

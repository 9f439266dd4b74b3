/** What it takes to make a function async: its own obstacles, those of its users, and the calls that would have to await it. */
import type { CallSite, FunctionNode } from '@offloop/analysis'
import type { PublicForm } from '../define-codemod.ts'
import { obstacleTo } from '../rewrite/await.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { hostObstacle } from '../rewrite/host-call.ts'
import { callersOf } from './callers.ts'
import type { CallerSearch, CallerSite } from './callers.ts'
import { chainedObstacle } from './chained.ts'
import { declaredBeside } from './declared-beside.ts'
import { forwardObstacle } from './forwarding.ts'
import { interruptionObstacle } from './interruption.ts'
import type { Modules } from './modules.ts'
import { compoundObstacle } from './read-modify-write.ts'
import { errorObstacle, isLastOf, isOnlyCalledBack, takesCallback } from './callback-contract.ts'
import { keptContract } from './kept-contract.ts'
import type { ContractChange } from './kept-contract.ts'
import { familyGivesPromises } from './promise-givers.ts'
import { unawaitedObstacle } from './unawaited.ts'
import { ownWall } from './walls.ts'

/** A wall with the place where it stands. */
export interface PlacedWall extends Obstacle {
  readonly file: string
  readonly line: number
}

/** What the search for needs asks. */
export interface NeedSearch extends CallerSearch {
  readonly modules: Modules
  readonly publicFunctions: ReadonlySet<FunctionNode>
  /** What is done about those. */
  readonly publicForm: PublicForm
  /** Functions and calls that an earlier round found not to work: their types did not fit. */
  readonly refused: ReadonlyMap<string, Obstacle>
  /** Files that are not edited. */
  readonly handsOff: ReadonlyMap<string, Obstacle>
  /** For files that are no sources: a package.json. */
  isReadOnly(file: string): boolean
}

/** One function's needs. */
export interface Need {
  readonly fn: FunctionNode
  readonly sites: readonly CallerSite[]
  readonly family: readonly FunctionNode[]
  /** Async already, or a module's top level that can await: nobody above has to change. */
  readonly isEnd: boolean
  /** What is no longer as it was for callers that stay as they are. */
  readonly change?: ContractChange
  /** Why the function itself can't be async. */
  readonly own?: PlacedWall
  /** Why somebody who uses it needs its value at once. */
  readonly use?: PlacedWall
}

/** Key of a function among the refused. */
export function keyOf(fn: FunctionNode): string {
  return `${fn.file}\0${fn.summary.index}`
}

/** The needs of the given functions and of all that they lead to upwards. */
export function needsOf(start: Iterable<FunctionNode>, search: NeedSearch): Map<FunctionNode, Need> {
  const needs = new Map<FunctionNode, Need>()
  const queue = [...start]
  for (let fn = queue.pop(); fn; fn = queue.pop()) {
    if (needs.has(fn)) continue
    const need = needOf(fn, search)
    needs.set(fn, need)
    queue.push(...need.sites.map((each) => each.site.fn), ...need.family)
  }
  return needs
}

/** What was decided about a function or call before anything is looked at: an earlier round refused it, or its file is not edited. */
export function withheld(search: NeedSearch, file: string, key: number): Obstacle | undefined {
  return search.refused.get(`${file}\0${key}`) ?? search.handsOff.get(file)
}

/** What stands against `await` at one of the calls. */
export function siteObstacle({ kind, site }: CallerSite, search: NeedSearch): Obstacle | undefined {
  const source = search.sources.of(site.file)
  const node = source.callNode(site.call)
  return (
    withheld(search, site.file, site.call.start) ??
    (kind === 'call' || kind === 'each' || kind === 'assertion' ? undefined : hostObstacle(kind, site, source)) ??
    (kind === 'call' ? chainedObstacle(node, site, source) : undefined) ??
    (keepsCallback(site.fn, search) ? errorObstacle(node, site, search.sources) : undefined) ??
    obstacleTo(node, source, kind === 'call') ??
    compoundObstacle(site, node, kind === 'call', search) ??
    interruptionObstacle(site, node, search) ??
    unawaitedObstacle(site, node, search)
  )
}

function needOf(fn: FunctionNode, search: NeedSearch): Need {
  const place = { file: fn.file, line: fn.summary.line }
  const source = search.sources.of(fn.file)
  const refused = withheld(search, fn.file, fn.summary.index)
  const alone = { fn, sites: [], family: [] }
  if (fn.summary.isAsync) return { ...alone, isEnd: true, ...(refused ? { own: { ...refused, ...place } } : {}) }
  const own = refused ?? ownWall(fn, source, search, search.modules) ?? forwardObstacle(fn, search)
  if (own) return { ...alone, isEnd: false, own: { ...own, ...place } }
  if (fn.summary.kind === 'module') return { ...alone, isEnd: true }
  if (familyGivesPromises(fn, search)) return keptNeed(fn, search)
  const { sites, obstacle: used } = callersOf(fn, search)
  if (keepsCallback(fn, search)) return callbackNeed(fn, sites, used, search)
  const isExported = search.publicFunctions.has(fn)
  const converts = search.publicForm === 'convert' && isCalledByOthers(fn, search)
  const use =
    isExported && !converts
      ? { reason: 'public-api', message: `${fn.summary.name} is exported by the package` }
      : (used ??
        search.tests.mocks.obstacle(fn) ??
        declaredBeside(fn, search.graph) ??
        (converts ? undefined : uncalled(fn, sites, search)))
  const family = [...search.graph.family(fn), ...search.tests.mocks.standsFor(fn)].filter((each) => each !== fn)
  return { fn, sites, family, isEnd: false, ...(converts ? { change: 'breaking' } : {}), ...(use ? { use: { ...use, ...place } } : {}) }
}

/** Its callers get a promise before and after, so that they need not change. */
function keptNeed(fn: FunctionNode, search: NeedSearch): Need {
  const { sites, obstacle, isNoted } = keptContract(fn, isCalledByOthers(fn, search), search)
  const use = obstacle ?? search.tests.mocks.obstacle(fn)
  const place = { file: fn.file, line: fn.summary.line }
  return {
    fn,
    sites,
    family: [],
    isEnd: false,
    ...(isNoted ? { change: 'sync-throw' } : {}),
    ...(use ? { use: { ...use, ...place } } : {}),
  }
}

/** Its callers count on its callback alone. Those that go on after the call await it, so that they meet what the callback did. */
function callbackNeed(fn: FunctionNode, sites: readonly CallerSite[], used: Obstacle | undefined, search: NeedSearch): Need {
  const isLast = ({ file, call, fn: around }: CallSite): boolean =>
    isLastOf(search.sources.of(file).callNode(call), () => !search.modules.isLoaded(file)) && isNobodyWaiting(around, search)
  const waiting = sites.filter(({ kind, site }) => kind !== 'call' || !isLast(site))
  const use = used ?? search.tests.mocks.obstacle(fn)
  const place = { file: fn.file, line: fn.summary.line }
  return { fn, sites: waiting, family: [], isEnd: false, change: 'callback-later', ...(use ? { use: { ...use, ...place } } : {}) }
}

/** Whoever calls the function counts on a callback, or does not go on when it is over. */
function isNobodyWaiting(fn: FunctionNode, search: NeedSearch): boolean {
  if (fn.summary.kind === 'module' || keepsCallback(fn, search)) return true
  return isOnlyCalledBack(fn, search.graph, (edge) => {
    if (edge.timing === 'later' || search.tests.callback(fn, edge.site)) return true
    const takers = search.graph.calleeTargets(edge.site)
    return takers.length > 0 && takers.every((each) => each.t === 'fn' && keepsCallback(each.node, search))
  })
}

/**
 * It is called by others than the index sees, and tells them of its end through a callback. Only on demand: some of them may go on as if the callback
 * had been called, and some hosts of callbacks (the package async) give none to a function that is async.
 */
export function keepsCallback(fn: FunctionNode, search: NeedSearch): boolean {
  return (
    search.publicForm === 'convert' &&
    isCalledByOthers(fn, search) &&
    search.graph.family(fn).every((each) => each === fn) &&
    takesCallback(fn, search.sources)
  )
}

function isCalledByOthers(fn: FunctionNode, search: NeedSearch): boolean {
  return search.publicFunctions.has(fn) || uncalled(fn, [], search) !== undefined
}

function uncalled(fn: FunctionNode, sites: readonly CallerSite[], { graph, modules, tests }: NeedSearch): Obstacle | undefined {
  const isUncalled =
    isPublished(fn, modules) &&
    sites.length === 0 &&
    !fn.summary.isBodiless &&
    !graph.roots.has(fn) &&
    graph.callers(fn).length === 0 &&
    tests.mocks.standsFor(fn).length === 0
  return isUncalled
    ? {
        reason: 'unknown-caller',
        message: `nothing that the index sees calls ${fn.summary.name}: whoever does expects its value at once`,
      }
    : undefined
}

/** In an application that is not published, a function without callers is dead code; in a package it may be anyone's. */
function isPublished(fn: FunctionNode, modules: Modules): boolean {
  const owner = modules.packageOf(fn.file)?.json
  return owner?.name !== undefined && owner.private !== true
}

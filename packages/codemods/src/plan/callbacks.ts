/** What becomes of a function that is handed to a call: the call must await it, drops it, or can't take an async one. */
import type { Edge, FunctionNode, Target } from '@offloop/analysis'
import { isArrayHost, isSyncTransaction } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { callbackIndex, hostOf } from '../rewrite/host-call.ts'
import { assignsOutside } from './effects.ts'
import { isPassedArrays } from './array-arguments.ts'
import { isExecutor, isFreeListener, isNodeCallback } from './dropped.ts'
import { capturesRejections } from './emitters.ts'
import { toldEmitter } from './listener-errors.ts'
import type { CallerSearch, CallerSite } from './callers.ts'

/** The site that has to change, an obstacle, or nothing where the function may become async without a change of the call. */
export function fromCallback(fn: FunctionNode, edge: Edge, search: CallerSearch, isRoot: boolean): CallerSite | Obstacle | undefined {
  const { graph } = search
  const { call, file } = edge.site
  const root = graph.roots.get(fn)
  if (root?.kind === 'handler') return undefined
  const inTest = search.tests.callback(fn, edge.site)
  if (inTest === 'step') return { kind: 'call', site: edge.site }
  if (inTest) return inTest === 'awaited' || inTest === 'unread' ? undefined : inTest
  const targets = graph.calleeTargets(edge.site)
  if (targets.some((each) => each.t === 'fn' || each.t === 'class')) {
    // the project's own function calls it or hands it on: those are edges of their own
    const isUsed = targets.some((target) =>
      target.t === 'fn' ? isUsedIn(fn, target.node, edge, search) : target.t === 'class' && isUsedByClass(fn, target, search),
    )
    return isUsed ? undefined : { reason: 'escapes', message: `${fn.summary.name} is handed to ${call.calleeText}, which keeps it` }
  }
  if (targets.some(isSyncTransaction))
    return {
      reason: 'sync-transaction',
      message: `${call.calleeText} commits when its function returns, so an async one would run outside of it`,
    }
  if (targets.some(givesResult)) return { kind: 'call', site: edge.site }
  if (call.calleeText === 'Reflect.apply' && isArgument(fn, edge, 0, search)) return { kind: 'call', site: edge.site }
  if (search.tests.mocks.standsFor(fn).length > 0) return undefined
  if (edge.timing === 'elsewhere') return elsewhere(edge)
  if (edge.timing === 'later') {
    return root?.kind === 'listener' ? fromListener(fn, edge, search) : undefined
  }
  if (isExecutor(fn, edge.site, search)) return undefined
  if (call.kind === 'new')
    return {
      reason: 'promise-executor',
      message: 'what the executor does is needed at once: await, return or chain the promise where it is made',
    }
  if (edge.timing === 'now') {
    const kind = hostOf(edge.site, isArrayHost(call.name), search.sources.of(file), search.oracle, () => isArrayElsewhere(edge, search))
    if (typeof kind !== 'string') return kind
    return isArgument(fn, edge, callbackIndex(kind), search)
      ? { kind, site: edge.site }
      : { reason: 'escapes', message: `${fn.summary.name} is handed to ${call.calleeText} as a value` }
  }
  if (isRoot || isNodeCallback(fn, edge.site, search)) return undefined
  if (/^memoi[sz]e/i.test(call.name))
    return {
      reason: 'cache',
      message: `${call.calleeText} would keep the promise of ${fn.summary.name}, also one that is rejected: forget the key on a rejection, then make it async`,
    }
  return { reason: 'unknown-callee', message: `what ${call.calleeText} does with the callback's result is unknown` }
}

/** What the receiver's own file does not tell. */
function isArrayElsewhere({ site }: Edge, search: CallerSearch): boolean {
  return search.assumeClosed || isPassedArrays(site, search)
}

function fromListener(fn: FunctionNode, { site }: Edge, search: CallerSearch): Obstacle | undefined {
  const isCaught = capturesRejections(site, search.sources.of(site.file)) && !assignsOutside(fn, search.sources)
  if (isCaught || (search.isFree && isFreeListener(fn, site, search))) return undefined
  if (search.listeners === 'convert' && toldEmitter(fn, site, search) !== undefined) return undefined
  return { reason: 'event-listener', message: `${fn.summary.name} listens to an emitter, which drops promises` }
}

/** `storage.run(store, f)`: calls the function at once, gives back what it gives, and its context goes on behind an await. */
function givesResult(target: Target): boolean {
  return (
    target.t === 'external' &&
    target.module === 'node:async_hooks' &&
    /\b(AsyncLocalStorage|AsyncResource)(\(\))?[.#](run|exit|runInAsyncScope)$/.test(target.path)
  )
}

/** A parameter of `user`, or of a function within it, is called with this function, or hands it on. */
function isUsedIn(fn: FunctionNode, user: FunctionNode, given: Edge, { graph }: CallerSearch): boolean {
  const isWithin = (each: FunctionNode): boolean =>
    each.file === user.file && each.summary.start >= user.summary.start && each.summary.end <= user.summary.end
  return graph.callers(fn).some((each) => each !== given && isWithin(each.from) && (each.viaParameter || each.kind === 'callback'))
}

/** A method of the class calls what its constructor keeps. */
function isUsedByClass(fn: FunctionNode, { file, cls }: Target & { t: 'class' }, { graph }: CallerSearch): boolean {
  return graph.callers(fn).some((each) => each.kind === 'call' && each.from.file === file && each.from.summary.cls === cls.index)
}

function isArgument(fn: FunctionNode, { site }: Edge, index: number, { graph }: CallerSearch): boolean {
  const argument = site.call.args[index]
  return argument !== undefined && graph.targets(site.file, argument).some((each) => each.t === 'fn' && each.node === fn)
}

/** Commands, of which only an action waits for its function's promise, and the end of the process. */
function elsewhere({ site: { call } }: Edge): Obstacle | undefined {
  if (/^process\.(on|once)$/.test(call.calleeText))
    return { reason: 'exit-hook', message: `the process may end before an async listener of "${call.text ?? 'an event'}" is done` }
  if (call.name === 'action') return undefined
  return { reason: 'unknown-callee', message: `what ${call.calleeText} does with the callback's result is unknown` }
}

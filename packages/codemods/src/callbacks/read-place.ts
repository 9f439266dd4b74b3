/** Whether a call with a callback can be awaited where it stands. */
import type { Mention, Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { isLoop } from './async-library.ts'
import { inlineOf } from './inline.ts'
import { isFunction } from './tree.ts'
import type { Call, FunctionNode } from './tree.ts'
import type { Inline, Obstacle, Target, Unit } from './unit.ts'

/** What is known of the file's other functions. */
export interface Known {
  readonly source: Source
  readonly targetOf: (call: Call) => Target | undefined
  /** Why a function of the file keeps its callback. */
  readonly refusal: (fn: FunctionNode) => Obstacle | undefined
  readonly isSync: (fn: FunctionNode) => boolean
  /** Places may start an async function that nobody waits for. */
  readonly mayDetach: boolean
  /** The top level can wait. */
  readonly canWaitAtTop: boolean
}

/** Where a list of statements stands. */
export interface Spot {
  /** Nothing of the function runs after it. */
  readonly isTail: boolean
  /** Something was awaited before. */
  readonly isLater: boolean
  readonly isInTry: boolean
  readonly isInCallback: boolean
  /** In a function that nobody waits for. */
  readonly isDetached: boolean
  /** What was the other branch follows now: it has to be left. */
  readonly hasOther?: boolean
}

interface Asked {
  readonly call: Call
  readonly statement: Node
  readonly target: Target
  readonly spot: Spot
  readonly unit: Unit
  readonly known: Known
  readonly ownCallOf: (call: Call) => unknown
}

interface Read {
  /** None where the callback of the function around it is passed on. */
  readonly inline: Inline | undefined
  readonly isDetached: boolean
  /** Its callback may run before it returns. */
  readonly isSyncTarget: boolean
}

/** What the call becomes, or what stands against it. */
export function readPlace({ call, statement, target, spot, unit, known, ownCallOf }: Asked): Read | Obstacle {
  if (unit.obstacle) return unit.obstacle
  const called = 'fn' in target ? [target.fn] : 'flow' in target ? target.flow.tasks : []
  const refusal = called.map((each) => known.refusal(each)).find((each) => each !== undefined)
  if (refusal) return refusal
  if (spot.isInTry) return { reason: 'in-try', message: 'the `try` around it would catch what the callback throws' }
  if (call.arguments.some((each) => each.type === 'SpreadElement')) return { reason: 'callback', message: 'its arguments are a list' }
  const canWait = unit.kind !== 'sync' && (unit.fn !== undefined || (known.canWaitAtTop && !spot.isInCallback))
  const isDetached = !(spot.isTail && (canWait || spot.isInCallback))
  const mayDetach = unit.kind === 'sync' || (!unit.fn && !spot.isInCallback) || known.mayDetach
  if (isDetached && !mayDetach) return { reason: 'not-last', message: 'what follows it runs before its callback' }
  if (isDetached && (statement.type === 'ReturnStatement' || isFunction(statement.parent)))
    return { reason: 'result-used', message: 'the function gives back what the call gives' }
  if ('flow' in target && !isLoop(target.flow) && called.some((each) => known.isSync(each)))
    return { reason: 'calls-back-at-once', message: 'a task may end at once, and with an error the next ones would not begin' }
  const isSyncTarget = called.some((each) => known.isSync(each)) || ('flow' in target && !target.flow.isFilled)
  if (isSyncTarget && (isDetached || (!spot.isLater && unit.kind === 'root')))
    return { reason: 'calls-back-at-once', message: 'its callback may run before the call returns' }
  const last = call.arguments.at(-1)!
  if (isFunction(last)) {
    const isAlone = isDetached || spot.isDetached
    const mayThrow = unit.kind === 'root' || unit.kind === 'sync' || unit.kind === 'test' || !unit.fn || isAlone
    const inline = inlineOf(last, target, { isCompletion: (each) => !isAlone && ownCallOf(each) !== undefined, mayThrow }, known.source)
    return 'reason' in inline ? inline : { inline, isDetached, isSyncTarget }
  }
  const isOwn = unit.kind !== 'executor' && unit.callback && known.source.references.bindingOf(last as Mention) === unit.callback.id
  if (!isOwn || isDetached || spot.isDetached) return { reason: 'named-callback', message: 'its callback is given by name' }
  if ('form' in target && target.form.values.length > 1)
    return { reason: 'several-values', message: 'it gives several values to a callback that is passed on' }
  return { inline: undefined, isDetached: false, isSyncTarget }
}

/** What stands against a `throw` of the function itself. */
export function throwObstacle({ kind, fn, isThrowFatal }: Unit, { isInTry, isInCallback }: Spot): Obstacle | undefined {
  if (isInTry || kind === 'test' || kind === 'sync' || !fn || isThrowFatal) return undefined
  if (kind === 'executor' ? !isInCallback : isInCallback && kind === 'root') return undefined
  const message = isInCallback
    ? 'what a callback throws ends the process now, and would be a rejection then'
    : 'what it throws at once would be a rejection'
  return { reason: 'throws', message }
}

/** `process.exit(1)` */
export function isExit(call: Call, source: Source): boolean {
  return source.text.slice(call.callee.start, call.callee.end) === 'process.exit' && source.scopes.lookup('process', call) === undefined
}

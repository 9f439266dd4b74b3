/** May two calls run at the same time? */
import {
  connectionsIn,
  isBad,
  isGuardName,
  isInTransaction,
  isRetried,
  isSameSource,
  lastName,
  namesAlong,
  wordsOf,
} from '@offloop/analysis'
import type { Effect, Node } from '@offloop/analysis'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { shortText } from './surroundings.ts'
import type { Call, Surroundings } from './surroundings.ts'

/** What is awaited, and the names that its value gets. */
export interface Read {
  /** All that is evaluated, and what it is bound to. */
  readonly whole: Node
  readonly promise: Node
  readonly call: Call
  readonly names: readonly string[]
}

/** They throw, or decide, whether what comes next may happen. */
const checks = /^(?:require|ensure|verify|check|assert|validate|authorize|authorise|authenticate|can|may|must|is|has|guard|protect)$/u

/** Why a call can't start before an earlier one has ended; `undefined` where it can. */
export function conflictOf(later: Read, earlier: Read, surroundings: Surroundings): Refusal | undefined {
  const { source, text } = surroundings
  const first = shortText(earlier.call, source)
  if (isCheck(earlier)) return refuse('guard', `\`${first}\` before it decides whether it may run`)
  const effects = [
    [earlier, surroundings.effectOf(earlier.promise)],
    [later, surroundings.effectOf(later.promise)],
  ] as const
  for (const [read, effect] of effects) if (isBad(effect)) return refuseEffect(effect, read === earlier ? `\`${first}\` before it` : 'it')
  const held = connectionsIn(earlier.call)
  const shared = connectionsIn(later.call).find((name) => held.includes(name))
  if (shared !== undefined) return refuse('connection', `\`${shared}\` does one thing at a time`)
  if (isSameSource(earlier.call, later.call, text)) return refuse('same-call', `it asks the same as \`${first}\` before it`)
  return undefined
}

/** Why no calls at a place may run together. */
export function placeConflict(node: Node): Refusal | undefined {
  if (isInTransaction(node)) return refuse('transaction', 'it is part of a transaction')
  if (isRetried(node)) return refuse('retry', 'a loop tries it again where it fails')
  return undefined
}

/** The refusal of something that is no read. */
export function refuseEffect({ kind, why = '' }: Effect, what: string): Refusal {
  if (kind === 'unknown') return refuse('unknown-effect', `what ${what} does is not known: ${why}`)
  const verb = what === 'it' ? 'it is no read' : `${what} is no read`
  return refuse(kind === 'order' ? 'order' : 'write', `${verb}: ${why}`)
}

/** By its name, or by the names that its value gets. */
function isCheck({ call, names }: Read): boolean {
  const name = lastName(call.callee) ?? ''
  if (checks.test(wordsOf(name)[0] ?? '') || isGuardName(name) || names.some((each) => isGuardName(each))) return true
  return namesAlong(call.callee)
    .slice(0, -1)
    .some((each) => /^(?:auth|guard|policy|permissions?|session|limiter|lock|mutex|semaphore)$/iu.test(each))
}

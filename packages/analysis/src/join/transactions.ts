/** Async functions where a database takes sync ones: the transaction ends when the function returns its promise, at the first await. */
import { syncTransactions } from '@offloop/catalog'
import type { CallSummary } from '../summarise/summary.ts'
import { catalogueNames } from './external-names.ts'
import type { FunctionNode, Target } from './target.ts'
import type { Targets } from './targets.ts'

/** The async functions among what may be the function of a transaction; through parameters, too. */
export function asyncTransactions(callee: readonly Target[], call: CallSummary, file: string, targets: Targets): FunctionNode[] {
  const [argument] = call.args
  if (!argument || !callee.some(isSyncTransaction)) return []
  return targets.of(file, argument).flatMap((each) => (each.t === 'fn' && each.node.summary.isAsync ? [each.node] : []))
}

/** True for a method that commits when the function it is given returns. */
export function isSyncTransaction(target: Target): boolean {
  if (target.t !== 'external') return false
  const names = new Set(catalogueNames(target.path))
  return syncTransactions.some(({ module, name }) => module === target.module && names.has(name))
}

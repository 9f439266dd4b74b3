/** Callbacks that return early and feed a next step: their `return`s become the ends of branches. */
import type { Node } from '@offloop/analysis'
import { completes, returnsIn } from './completion.ts'

/** True where each `return` is the last thing that happens on its way: at the end, or in an `if`. */
export function canBranch(statements: readonly Node[]): boolean {
  for (const [index, each] of statements.entries()) {
    if (each.type === 'ReturnStatement' || returnsIn(each).length === 0) continue
    if (each.type === 'BlockStatement') {
      if (!canBranch(each.body) || (completes(each.body) && index < statements.length - 1)) return false
      continue
    }
    if (each.type !== 'IfStatement') return false
    const branches = [each.consequent, ...(each.alternate ? [each.alternate] : [])].map(bodyOf)
    if (!branches.every(canBranch)) return false
    const open = branches.filter(completes)
    const isLast = index === statements.length - 1
    // what follows goes into the branch that goes on: there may be one of them at most
    if (!isLast && open.length + (each.alternate ? 0 : 1) > 1) return false
  }
  return true
}

/** The statements of a branch, with braces or without. */
export function bodyOf(branch: Node): readonly Node[] {
  return branch.type === 'BlockStatement' ? branch.body : [branch]
}

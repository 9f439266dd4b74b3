/** Things that do one thing at a time, in ESLint's tree. */
import { connectionsIn as connectionsInNode, isInTransaction as isNodeInTransaction } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import type { TSESTree } from '@typescript-eslint/utils'

/** The names in a call that stand for such a thing: its receivers, its arguments, and what options objects hold. `more` are names that the user adds. */
export function connectionsIn(node: TSESTree.Node, more: readonly string[] = []): string[] {
  return connectionsInNode(node as unknown as Node, more)
}

/** In a callback of `transaction(…)`, `withSession(…)` and the like, whose calls share a connection that may not be named. */
export function isInTransaction(node: TSESTree.Node): boolean {
  return isNodeInTransaction(node as unknown as Node)
}

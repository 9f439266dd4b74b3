/** Can an async function reject, and does anybody look at a promise? */
import { isHandled as isHandledNode, rejectionsOf } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import type { TSESTree } from '@typescript-eslint/utils'
import type { FunctionNode } from './functions.ts'
import { parentPast } from './names.ts'

/**
 * The first place where an async function can reject: an `await` or `throw` that no `try … catch` of it surrounds.
 * `isSafe` says of an awaited call that it never rejects.
 */
export function unprotected(fn: FunctionNode, isSafe?: (awaited: TSESTree.CallExpression) => boolean): TSESTree.Node | undefined {
  const found = rejectionsOf(fn as unknown as Node) as unknown as TSESTree.Node[]
  return found.find((node) => {
    const awaited = node.type === 'AwaitExpression' && node.argument.type === 'CallExpression' ? node.argument : undefined
    return !awaited || !isSafe?.(awaited)
  })
}

/** `.catch(…)`, `.then(a, b)`, and what comes after them with `.finally(…)`. */
export function isHandled(promise: TSESTree.Node): boolean {
  return isHandledNode(promise as unknown as Node)
}

/** True where nobody can look at the value of an expression: a statement of its own, or the left of a comma. */
export function isDropped(node: TSESTree.Node): boolean {
  const parent = parentPast(node)
  if (parent?.type === 'ExpressionStatement') return true
  return parent?.type === 'SequenceExpression' && parent.expressions.at(-1) !== node
}

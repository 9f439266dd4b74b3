/** Can an async function reject, and does anybody look at a promise? */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import type { FunctionNode } from './functions.ts'
import { ownNodes } from './functions.ts'
import { bare, methodCall, parentPast } from './names.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** The first place where an async function can reject: an `await` or `throw` that no `try … catch` of it surrounds. */
export function unprotected(fn: FunctionNode, sourceCode: SourceCode): TSESTree.Node | undefined {
  for (const node of ownNodes(fn.body, sourceCode)) {
    if (node.type === 'ThrowStatement') {
      if (!isCaught(node, fn)) return node
    } else if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)) {
      if (!isCaught(node, fn) && !isInHandlerOfTry(node, fn) && !(node.type === 'AwaitExpression' && isHandled(node.argument))) return node
    } else if (node.type === 'ReturnStatement' && node.argument && isPromiseCall(node.argument) && !isHandled(node.argument)) {
      // `return load()` rejects with what it returns, whatever surrounds it.
      return node
    }
  }
  return undefined
}

/** `.catch(…)`, `.then(a, b)`, and what comes after them with `.finally(…)`. */
export function isHandled(promise: TSESTree.Node): boolean {
  const call = methodCall(bare(promise))
  if (!call) return false
  const { arguments: args } = bare(promise) as TSESTree.CallExpression
  if (call.method === 'catch') return args.length > 0
  if (call.method === 'then') return args.length > 1 || isHandled(call.receiver)
  return call.method === 'finally' && isHandled(call.receiver)
}

function isPromiseCall(node: TSESTree.Node): boolean {
  const inner = bare(node)
  const call = methodCall(inner)
  return call !== undefined && (call.method === 'then' || call.method === 'finally')
}

/** In the block of a `try` that has a `catch`, or inside a `catch` clause of an outer one that does. */
function isCaught(node: TSESTree.Node, fn: FunctionNode): boolean {
  for (let at = node, parent = node.parent; parent && at !== fn; at = parent, parent = parent.parent) {
    if (parent.type === 'TryStatement' && parent.handler && parent.block === at) return true
  }
  return false
}

/** What a `catch` clause or a `finally` awaits (a log, a rollback) is the last resort already. */
function isInHandlerOfTry(node: TSESTree.Node, fn: FunctionNode): boolean {
  for (let at: TSESTree.Node | undefined = node; at && at !== fn; at = at.parent) {
    if (at.type === 'CatchClause') return true
  }
  return false
}

/** True where nobody can look at the value of an expression: a statement of its own, or the left of a comma. */
export function isDropped(node: TSESTree.Node): boolean {
  const parent = parentPast(node)
  if (parent?.type === 'ExpressionStatement') return true
  return parent?.type === 'SequenceExpression' && parent.expressions.at(-1) !== node && true
}

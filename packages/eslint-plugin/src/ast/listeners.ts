/** Functions that get pieces of a stream, or messages. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction } from './functions.ts'
import type { FunctionNode } from './functions.ts'
import { bare, memberName, methodCall } from './names.ts'
import { namesAlong } from './words.ts'

/** The listener of `data`, or the body of `for await`, around a node. */
export function pieceAround(node: TSESTree.Node): TSESTree.Node | undefined {
  for (let at: TSESTree.Node | undefined = node; at; at = at.parent) {
    if (at.type === 'ForOfStatement' && at.await) return at.body
    if (isFunction(at)) return isListenerOf(at, 'data') ? at : undefined
  }
  return undefined
}

/** The parameter of a listener of `message`, or of `onmessage`. */
export function isMessage(parameter: { readonly fn: FunctionNode; readonly index: number } | undefined): boolean {
  return parameter !== undefined && (isListenerOf(parameter.fn, 'message') || isOnMessage(parameter.fn))
}

function isOnMessage({ parent }: FunctionNode): boolean {
  return parent.type === 'AssignmentExpression' && memberName(bare(parent.left)) === 'onmessage'
}

function isListenerOf(fn: FunctionNode, event: string): boolean {
  const { parent } = fn
  if (parent.type !== 'CallExpression' || parent.arguments[1] !== fn) return false
  const [first] = parent.arguments
  const call = methodCall(parent)
  if (!call || !/^(?:on|once|addListener|addEventListener)$/u.test(call.method) || namesAlong(call.receiver)[0] === 'process') return false
  return first?.type === 'Literal' && first.value === event
}

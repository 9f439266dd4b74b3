/** Can a function reject, as far as its own text tells? */
import type { Node } from '../parse/file.ts'
import { pushChildren } from '../parse/walk.ts'
import { isFunctionNode } from './scopes.ts'
import { bare, nameOf } from './values.ts'

/** Where an async function can reject: each `await` and `throw` that no `try … catch` of it surrounds. Nodes need their `parent`. */
export function rejectionsOf(fn: Node): Node[] {
  const body = 'body' in fn ? (fn.body as Node | null) : null
  const found: Node[] = []
  const stack = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (canReject(node, fn)) found.push(node)
    if (node !== body && isFunctionNode(node)) continue
    pushChildren(node, stack)
  }
  return found
}

/** True where nobody has to handle what the function gives back: it catches all that it awaits, or hands on only what is handled. */
export function catchesAll(fn: Node): boolean {
  if ('async' in fn && fn.async === true) return rejectionsOf(fn).length === 0
  if (fn.type === 'ArrowFunctionExpression' && fn.body.type !== 'BlockStatement') return isHandled(fn.body)
  const body = 'body' in fn ? (fn.body as Node | null) : null
  const last = body?.type === 'BlockStatement' ? (body.body as Node[]).at(-1) : undefined
  return last?.type === 'ReturnStatement' && last.argument !== null && isHandled(last.argument)
}

/** `.catch(…)`, `.then(a, b)`, and what comes after them with `.finally(…)`. */
export function isHandled(promise: Node): boolean {
  const call = bare(promise)
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false
  const name = nameOf(call.callee.property, call.callee.computed)
  if (name === 'catch') return call.arguments.length > 0
  if (name === 'then') return call.arguments.length > 1 || isHandled(call.callee.object)
  return name === 'finally' && isHandled(call.callee.object)
}

function canReject(node: Node, fn: Node): boolean {
  switch (node.type) {
    case 'ThrowStatement':
      return !isCaught(node, fn)
    case 'AwaitExpression':
      return !isCaught(node, fn) && !isInCatch(node, fn) && !isHandled(node.argument)
    case 'ForOfStatement':
      return node.await && !isCaught(node, fn) && !isInCatch(node, fn)
    case 'ReturnStatement': {
      // `return load().then(…)` rejects with what it returns, whatever surrounds it.
      const value = node.argument && bare(node.argument)
      const name =
        value?.type === 'CallExpression' && value.callee.type === 'MemberExpression'
          ? nameOf(value.callee.property, value.callee.computed)
          : ''
      return (name === 'then' || name === 'finally') && !isHandled(value!)
    }
    default:
      return false
  }
}

/** In the block of a `try` that has a `catch`. */
function isCaught(node: Node, fn: Node): boolean {
  for (let at = node, parent = node.parent; parent && at !== fn; at = parent, parent = parent.parent) {
    if (parent.type === 'TryStatement' && parent.handler && parent.block === at) return true
  }
  return false
}

/** What a `catch` clause awaits (a log, a rollback) is the last resort already. */
function isInCatch(node: Node, fn: Node): boolean {
  for (let at: Node | null | undefined = node; at && at !== fn; at = at.parent) if (at.type === 'CatchClause') return true
  return false
}

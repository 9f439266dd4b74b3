/** Calls of a callback as the last thing that a function does, taken out of the `try` that passes its errors to the same callback. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { outer } from './source.ts'
import type { Source } from './source.ts'

/** `done(null, text)` becomes `process.nextTick(done, null, text)`: what is thrown behind the callback is no error of this function, and would call it a second time. */
export function deferCallback(edits: EditSet, fn: Node, callback: Node & { type: 'Identifier' }, source: Source): void {
  const id = source.scopes.lookup(callback.name, callback)
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type)) return false
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.optional || !isLast(node, fn)) return undefined
    if (node.callee.name !== callback.name || source.scopes.lookup(callback.name, node) !== id) return undefined
    if (source.scopes.lookup('process', node) !== undefined) return undefined
    const open = source.text.indexOf('(', node.callee.end) + 1
    edits.insert(source.file, node.callee.start, 'process.nextTick(', 0)
    edits.replace(source.file, node.callee.end, open, node.arguments.length > 0 ? ', ' : '')
    return undefined
  })
}

/** Nothing of the function comes after the call. */
function isLast(call: Node, fn: Node): boolean {
  const { parent } = outer(call)
  if (parent?.type === 'ReturnStatement') return !isWithinTry(parent, fn)
  if (parent === fn) return true
  return parent?.type === 'ExpressionStatement' && endsFunction(parent, fn)
}

function endsFunction(statement: Node, fn: Node): boolean {
  const { parent } = statement
  if (parent?.type === 'BlockStatement') {
    const next = parent.body[parent.body.indexOf(statement as (typeof parent.body)[number]) + 1]
    if (next && (next.type !== 'ReturnStatement' || next.argument)) return false
    return next ? !isWithinTry(parent, fn) : parent.parent === fn || (parent.parent != null && endsFunction(parent, fn))
  }
  return parent?.type === 'IfStatement' && endsFunction(parent, fn)
}

/** A `try` of the function's own, whose `catch` and `finally` come after. */
function isWithinTry(node: Node, fn: Node): boolean {
  for (let at: Node | null | undefined = node; at && at !== fn; at = at.parent) if (at.type === 'TryStatement') return true
  return false
}

/** Callbacks that do nothing but pass an error on. */
import type { Node } from '@offloop/analysis'
import { bare } from '@offloop/analysis'
import { isFunction, statementsOf } from '../promises/completion.ts'

/** `next`, `(error) => next(error)`, `function (error) { return next(error) }` */
export function isForwarding(callback: Node, next: string): boolean {
  const at = bare(callback)
  if (at.type === 'Identifier') return at.name === next
  if (!isFunction(at) || at.params.length !== 1 || at.generator) return false
  const [error] = at.params as Node[]
  const statements = statementsOf(at)
  const [only] = statements ?? []
  if (statements && statements.length !== 1) return false
  const value = !statements
    ? (at.body as Node)
    : only?.type === 'ExpressionStatement'
      ? only.expression
      : only?.type === 'ReturnStatement'
        ? only.argument
        : undefined
  const call = value && bare(value)
  return (
    error?.type === 'Identifier' &&
    call?.type === 'CallExpression' &&
    call.callee.type === 'Identifier' &&
    call.callee.name === next &&
    error.name !== next &&
    call.arguments.length === 1 &&
    call.arguments[0]?.type === 'Identifier' &&
    call.arguments[0].name === error.name
  )
}

/** Wrappers that pass the rejection of a handler to `next`: of packages, and the few lines that people write themselves. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import type { Facts } from '../file-codemod.ts'
import type { FunctionNode } from '../promises/completion.ts'
import { isFunction, statementsOf } from '../promises/completion.ts'
import { functionNamed } from '../promises/provenance.ts'
import { parametersOf } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { isForwarding } from './forwarding.ts'
import { moduleOf } from './receivers.ts'

/** Packages whose export as a whole wraps a handler and does nothing else. */
export const wrapperModules: ReadonlySet<string> = new Set(['express-async-handler', 'express-async-wrap', 'express-asyncify-handler'])

type Call = Node & { readonly type: 'CallExpression' }

/** The call of a wrapper whose only argument a node is. */
export function wrapperAround(node: Node, source: Source, facts: Facts): Call | undefined {
  let at = node
  while (at.parent?.type === 'ParenthesizedExpression') at = at.parent
  const call = at.parent
  return call?.type === 'CallExpression' && call.arguments.length === 1 && call.arguments[0] === at && isWrapperCall(call, source, facts)
    ? call
    : undefined
}

/** `asyncHandler(…)` */
export function isWrapperCall(call: Call, source: Source, facts: Facts): boolean {
  const callee = bare(call.callee)
  const module = callee.type === 'Identifier' ? moduleOf(callee, source) : undefined
  if (module !== undefined && !/^[./]/u.test(module)) return wrapperModules.has(module)
  const fn = (callee.type === 'Identifier' ? functionNamed(callee, source) : undefined) ?? facts.calleeOf(call)
  return isFunction(fn) && isOwnWrapper(fn)
}

/** `(fn) => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next)`, and the same with `async` and `try`. */
export function isOwnWrapper(outer: FunctionNode): boolean {
  const [fn] = parametersOf(outer)
  if (outer.params.length !== 1 || fn?.type !== 'Identifier' || outer.async || outer.generator) return false
  const inner = soleValue(outer)
  if (!isFunction(inner) || inner.generator) return false
  const names = (inner.params as Node[]).map((each) => (each.type === 'Identifier' ? each.name : undefined))
  const next = names[2]
  if (names.length !== 3 || next === undefined || names.includes(undefined)) return false
  const isCall = (node: Node | null | undefined): boolean => {
    const call = node && bare(node)
    return (
      call?.type === 'CallExpression' &&
      call.callee.type === 'Identifier' &&
      call.callee.name === fn.name &&
      call.arguments.length === 3 &&
      call.arguments.every((each, index) => each.type === 'Identifier' && each.name === names[index])
    )
  }
  return inner.async ? triesOnly(inner, isCall, next) : catchesOnly(soleValue(inner), isCall, next)
}

/** What a function gives back and does nothing besides: its expression, its only `return`, its only statement. */
function soleValue(fn: FunctionNode): Node | undefined {
  const statements = statementsOf(fn)
  if (!statements) return bare(fn.body as Node)
  const [only] = statements
  if (statements.length !== 1) return undefined
  if (only?.type === 'ReturnStatement') return only.argument ? bare(only.argument) : undefined
  return only?.type === 'ExpressionStatement' ? bare(only.expression) : undefined
}

/** `Promise.resolve(fn(req, res, next)).catch(next)`, `fn(req, res, next).catch(next)` */
function catchesOnly(value: Node | undefined, isCall: (node: Node) => boolean, next: string): boolean {
  if (value?.type !== 'CallExpression' || value.callee.type !== 'MemberExpression' || value.arguments.length !== 1) return false
  const { object, property, computed } = value.callee
  if (nameOf(property, computed) !== 'catch' || !isForwarding(value.arguments[0]!, next)) return false
  const base = bare(object)
  if (isCall(base)) return true
  return (
    base.type === 'CallExpression' &&
    base.callee.type === 'MemberExpression' &&
    base.callee.object.type === 'Identifier' &&
    base.callee.object.name === 'Promise' &&
    nameOf(base.callee.property, base.callee.computed) === 'resolve' &&
    base.arguments.length === 1 &&
    isCall(base.arguments[0]!)
  )
}

/** `try { await fn(req, res, next) } catch (error) { next(error) }` */
function triesOnly(inner: FunctionNode, isCall: (node: Node) => boolean, next: string): boolean {
  const statements = statementsOf(inner)
  const only = statements?.[0]
  if (statements?.length !== 1 || only?.type !== 'TryStatement' || only.finalizer || !only.handler || only.block.body.length !== 1)
    return false
  const tried = only.block.body[0]!
  const value = tried.type === 'ExpressionStatement' ? tried.expression : tried.type === 'ReturnStatement' ? tried.argument : undefined
  return value?.type === 'AwaitExpression' && isCall(value.argument) && isForwardingClause(only.handler, next)
}

/** `catch (error) { next(error) }` */
export function isForwardingClause(clause: Node & { readonly type: 'CatchClause' }, next: string): boolean {
  const [only] = clause.body.body
  const value = only?.type === 'ExpressionStatement' ? only.expression : only?.type === 'ReturnStatement' ? only.argument : undefined
  const { param } = clause
  return (
    clause.body.body.length === 1 &&
    param?.type === 'Identifier' &&
    value?.type === 'CallExpression' &&
    value.callee.type === 'Identifier' &&
    value.callee.name === next &&
    value.arguments.length === 1 &&
    value.arguments[0]?.type === 'Identifier' &&
    value.arguments[0].name === param.name
  )
}

/** Can a function reject, as far as its own text tells? */
import type { Node } from '../parse/file.ts'
import { pushChildren, walk } from '../parse/walk.ts'
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

/** How what a function gives back can reject. */
export interface Rejections {
  /** By what stands in the function itself; otherwise only with what `calls` give back. */
  readonly isOwn: boolean
  /** Calls that are awaited without a catch, or whose value is returned. */
  readonly calls: readonly Node[]
}

/** What a function rejects with: nothing where it catches all that it awaits, and gives back only what is handled. */
export function rejectionsIn(fn: Node): Rejections {
  const body = 'body' in fn ? (fn.body as Node | null) : null
  if (!body || Array.isArray(body) || ('generator' in fn && fn.generator === true)) return { isOwn: true, calls: [] }
  const isAsync = 'async' in fn && fn.async === true
  const returned = body.type === 'BlockStatement' ? returnsIn(body) : [body]
  const thrown = rejectionsOf(fn).filter((node) => isAsync || node.type === 'ThrowStatement')
  const awaited = thrown.map((node) => (node.type === 'AwaitExpression' ? bare(node.argument) : node))
  const values = returned.flatMap(valuesIn).filter((node) => !isSettled(node))
  const isCall = (node: Node): boolean => node.type === 'CallExpression'
  return {
    // What an async function returns is most often no promise: only calls of async functions are looked at.
    isOwn: !awaited.every(isCall) || (!isAsync && !values.every(isCall)),
    calls: [...awaited, ...values].filter(isCall),
  }
}

function returnsIn(body: Node): Node[] {
  const found: Node[] = []
  const stack = [body]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (isFunctionNode(node)) continue
    if (node.type === 'ReturnStatement' && node.argument) found.push(node.argument)
    pushChildren(node, stack)
  }
  return found
}

/** What an expression may be: both sides of a choice. */
function valuesIn(node: Node): Node[] {
  if (node.type === 'ParenthesizedExpression') return valuesIn(node.expression)
  // What it awaits is looked at as such.
  if (node.type === 'AwaitExpression') return []
  const at = bare(node)
  if (at.type === 'ConditionalExpression') return [at.consequent, at.alternate].flatMap(valuesIn)
  return at.type === 'LogicalExpression' ? [at.left, at.right].flatMap(valuesIn) : [at]
}

const plainValues =
  /^(?:Literal|TemplateLiteral|ObjectExpression|ArrayExpression|UnaryExpression|BinaryExpression|ArrowFunctionExpression|FunctionExpression)$/u

/** No promise, or one that never rejects. */
function isSettled(node: Node): boolean {
  return plainValues.test(node.type) || (node.type === 'Identifier' && node.name === 'undefined') || isHandled(node) || onlyResolves(node)
}

/** `new Promise((resolve) => setTimeout(resolve, 100))`: nothing in it rejects, and what it resolves with is no call that might. */
function onlyResolves(promise: Node): boolean {
  const made = bare(promise)
  if (made.type !== 'NewExpression' || made.callee.type !== 'Identifier' || made.callee.name !== 'Promise') return false
  const executor = made.arguments[0] && bare(made.arguments[0])
  if (executor?.type !== 'ArrowFunctionExpression' && executor?.type !== 'FunctionExpression') return false
  const [resolve] = executor.params
  if (executor.async || executor.params.length !== 1 || resolve?.type !== 'Identifier' || !executor.body) return false
  if (rejectionsOf(executor).some(({ type }) => type === 'ThrowStatement')) return false
  let isSafe = true
  walk(executor.body, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== resolve.name) return
    isSafe &&= node.arguments.every((each) => !/^(?:Call|New|Import)Expression$/u.test(bare(each).type))
  })
  return isSafe
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
      return !isCaught(node, fn) && !isInCatch(node, fn) && !isHandled(node.argument) && !onlyResolves(node.argument)
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

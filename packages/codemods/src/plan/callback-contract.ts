/** Functions whose last parameter is Node's callback `(error, value)`: what they do may go on after they return, as long as the callback is called. */
import type { CallSite, Edge, FunctionNode, Graph, Node } from '@offloop/analysis'
import { bare, walk } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { outer } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'

/** True where all that callers get is a call of the callback, whose first argument is an error or nothing. */
export function takesCallback(fn: FunctionNode, sources: Sources): boolean {
  if (fn.summary.isBodiless || fn.summary.isAsync || fn.summary.isGenerator) return false
  const source = sources.of(fn.file)
  const node = source.functionNode(fn)
  const last = 'params' in node ? (node.params as Node[]).at(-1) : undefined
  if (last?.type !== 'Identifier' || !('body' in node) || (node.body as Node).type !== 'BlockStatement') return false
  const calls = callsOf(last.name, node, source)
  return calls.some(isErrorFirst) && givesNothing(node, (value) => isHandover(value, last.name)) && !throwsItself(node)
}

/** Why the function can't await this call: an error of it went up to the caller, which gets nothing but what the callback is told. */
export function errorObstacle(call: Node, { call: { calleeText }, fn }: CallSite, sources: Sources): Obstacle | undefined {
  const last = (sources.of(fn.file).functionNode(fn) as Node & { params: Node[] }).params.at(-1)
  // what the callback itself throws went past it before, too
  if (isTried(call) || (last?.type === 'Identifier' && calleeText === last.name)) return undefined
  return {
    reason: 'unhandled-rejection',
    message: `${fn.summary.name} tells its callers of errors through a callback, and does not catch those of ${calleeText}: catch them and pass them on`,
  }
}

/** True where nothing in the function that calls it runs after it, so that it does not matter when the callback is called. */
export function isLastOf(call: Node, isEntry: () => boolean): boolean {
  let { parent, child } = outer(call)
  if (parent?.type === 'ArrowFunctionExpression') return true
  if (parent?.type !== 'ExpressionStatement' && parent?.type !== 'ReturnStatement') return false
  if (parent.type === 'ReturnStatement') return !isWithin(parent, /^(TryStatement|For|While|DoWhile)/)
  for (child = parent, parent = child.parent ?? undefined; parent; child = parent, parent = parent.parent ?? undefined) {
    if (/Function/.test(parent.type)) return true
    // whoever loads a module goes on after it
    if (parent.type === 'Program') return parent.body.at(-1) === child && isEntry()
    if (parent.type === 'BlockStatement' ? parent.body.at(-1) !== child : parent.type !== 'IfStatement') return false
  }
  return false
}

/** Nobody in the project goes on when the function is over. `isLoose`: whoever takes it as a callback does not. */
export function isOnlyCalledBack(fn: FunctionNode, graph: Graph, isLoose: (edge: Edge) => boolean): boolean {
  const callers = graph.callers(fn)
  return (
    callers.length > 0 && callers.every((each) => (each.kind === 'callback' ? isLoose(each) : each.viaParameter && each.kind === 'call'))
  )
}

function callsOf(name: string, fn: Node, { scopes }: Source): (Node & { type: 'CallExpression' })[] {
  const found: (Node & { type: 'CallExpression' })[] = []
  const id = scopes.lookup(name, (fn as Node & { body: Node }).body)
  walk(fn, (node) => {
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === name)
      if (scopes.lookup(name, node) === id) found.push(node)
    return undefined
  })
  return found
}

function isErrorFirst(call: Node & { type: 'CallExpression' }): boolean {
  const first = call.arguments[0]
  if (first?.type === 'Literal') return first.value === null && call.arguments.length > 1
  if (first?.type === 'Identifier') return first.name === 'undefined' ? call.arguments.length > 1 : /^(e|ex|er|err|error)$/.test(first.name)
  return false
}

function givesNothing(fn: Node, isNothing: (value: Node) => boolean): boolean {
  let gives = false
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type)) return false
    if (node.type === 'ReturnStatement' && node.argument && !isNothing(bare(node.argument))) gives = true
    return !gives
  })
  return !gives
}

/** `return callback(error)`, `return load(name, callback)`: a way to end, not a value. */
function isHandover(value: Node, callback: string): boolean {
  if (value.type === 'Identifier') return value.name === 'undefined'
  if (value.type === 'UnaryExpression') return value.operator === 'void'
  if (value.type !== 'CallExpression') return false
  return [value.callee, value.arguments.at(-1)].some((each) => each?.type === 'Identifier' && each.name === callback)
}

/** A `throw` that the function does not catch reaches its caller. */
function throwsItself(fn: Node): boolean {
  let found = false
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type)) return false
    if (node.type === 'ThrowStatement' && !isTried(node)) found = true
    return !found
  })
  return found
}

/** In the block of a `try` that catches, of the same function. */
function isTried(node: Node): boolean {
  for (let at = node; at.parent && !/Function/.test(at.type); at = at.parent)
    if (at.parent.type === 'TryStatement' && at.parent.block === at && at.parent.handler) return true
  return false
}

function isWithin(node: Node, kinds: RegExp): boolean {
  for (let at = node.parent; at && !/Function/.test(at.type); at = at.parent) if (kinds.test(at.type)) return true
  return false
}

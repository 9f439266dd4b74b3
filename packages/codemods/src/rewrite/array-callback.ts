/**
 * Array methods whose callback becomes async. `forEach` becomes a loop; `map`, `flatMap` and `filter` run side by side where the callback only reads;
 * what must keep its order or stop early (`some`, `every`, `find`, `findIndex`, and writes) becomes a loop in a function of its own.
 */
import type { CallSite, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import { isPlainValue, receiverOf, thisArgument, visibleSelf } from './array-call.ts'
import type { HostCallback } from './array-call.ts'
import { asiGuard, chainAround, depthOf, needsParentheses } from './await.ts'
import type { Obstacle } from './await.ts'
import { rewriteForEach } from './for-each.ts'
import { freeName } from './free-name.ts'
import { mayHaveHoles } from './holes.ts'
import { loopedHosts, rewriteInOrder, rewriteReduce } from './in-order.ts'
import { outer } from './source.ts'
import type { Source } from './source.ts'

const arrayMakers =
  /^(map|filter|flatMap|slice|concat|sort|toSorted|reverse|split|flat|keys|values|entries|readdirSync|from|of|fill|splice)$/

/** True where the receiver is certainly an array: by its syntax, or by what TypeScript says. */
export function isArray(site: CallSite, source: Source, oracle: TypeOracle): boolean {
  const receiver = receiverOf(source.callNode(site.call))
  if (!receiver) return false
  if (receiver.type === 'ArrayExpression') return true
  const answer = oracle.isArray(site.file, receiver.start, receiver.end)
  if (answer !== undefined) return answer
  return makesArray(receiver) || (receiver.type === 'Identifier' && holdsArrays(receiver, source))
}

/** True for what gives an array by the name of what is called. */
function makesArray(value: Node): boolean {
  if (value.type === 'ArrayExpression') return true
  const inner = value.type === 'AwaitExpression' ? value.argument : value
  if (inner.type === 'CallExpression' && inner.callee.type === 'Identifier' && inner.callee.name === 'readdirSync') return true
  return (
    inner.type === 'CallExpression' &&
    inner.callee.type === 'MemberExpression' &&
    inner.callee.property.type === 'Identifier' &&
    arrayMakers.test(inner.callee.property.name) &&
    !isIterator(inner)
  )
}

/** Whatever a variable is given is such a value. */
function holdsArrays(name: Node & { type: 'Identifier' }, { program, scopes }: Source): boolean {
  const id = scopes.lookup(name.name, name)
  if (id === undefined) return false
  const { start } = scopes.declarations[id]!
  let isGiven = false
  let isOther = false
  walk(program, (node) => {
    if (node.type !== 'Identifier' || node.name !== name.name || scopes.lookup(node.name, node) !== id) return
    const { parent } = node
    const value =
      parent?.type === 'VariableDeclarator' && parent.id === node
        ? parent.init
        : parent?.type === 'AssignmentExpression' && parent.left === node && parent.operator === '='
          ? parent.right
          : undefined
    if (value) isGiven = true
    if (value ? !makesArray(value) : isWritten(node) || (node.start === start && parent?.type !== 'VariableDeclarator')) isOther = true
  })
  return isGiven && !isOther
}

/** Written by a loop, a pattern or an operator. */
function isWritten(name: Node): boolean {
  const { parent } = name
  if (parent?.type === 'VariableDeclarator') return parent.parent?.parent?.type.startsWith('For') === true
  if (parent?.type === 'AssignmentExpression' || /^For(Of|In)Statement$/.test(parent?.type ?? ''))
    return (parent as unknown as { left: Node }).left === name
  if (parent?.type === 'Property') return parent.parent?.type === 'ObjectPattern'
  return /^(UpdateExpression|ArrayPattern|AssignmentPattern|RestElement)$/.test(parent?.type ?? '')
}

/** `map.keys()`, `Iterator.from(x)`, and what their lazy methods give; `Object.keys(x)` and `Array.from(x)` give arrays. */
function isIterator(node: Node): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.property.type !== 'Identifier') return false
  const { object, property } = node.callee
  const on = object.type === 'Identifier' ? object.name : ''
  if (property.name === 'from' || property.name === 'of') return on !== 'Array'
  if (/^(keys|values|entries)$/.test(property.name)) return on !== 'Object'
  return /^(map|filter|flatMap|take|drop)$/.test(property.name) && isIterator(object)
}

/** Why this call can't be rewritten. */
export function arrayObstacle(site: CallSite, source: Source): Obstacle | undefined {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression' || call.arguments.length === 0)
    return { reason: 'host-sync', message: `${site.call.calleeText} has no callback here` }
  const own = site.call.name.startsWith('reduce') ? initialObstacle(call) : selfObstacle(call, site)
  if (own) return own
  if (call.callee.type === 'MemberExpression' && call.callee.optional)
    return { reason: 'optional-chain', message: 'an await inside an optional chain would change what it skips' }
  const receiver = receiverOf(call)
  if (receiver && !site.call.name.startsWith('find') && mayHaveHoles(receiver, source))
    return { reason: 'host-sync', message: `${site.call.calleeText} leaves out the holes that the array may have` }
  if (receiver && changes(call.arguments[0]!, receiver, source))
    return { reason: 'host-sync', message: `the callback changes the array that ${site.call.calleeText} goes over` }
  const { parent } = outer(chainAround(call))
  if (site.call.name === 'forEach' && parent?.type !== 'ExpressionStatement')
    return { reason: 'host-sync', message: 'the value of forEach is used' }
  return undefined
}

const changing = /^(push|unshift|pop|shift|splice|sort|reverse|fill|copyWithin)$/

/** True where a callback adds to the array or takes from it: its host has counted the elements before, a loop would not. */
function changes(callback: Node, receiver: Node, source: Source): boolean {
  const array = source.text.slice(receiver.start, receiver.end)
  const isArray = (node: Node): boolean => source.text.slice(node.start, node.end) === array
  let found = false
  walk(callback, (node) => {
    const target =
      node.type === 'AssignmentExpression'
        ? node.left
        : node.type === 'CallExpression' &&
            node.callee.type === 'MemberExpression' &&
            node.callee.property.type === 'Identifier' &&
            changing.test(node.callee.property.name)
          ? node.callee
          : undefined
    if (target && (target.type === 'MemberExpression' ? isArray(target.object) : isArray(target))) found = true
    return !found
  })
  return found
}

/** A value for `this` is evaluated for each element, so it must be a name; what an arrow function is given is left out. */
function selfObstacle(call: Node & { type: 'CallExpression' }, site: CallSite): Obstacle | undefined {
  const self = thisArgument(call)
  if (!self || (isPlainValue(self) && call.arguments.length === 2)) return undefined
  return { reason: 'this-argument', message: `${site.call.calleeText} passes a this value that is more than a name` }
}

/** The loop takes the initial value before it looks at the array: one of them must be a plain value. */
function initialObstacle(call: Node & { type: 'CallExpression' }): Obstacle | undefined {
  const initial = call.arguments[1]
  if (!initial || isPlainValue(initial) || isPlainValue(receiverOf(call)!)) return undefined
  return { reason: 'host-sync', message: 'the initial value of reduce is computed after its array: give it a name before' }
}

/** Rewrites the call; returns true where the callback's body was merged into a loop, so that it is no function any more. */
export function rewriteArrayCall(edits: EditSet, site: CallSite, source: Source, callback: HostCallback): boolean {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false
  const { name } = site.call
  if (name === 'map' && callback.isGathered) return false
  if (name === 'forEach') return rewriteForEach(edits, call, source, 'array', callback.parameters)
  if (name === 'reduce' || name === 'reduceRight') rewriteReduce(edits, call, source, callback)
  else if (callback.writes || !sideBySide.has(name) || (name === 'filter' && visibleSelf(call)))
    rewriteInOrder(edits, call, source, name, callback)
  else if (name === 'filter') rewriteFilter(edits, call, source, callback.parameters)
  else rewriteMap(edits, call, source)
  return false
}

const sideBySide = new Set(['map', 'flatMap', 'filter'])

/** Methods of arrays that have a rewrite. */
export const rewrittenHosts: ReadonlySet<string> = new Set(['forEach', 'reduce', 'reduceRight', ...loopedHosts])

function rewriteMap(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source): void {
  const isFlat =
    call.callee.type === 'MemberExpression' && call.callee.property.type === 'Identifier' && call.callee.property.name === 'flatMap'
  const depth = depthOf(call)
  const wrap = isFlat || needsParentheses(call)
  if (isAwaited(call) && !isFlat) {
    edits.insert(source.file, call.start, 'Promise.all(', depth)
    edits.insert(source.file, call.end, ')', -depth)
    return
  }
  edits.insert(source.file, call.start, `${wrap ? `${asiGuard(call, source)}(` : ''}await Promise.all(`, depth)
  edits.insert(source.file, call.end, `)${wrap ? ')' : ''}${isFlat ? '.flat()' : ''}`, -depth)
  if (isFlat && call.callee.type === 'MemberExpression')
    edits.replace(source.file, call.callee.property.start, call.callee.property.end, 'map')
  promiseTypes(edits, call, source)
}

/** `names.map<Letter>(…)` makes promises of letters now. */
function promiseTypes(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source): void {
  for (const each of call.typeArguments?.params ?? []) {
    edits.insert(source.file, each.start, 'Promise<', 0)
    edits.insert(source.file, each.end, '>', 0)
  }
}

function rewriteFilter(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source, parameters: number): void {
  const callback = call.arguments[0]!
  const depth = depthOf(call)
  if (call.callee.type !== 'MemberExpression') return
  edits.insert(source.file, call.start, `${asiGuard(call, source)}(await Promise.all(`, depth)
  edits.replace(source.file, call.callee.property.start, call.callee.property.end, 'map')
  edits.insert(source.file, call.end, ')).filter(each => each.keep).map(each => each.value)', -depth)
  const only = callback.type === 'ArrowFunctionExpression' && callback.params.length === 1 ? callback.params[0]! : undefined
  if (only?.type === 'Identifier' && callback.type === 'ArrowFunctionExpression' && callback.body.type !== 'BlockStatement') {
    edits.insert(source.file, callback.body.start, `({ value: ${only.name}, keep: `, depth + 1)
    edits.insert(source.file, callback.body.end, ' })', -depth - 1)
    return
  }
  const each = freeName('each', source.text)
  const isName = callback.type === 'Identifier' || callback.type === 'MemberExpression'
  const passed = Array.from({ length: Math.max(1, Math.min(3, parameters)) }, (_, index) => `${each}[${index}]`).join(', ')
  edits.insert(source.file, callback.start, `async (...${each}) => ({ value: ${each}[0], keep: await ${isName ? '' : '('}`, depth)
  edits.insert(source.file, callback.end, `${isName ? '' : ')'}(${passed}) })`, -depth)
}

function isAwaited(call: Node): boolean {
  return outer(call).parent?.type === 'AwaitExpression'
}

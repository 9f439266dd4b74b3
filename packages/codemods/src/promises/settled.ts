/** Which expressions are no promise for certain: nothing has to wait for them. */
import type { Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { Facts } from '../file-codemod.ts'
import { functionAround } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { chainMethod } from './chain.ts'
import { isFunction, returnsIn, statementsOf } from './completion.ts'
import { constantOf } from './constants.ts'
import { declarationOf, isFixed } from '../rewrite/origin.ts'
import { functionNamed } from './provenance.ts'

const plainTypes =
  /^(?:Literal|TemplateLiteral|ObjectExpression|ArrayExpression|ArrowFunctionExpression|FunctionExpression|ClassExpression|UnaryExpression|BinaryExpression|UpdateExpression|AwaitExpression|ThisExpression|JSXElement|JSXFragment)$/u
const plainHolders = new Set(['console', 'JSON', 'Math', 'Object', 'Number', 'String', 'Array', 'Date', 'Buffer'])
const plainCalls = new Set([
  'String',
  'Number',
  'Boolean',
  'BigInt',
  'parseInt',
  'parseFloat',
  'isNaN',
  'encodeURIComponent',
  'decodeURIComponent',
  'setTimeout',
])
const plainClasses = /^(?:\w*Error|Map|Set|Date|URL|RegExp|Array|Headers|URLSearchParams|Uint8Array)$/u

/** Methods of texts, numbers and dates that nothing else has. */
const textMethods = new Set(
  'trim trimStart trimEnd toUpperCase toLowerCase startsWith endsWith padStart padEnd charCodeAt toFixed toISOString getTime split toString'.split(
    ' ',
  ),
)

/** No promise, and nothing else with a `then`. */
export function isSettled(expression: Node, source: Source, facts: Facts): boolean {
  const node = expression
  const isGlobal = (each: Node, names: ReadonlySet<string>): boolean =>
    each.type === 'Identifier' && names.has(each.name) && source.scopes.lookup(each.name, each) === undefined
  const settled = (each: Node): boolean => isSettled(each, source, facts)
  if (plainTypes.test(node.type)) return true
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return settled(node.expression)
    case 'ConditionalExpression':
      return settled(node.consequent) && settled(node.alternate)
    case 'LogicalExpression':
      return settled(node.left) && settled(node.right)
    case 'AssignmentExpression':
      return node.operator !== '=' || settled(node.right)
    case 'SequenceExpression':
      return settled(node.expressions.at(-1)!)
    case 'NewExpression':
      return (
        node.callee.type === 'Identifier' &&
        plainClasses.test(node.callee.name) &&
        source.scopes.lookup(node.callee.name, node) === undefined
      )
    case 'CallExpression': {
      const { callee } = node
      if (isGlobal(callee, plainCalls)) return true
      if (
        callee.type === 'MemberExpression' &&
        isGlobal(callee.object, plainHolders) &&
        nameOf(callee.property, callee.computed) !== 'fromAsync'
      )
        return true
      if (callee.type === 'MemberExpression' && textMethods.has(nameOf(callee.property, callee.computed) ?? '')) return true
      return givesSettled(callee, source, facts) || facts.isPlain(node)
    }
    case 'Identifier':
      return isGlobal(node, new Set(['undefined', 'NaN', 'Infinity'])) || holdsSettled(node, source, facts) || facts.isPlain(node)
    case 'MemberExpression':
      return nameOf(node.property, node.computed) === 'length' || facts.isPlain(node)
    default:
      return false
  }
}

const asked = new Set<Node>()

/** A function of the file that is not async and gives no promise back. */
function givesSettled(callee: Node, source: Source, facts: Facts): boolean {
  const fn = callee.type === 'Identifier' ? functionNamed(callee, source) : undefined
  if (!fn || fn.async || fn.generator || asked.has(fn)) return false
  asked.add(fn)
  try {
    if (!statementsOf(fn)) return isSettled(fn.body as Node, source, facts)
    return returnsIn(fn.body as Node).every((each) => !each.argument || isSettled(each.argument, source, facts))
  } finally {
    asked.delete(fn)
  }
}

/** What a promise resolved to is none: the parameter of a `then`, and a constant with what was awaited. */
function holdsSettled(name: Node & { readonly type: 'Identifier' }, source: Source, facts: Facts): boolean {
  const id = source.scopes.lookup(name.name, name)
  const declared = id !== undefined && isFixed(id, source) ? declarationOf(id, source) : undefined
  if (!declared) return false
  const constant = constantOf(declared)
  if (constant?.id === declared && constant.init) return isSettled(constant.init, source, facts)
  const fn = functionAround(declared)
  const call = fn?.parent
  return (
    isFunction(fn) &&
    fn.params[0] === declared &&
    call !== null &&
    call !== undefined &&
    chainMethod(call) === 'then' &&
    (call as { arguments?: Node[] }).arguments?.[0] === fn
  )
}

/** Calls of the console give nothing: `return console.log(x)` is `console.log(x)`. */
export function givesNothing(node: Node, source: Source): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  const { object } = node.callee
  return object.type === 'Identifier' && object.name === 'console' && source.scopes.lookup('console', object) === undefined
}

/** Evaluating it does nothing that anybody sees. */
export function isPure(node: Node): boolean {
  if (node.type === 'ParenthesizedExpression') return isPure(node.expression)
  if (node.type === 'Identifier' || node.type === 'Literal' || node.type === 'ThisExpression') return true
  if (node.type === 'ArrayExpression') return node.elements.every((each) => each !== null && each.type !== 'SpreadElement' && isPure(each))
  return (
    node.type === 'ObjectExpression' && node.properties.every((each) => each.type === 'Property' && !each.computed && isPure(each.value))
  )
}

/** Evaluating it throws nothing: names, members, literals, and what is put together of them. */
export function isQuiet(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'Literal':
    case 'ThisExpression':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'Super':
      return true
    case 'MemberExpression':
      return isQuiet(node.object) && (!node.computed || isQuiet(node.property))
    case 'TemplateLiteral':
      return node.expressions.every(isQuiet)
    case 'ArrayExpression':
      return node.elements.every((each) => each === null || isQuiet(each))
    case 'ObjectExpression':
      return node.properties.every((each) => each.type === 'Property' && isQuiet(each.value) && (!each.computed || isQuiet(each.key)))
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isQuiet(node.left) && isQuiet(node.right)
    case 'ConditionalExpression':
      return isQuiet(node.test) && isQuiet(node.consequent) && isQuiet(node.alternate)
    case 'UnaryExpression':
    case 'SpreadElement':
      return isQuiet(node.argument)
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return isQuiet(node.expression)
    default:
      return false
  }
}

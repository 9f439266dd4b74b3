/** The parts of a call of an array method, and of the loop that may take its place. */
import type { Node } from '@offloop/analysis'
import type { Source } from './source.ts'

/** How the callback relates to what it is called for. */
export interface HostCallback {
  /** Number of arguments that it may look at: item, index, array. */
  readonly parameters: number
  /** Something that it does must keep its order. */
  readonly writes: boolean
  /** Its results are gathered where the host is called: nothing has to await them there. */
  readonly isGathered?: boolean
}

/** The array whose method is called. */
export function receiverOf(call: Node): Node | undefined {
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? call.callee.object : undefined
}

/** The arguments that a callback is called with, as far as it looks at them. */
export function passed(parameters: number, item: string, index: string, items: string | undefined): string {
  return [item, ...(parameters > 1 ? [index] : []), ...(items ? [items] : [])].join(', ')
}

/** What stands around a callback, which keeps its text, where a loop calls it: `(` … `)(item)`, or `(` … `).call(` … `, item)`. */
export interface CallbackFrame {
  readonly open: string
  readonly close: string
}

/** `xs.map(callback, self)` passes a value for `this`, which the callback of an arrow function can't see. */
export function thisArgument(call: Node & { type: 'CallExpression' }): Node | undefined {
  return call.arguments[1]
}

/** Names and member chains can be evaluated for each element, or earlier than they stand, without anybody noticing. */
export function isPlainValue(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'Literal':
      return true
    case 'MemberExpression':
      return !node.computed && isPlainValue(node.object)
    case 'UnaryExpression':
      return isPlainValue(node.argument)
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return isPlainValue(node.expression)
    case 'TemplateLiteral':
      return node.expressions.length === 0
    case 'ArrayExpression':
      return node.elements.every(
        (each) => each !== null && (each.type === 'SpreadElement' ? isPlainValue(each.argument) : isPlainValue(each)),
      )
    case 'ObjectExpression':
      return node.properties.every((each) =>
        each.type === 'SpreadElement' ? isPlainValue(each.argument) : !each.computed && each.kind === 'init' && isPlainValue(each.value),
      )
    case 'NewExpression':
      return node.callee.type === 'Identifier' && /^(Map|Set|Array|Object)$/.test(node.callee.name) && node.arguments.length === 0
    default:
      return false
  }
}

/** The edits' text around a callback that is called with `values`; `self` is written between them. */
export function frameOf(callback: Node, self: Node | undefined, values: string): CallbackFrame {
  const isName = callback.type === 'Identifier' || callback.type === 'MemberExpression'
  const [open, close] = isName ? ['', ''] : ['(', ')']
  return self ? { open, close: `${close}.call(\0, ${values})` } : { open, close: `${close}(${values})` }
}

/** Where the value for `this` is written down between the callback and its arguments; undefined where the callback can't see it. */
export function visibleSelf(call: Node & { type: 'CallExpression' }): Node | undefined {
  return call.arguments[0]?.type === 'ArrowFunctionExpression' ? undefined : thisArgument(call)
}

/** How many of a callback's arguments its function may look at; all of them where it takes the rest or reads `arguments`. */
export function argumentsTaken(fn: Node, source: Source): number {
  if (!('params' in fn)) return all
  const params = fn.params as Node[]
  const isOpen =
    params.some((each) => each.type === 'RestElement') ||
    (fn.type !== 'ArrowFunctionExpression' && /\barguments\b/.test(source.text.slice(fn.start, fn.end)))
  return isOpen ? all : params.length
}

/** More than any host passes. */
const all = 4

/** Are the arguments of a call certainly plain data, so that copies of them are as good on another thread? */
import type { Node } from '@offloop/analysis'
import { nameOf, walk } from '@offloop/analysis'
import type { Crossing } from '@offloop/catalog'
import type { CallNode, Source } from '../rewrite/source.ts'
import type { TypeOracle } from './oracle.ts'

interface Search {
  readonly source: Source
  readonly oracle: TypeOracle
  readonly crossing: Crossing
}

/** The first argument that may be no plain data: `argument 2 (user) is of unknown type`. */
export function unlikePlainArgument(call: CallNode & { type: 'CallExpression' }, search: Search): string | undefined {
  for (const [index, each] of call.arguments.entries()) {
    const why = unlike(each, search)
    if (why === undefined) continue
    const { text } = search.source
    const shown = text.slice(each.start, each.end).replace(/\s+/g, ' ')
    return `argument ${index + 1} (${shown.length > 40 ? `${shown.slice(0, 40)}…` : shown}) is ${why}`
  }
  return undefined
}

/** What the value of an expression may be that can't be copied, to follow "is". */
function unlike(node: Node, search: Search): string | undefined {
  switch (node.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
      return undefined
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return 'a function'
    case 'ClassExpression':
      return 'a class'
    case 'ThisExpression':
      return 'this, whose class would be lost'
    case 'SpreadElement':
      return unlike(node.argument, search)
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return unlike(node.expression, search)
    case 'ConditionalExpression':
      return unlike(node.consequent, search) ?? unlike(node.alternate, search)
    case 'LogicalExpression':
      return unlike(node.left, search) ?? unlike(node.right, search)
    case 'ArrayExpression':
      return firstOf(node.elements, search)
    case 'ObjectExpression':
      return firstOf(node.properties, search)
    case 'Property':
      return unlikeProperty(node, search)
    default:
      return search.oracle.unlikePlain(search.source.file, node.start, node.end, search.crossing) ?? amended(node, search)
  }
}

function firstOf(nodes: readonly (Node | null)[], search: Search): string | undefined {
  for (const each of nodes) {
    const why = each ? unlike(each, search) : undefined
    if (why === undefined) continue
    return /^(something|this)/.test(why) || each!.type === 'SpreadElement' ? why : `something that holds ${why}`
  }
  return undefined
}

function unlikeProperty(property: Node & { type: 'Property' }, search: Search): string | undefined {
  if (property.method || property.kind !== 'init') return property.kind === 'init' ? 'a function' : 'a property that is computed'
  const name = nameOf(property.key, property.computed)
  const { exceptWith = [] } = search.crossing
  if (name === undefined ? exceptWith.length > 0 : exceptWith.includes(name)) return `something with the option ${name ?? '(computed)'}`
  return unlike(property.value, search)
}

/**
 * Properties that are assigned to: types of JavaScript don't tell which there are, and what lies outside the function may be changed
 * by another call of it before it is copied, which is done a moment after the call.
 */
function amended(node: Node, { source, oracle }: Search): string | undefined {
  const name = rootOf(node)
  if (!name || oracle.isPrimitive(source.file, node.start, node.end)) return undefined
  const id = source.scopes.lookup(name.name, name)
  if (/\.[cm]?tsx?$/.test(source.file) && id !== undefined && isWithinFunction(id, node, source)) return undefined
  let isAmended = false
  walk(source.program, (each) => {
    if (each.type !== 'AssignmentExpression' || each.left.type !== 'MemberExpression') return !isAmended
    const root = rootOf(each.left)
    if (root?.name === name.name && source.scopes.lookup(root.name, root) === id) isAmended = true
    return !isAmended
  })
  return isAmended ? 'an object whose properties are assigned to in this file' : undefined
}

/** Declared in the function around the node, or as its parameter. */
function isWithinFunction(id: number, node: Node, { scopes }: Source): boolean {
  const fn = scopes.functions[scopes.enclosing(node)]!
  const { start } = scopes.declarations[id]!
  return fn.type !== 'Program' && fn.start <= start && start < fn.end
}

/** `order` of `order.lines[0]`. */
function rootOf(node: Node): (Node & { type: 'Identifier' }) | undefined {
  let root = node
  while (root.type === 'MemberExpression') root = root.object
  return root.type === 'Identifier' ? root : undefined
}

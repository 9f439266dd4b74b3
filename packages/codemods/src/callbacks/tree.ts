/** Functions and statements of a syntax tree, as far as callbacks ask for them. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'

/** A function with a body. */
export type FunctionNode = Node & { readonly type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }

/** A call expression. */
export type Call = Node & { readonly type: 'CallExpression' }

/** A plain name. */
export type Name = Node & { readonly type: 'Identifier' }

/** True for a function with a body. */
export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'ArrowFunctionExpression' ||
    ((node?.type === 'FunctionDeclaration' || node?.type === 'FunctionExpression') && node.body !== null)
  )
}

/** Visits what runs as part of a node: nothing of the functions in it. */
export function walkOwn(root: Node, visit: (node: Node) => void): void {
  walk(root, (node) => {
    visit(node)
    return node === root || (!isFunction(node) && node.type !== 'PropertyDefinition' && node.type !== 'StaticBlock')
  })
}

/** The statements of a function; the expression of an arrow counts as one. */
export function statementsOf(fn: FunctionNode): readonly Node[] {
  const body = fn.body as Node
  if (body.type === 'BlockStatement') return body.body
  return [{ type: 'ExpressionStatement', start: body.start, end: body.end, expression: body, parent: fn } as unknown as Node]
}

/** The statement in braces, or the list of those within. */
export function listOf(statement: Node): readonly Node[] {
  return statement.type === 'BlockStatement' ? statement.body : [statement]
}

/** `this`, `arguments` and `new.target` of a function itself; arrows in it share them. */
export function usesOwnThis(fn: FunctionNode): boolean {
  return (
    mentionsOwn(fn, (node) => node.type === 'ThisExpression' || node.type === 'Super' || node.type === 'MetaProperty') || usesArguments(fn)
  )
}

/** `arguments` of a function itself. */
export function usesArguments(fn: FunctionNode): boolean {
  return mentionsOwn(fn, (node) => node.type === 'Identifier' && node.name === 'arguments')
}

function mentionsOwn(fn: FunctionNode, matches: (node: Node) => boolean): boolean {
  let found = false
  const visit = (root: Node): void =>
    walkOwn(root, (node) => {
      found ||= matches(node)
      if (node.type === 'ArrowFunctionExpression' && node !== root) visit(node)
    })
  visit(fn)
  return found
}

/** A name in or around which a node stands. */
export function contains(
  outer: { readonly start: number; readonly end: number },
  inner: { readonly start: number; readonly end: number },
): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** `null` or `undefined`. */
export function isNothing(node: Node | undefined): boolean {
  return !node || (node.type === 'Literal' && node.value === null) || (node.type === 'Identifier' && node.name === 'undefined')
}

/** `return` without a value. */
export function isBareReturn(node: Node | undefined): boolean {
  return node?.type === 'ReturnStatement' && node.argument === null
}

/** What a loop, a `switch` or a label evaluates first, and the lists of statements in it. */
export function loopParts(node: Node): { readonly heads: readonly Node[]; readonly lists: readonly (readonly Node[])[] } | undefined {
  switch (node.type) {
    case 'ForStatement':
      return { heads: [node.init, node.test, node.update].filter((each) => each !== null), lists: [listOf(node.body)] }
    case 'ForInStatement':
    case 'ForOfStatement':
      return { heads: [node.right], lists: [listOf(node.body)] }
    case 'WhileStatement':
    case 'DoWhileStatement':
      return { heads: [node.test], lists: [listOf(node.body)] }
    case 'LabeledStatement':
      return { heads: [], lists: [[node.body]] }
    case 'SwitchStatement':
      return { heads: [node.discriminant], lists: node.cases.map((each) => each.consequent) }
    default:
      return undefined
  }
}

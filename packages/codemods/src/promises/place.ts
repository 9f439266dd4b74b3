/** Where a chain stands: what is done with its value, and whether the function around it can wait for it. */
import type { Node } from '@offloop/analysis'
import type { Call, Obstacle } from './chain.ts'
import { isFunction } from './completion.ts'
import type { FunctionNode } from './completion.ts'

/** What becomes of a value. */
export type Sink =
  /** The function gives it back; where nobody looks at that it is only waited for. */
  | { readonly kind: 'return'; readonly isIgnored?: boolean }
  /** Nobody takes it. */
  | { readonly kind: 'discard' }
  /** `const <target> =` */
  | { readonly kind: 'declare'; readonly target: string; readonly keyword: 'const' | 'let' | 'var' }
  /** `<target> =` */
  | { readonly kind: 'assign'; readonly target: string }

/** A place where a chain can be written as statements. */
export interface Host {
  /** What is replaced: a statement, or the expression that an arrow gives back. */
  readonly node: Node
  readonly sink: Sink
  /** What the sink gives its value to, as it stands in the file: names in it may get other ones. */
  readonly target?: Node
  readonly isAwaited: boolean
  /** The innermost function around it; none at the top level of a module. */
  readonly fn: FunctionNode | undefined
  /** Names that are declared in place would leave its statement: it gets braces. */
  readonly needsBraces: boolean
  /** Its last step does what is done for the whole function: it is left out. */
  readonly dropsLast?: boolean
  /** A `try` around the whole function catches what it gives back. */
  readonly isGuarded?: boolean
  /** What comes before and after the statements of an arrow that was an expression. */
  readonly guard?: readonly [string, string]
}

/** The host of a chain, or why there is none. */
export function hostOf(call: Call): Host | Obstacle {
  const { node: value, isAwaited } = awaited(call)
  const parent = value.parent
  const around = functionOf(value)
  if (around === 'field')
    return { reason: 'place', message: 'it is in the initialiser of a class field, in a decorator or in a static block' }
  const fn = around
  const host = (statement: Node, sink: Sink, target?: Node): Host => ({
    ...{ node: statement, sink, isAwaited, fn, needsBraces: !isInList(statement) },
    ...(target ? { target } : {}),
  })
  if (parent?.type === 'ReturnStatement') return host(parent, { kind: 'return' })
  if (parent?.type === 'ArrowFunctionExpression' && parent.body === value)
    return { node: value, sink: { kind: 'return' }, isAwaited, fn: parent as FunctionNode, needsBraces: false }
  if (!isAwaited) return notAwaited(parent, value)
  if (parent?.type === 'ExpressionStatement') return host(parent, { kind: 'discard' })
  if (parent?.type === 'VariableDeclarator' && parent.init === value) {
    const list = parent.parent
    const holder = list?.parent
    if (list?.type === 'VariableDeclaration' && list.declarations.length === 1 && holder && !/^(?:For|Export)/u.test(holder.type)) {
      const keyword = list.kind === 'let' || list.kind === 'var' ? list.kind : 'const'
      if (list.kind === keyword) return host(list, { kind: 'declare', target: '', keyword }, parent.id)
    }
  }
  if (parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.right === value && isPlainTarget(parent.left)) {
    const statement = parent.parent
    if (statement?.type === 'ExpressionStatement') return host(statement, { kind: 'assign', target: '' }, parent.left)
  }
  return { reason: 'in-expression', message: 'its value is used within an expression' }
}

function notAwaited(parent: Node | null | undefined, value: Node): Obstacle {
  const isVoid = parent?.type === 'UnaryExpression' && parent.operator === 'void' && parent.parent?.type === 'ExpressionStatement'
  if (parent?.type === 'ExpressionStatement' || isVoid)
    return { reason: 'floating', message: 'nobody waits for it: an `await` would hold up what follows' }
  const isStored =
    parent?.type === 'VariableDeclarator' ||
    (parent?.type === 'AssignmentExpression' && parent.right === value) ||
    parent?.type === 'PropertyDefinition'
  if (isStored) return { reason: 'stored', message: 'the promise itself is kept in a variable: an `await` would hold up what follows' }
  return { reason: 'in-expression', message: 'the promise itself is used within an expression' }
}

/** A chain with the `await` before it, and the parentheses around both. */
function awaited(call: Node): { node: Node; isAwaited: boolean } {
  let node = call
  let isAwaited = false
  for (let parent = node.parent; parent; parent = node.parent) {
    if (parent.type === 'AwaitExpression') isAwaited = true
    else if (parent.type !== 'ParenthesizedExpression') break
    node = parent
  }
  return { node, isAwaited }
}

/** Reading it again later gives the same place. */
function isPlainTarget(target: Node): boolean {
  return (
    target.type === 'Identifier' ||
    (target.type === 'MemberExpression' &&
      !target.computed &&
      (target.object.type === 'ThisExpression' || target.object.type === 'Identifier'))
  )
}

/** The innermost function with a body around a node; `field` for code of a class that is in none. */
export function functionOf(node: Node): FunctionNode | 'field' | undefined {
  for (let at = node, parent = node.parent; parent; at = parent, parent = parent.parent) {
    if (isFunction(parent)) return (parent.params as Node[]).includes(at) ? 'field' : parent
    if (
      parent.type === 'PropertyDefinition' ||
      parent.type === 'AccessorProperty' ||
      parent.type === 'StaticBlock' ||
      parent.type === 'Decorator'
    )
      return 'field'
    if (parent.type === 'TSModuleBlock' || parent.type === 'TSEnumMember') return 'field'
  }
  return undefined
}

/** A statement among others in braces of their own: not the only one of an `if`, and not one of a `case`. */
function isInList(statement: Node): boolean {
  const parent = statement.parent
  return parent?.type === 'BlockStatement' || parent?.type === 'Program'
}

/** The `try` around a node, within a function, that would see what an `await` at its place throws, or that would run its `finally` later. */
export function tryAround(node: Node, fn: Node | undefined): Node | undefined {
  for (let at = node, parent = node.parent; parent && at !== fn; at = parent, parent = parent.parent) {
    if (parent.type !== 'TryStatement') continue
    if (parent.block === at || (parent.handler === at && parent.finalizer) || parent.finalizer === at) return parent
  }
  return undefined
}

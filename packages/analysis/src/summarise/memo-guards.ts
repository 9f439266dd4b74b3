/** Checks that something is kept already: `if (!cache.has(key)) cache.set(key, load(key))`, `const hit = cache.get(key); if (hit) return hit`. */
import type { Node } from '../parse/file.ts'
import type { Scopes } from './scopes.ts'
import { bare, nameOf } from './values.ts'

const setters = /^(?:add|set|create|put|insert|register|save|store|ensure|remember)/iu

/** The store of which the test asks whether it lacks something, as text: `cache`, `this.#byName`, `settings`. */
export function lackingStore(test: Node, text: string, scopes: Scopes): string | undefined {
  const node = bare(test)
  if (node.type === 'UnaryExpression' && node.operator === '!') return askedStore(node.argument, text, scopes)
  if (node.type === 'LogicalExpression' && node.operator === '&&')
    return lackingStore(node.left, text, scopes) ?? lackingStore(node.right, text, scopes)
  if (node.type !== 'BinaryExpression' || (node.operator !== '===' && node.operator !== '==')) return undefined
  return isNothing(node.right) ? askedStore(node.left, text, scopes) : undefined
}

/** The store that an expression asks: `cache.has(key)`, `cache[key]`, `key in cache`, and a constant that holds such an answer. */
export function askedStore(expression: Node, text: string, scopes: Scopes): string | undefined {
  const node = bare(expression)
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const name = nameOf(node.callee.property, node.callee.computed) ?? ''
    return setters.test(name) ? undefined : storeOf(node.callee.object, text, scopes)
  }
  if (node.type === 'MemberExpression' && node.computed && nameOf(node.property, true) === undefined)
    return storeOf(node.object, text, scopes)
  if (node.type === 'BinaryExpression' && node.operator === 'in') return storeOf(node.right, text, scopes)
  return undefined
}

/** Something is put into the store here: `cache.set(…)`, `cache[key] = …`. */
export function fills(node: Node, store: string, text: string): boolean {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression')
    return setters.test(nameOf(node.callee.property, node.callee.computed) ?? '') && textOf(node.callee.object, text) === store
  return (
    node.type === 'AssignmentExpression' &&
    node.left.type === 'MemberExpression' &&
    node.left.computed &&
    textOf(node.left.object, text) === store
  )
}

/** What outlives the call: a name of the module or a member of one, a member of `this`. */
export function storeOf(node: Node, text: string, scopes: Scopes): string | undefined {
  let root = bare(node)
  const isMember = root.type === 'MemberExpression'
  while (root.type === 'MemberExpression') root = bare(root.object)
  if (root.type === 'ThisExpression') return isMember ? textOf(node, text) : undefined
  if (root.type !== 'Identifier') return undefined
  const id = scopes.lookup(root.name, root)
  return id !== undefined && scopes.isTopLevel(id) ? textOf(node, text) : undefined
}

function isNothing(node: Node): boolean {
  const at = bare(node)
  return (at.type === 'Identifier' && at.name === 'undefined') || (at.type === 'Literal' && at.value === null)
}

function textOf(node: Node, text: string): string {
  return text.slice(node.start, node.end).replace(/\s+/gu, '')
}

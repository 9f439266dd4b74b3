/** Calls that are awaited in the middle of an optional chain. */
import type { Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { asiGuard, depthOf } from './await.ts'
import { outer } from './source.ts'
import type { Source } from './source.ts'

/** A call whose own chain goes on behind it after a `?.` before it. */
export function inShortCircuit(call: Node): boolean {
  let at = call
  let continued = false
  while (
    at.parent &&
    (at.parent.type === 'MemberExpression' || at.parent.type === 'CallExpression' || at.parent.type === 'TSNonNullExpression')
  ) {
    if (at.parent.type === 'MemberExpression' && at.parent.object !== at) break
    if (at.parent.type === 'CallExpression' && at.parent.callee !== at) break
    at = at.parent
    continued = true
  }
  if (!continued || at.parent?.type !== 'ChainExpression') return false
  return hasOptional(call)
}

function hasOptional(node: Node): boolean {
  for (let at: Node = node; ;) {
    if (at.type === 'CallExpression') {
      if (at.optional) return true
      at = at.callee
    } else if (at.type === 'MemberExpression') {
      if (at.optional) return true
      at = at.object
    } else if (at.type === 'TSNonNullExpression') at = at.expression
    else return false
  }
}

/** The only `?.` of a chain up to the call, after something that can be written twice: `store` of `store?.find(id).total`. */
export function splitOf(
  call: Node,
): { readonly link: Node & { readonly type: 'MemberExpression' | 'CallExpression' }; readonly base: Node } | undefined {
  let link: (Node & { type: 'MemberExpression' | 'CallExpression' }) | undefined
  for (let at: Node = call; ;) {
    if (at.type === 'CallExpression' || at.type === 'MemberExpression') {
      if (at.optional && link) return undefined
      if (at.optional) link = at
      at = at.type === 'CallExpression' ? at.callee : at.object
    } else if (at.type === 'TSNonNullExpression') at = at.expression
    else break
  }
  if (!link) return undefined
  const base = link.type === 'CallExpression' ? link.callee : link.object
  const { parent, child } = outer(chainOf(call))
  // `delete` and a call need the chain itself: a place, and a receiver
  const isPlace =
    (parent?.type === 'UnaryExpression' && parent.operator === 'delete') || (parent?.type === 'CallExpression' && parent.callee === child)
  return isRepeatable(base) && !isPlace ? { link, base } : undefined
}

/** `store?.find(id).total` becomes `(store == null ? undefined : (await store.find(id)).total)`; the `await` itself is written by the caller. */
export function splitChain(edits: EditSet, call: Node, source: Source): void {
  const { link, base } = splitOf(call)!
  const chain = chainOf(call)
  const depth = depthOf(chain) + 0.5
  const text = source.text.slice(base.start, base.end)
  edits.insert(source.file, chain.start, `${asiGuard(chain, source)}(${text} == null ? undefined : `, depth)
  const at = source.text.indexOf('?.', base.end)
  const isMember = link.type === 'MemberExpression' && !link.computed
  edits.replace(source.file, at, at + 2, isMember ? '.' : '')
  edits.insert(source.file, chain.end, ')', -depth)
}

function chainOf(call: Node): Node {
  let at = call
  while (at.parent && at.type !== 'ChainExpression') at = at.parent
  return at
}

function isRepeatable(node: Node): boolean {
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return true
  return node.type === 'MemberExpression' && !node.computed && !node.optional && isRepeatable(node.object)
}

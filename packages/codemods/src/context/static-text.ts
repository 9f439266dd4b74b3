/** Texts that stand in the code: literals, and names of constants that are one. */
import type { Node } from '@offloop/analysis'
import { bare } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { memberOf } from './module-names.ts'

/** The text of an expression; `named` says what names and members stand for. */
export function textOf(node: Node, named: (node: Node) => string | undefined): string | undefined {
  const at = bare(node)
  if (at.type === 'Literal' && typeof at.value === 'string') return at.value
  if (at.type === 'TemplateLiteral' && at.expressions.length === 0) return at.quasis[0]?.value.cooked ?? undefined
  return named(at)
}

/** What a constant of the same file, or a property of a constant object, holds. */
export function constantIn(source: Source, node: Node): string | undefined {
  if (node.type === 'Identifier') {
    const init = initOf(source, node)
    return init && textOf(init, () => undefined)
  }
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined
  const init = initOf(source, node.object)
  const name = memberOf(node)
  const object = init && bare(init)
  if (object?.type !== 'ObjectExpression' || name === undefined) return undefined
  for (const each of object.properties)
    if (each.type === 'Property' && !each.computed && (each.key.type === 'Identifier' ? each.key.name : '') === name)
      return textOf(each.value, () => undefined)
  return undefined
}

function initOf(source: Source, mention: Node & { readonly type: 'Identifier' }): Node | undefined {
  const id = source.scopes.lookup(mention.name, mention)
  const declarator = id === undefined ? undefined : source.scopes.declarators.get(id)
  const isConstant = declarator?.parent?.type === 'VariableDeclaration' && declarator.parent.kind === 'const'
  return isConstant && declarator.id.type === 'Identifier' ? (declarator.init ?? undefined) : undefined
}

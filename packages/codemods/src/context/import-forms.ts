/** How one file takes in what another one exports. */
import { nameOf } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import { requiredName } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'

/** One import. */
export interface ImportForm {
  /** The local name, or the expression. */
  readonly node: Node
  /** The export's name; `=` for what `require` gives, `*` for a module object. */
  readonly name: string
  readonly how: 'named' | 'default' | 'required' | 'required-whole'
  /** For `export { store } from './store.js'`. */
  readonly reexportedAs?: string
}

/** Every import of the specifiers in a file; `isEsm` says how the file behind them exports. */
export function importFormsOf(source: Source, specifiers: ReadonlySet<string>, isEsm: boolean): ImportForm[] {
  const found: ImportForm[] = []
  const whole = isEsm ? '*' : '='
  for (const node of source.nodes) {
    switch (node.type) {
      case 'ImportDeclaration':
        if (!specifiers.has(node.source.value)) break
        for (const each of node.specifiers) {
          if (each.type === 'ImportSpecifier') found.push({ node: each.local, name: nameOf(each.imported, false) ?? '', how: 'named' })
          else if (each.type === 'ImportDefaultSpecifier') found.push({ node: each.local, name: isEsm ? 'default' : '=', how: 'default' })
          else found.push({ node: each.local, name: '*', how: 'default' })
        }
        break
      case 'ExportNamedDeclaration':
        if (!node.source || !specifiers.has(node.source.value)) break
        for (const each of node.specifiers)
          found.push({
            ...{ node: each, name: nameOf(each.local, false) ?? '', how: 'named' },
            reexportedAs: nameOf(each.exported, false) ?? '',
          })
        break
      case 'ExportAllDeclaration':
        if (specifiers.has(node.source.value)) found.push({ node, name: '*', how: 'named' })
        break
      case 'ImportExpression':
        if (node.source.type === 'Literal' && specifiers.has(String(node.source.value))) found.push({ node, name: '*', how: 'named' })
        break
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference' && specifiers.has(node.moduleReference.expression.value))
          found.push({ node: node.id, name: whole, how: 'required-whole' })
        break
      case 'CallExpression': {
        const required = requiredName(node)
        if (required !== undefined && specifiers.has(required)) found.push(...requiredForms(node, whole))
        break
      }
    }
  }
  return found
}

function requiredForms(node: Node, whole: string): ImportForm[] {
  const { parent } = node
  if (parent?.type === 'MemberExpression' && parent.object === node) {
    const name = nameOf(parent.property, parent.computed)
    const { parent: holder } = parent
    if (name !== undefined && holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier')
      return [{ node: holder.id, name, how: 'required-whole' }]
    return [{ node, name: whole, how: 'required-whole' }]
  }
  if (parent?.type !== 'VariableDeclarator' || parent.init !== node) return [{ node, name: whole, how: 'required-whole' }]
  if (parent.id.type === 'Identifier') return [{ node: parent.id, name: whole, how: 'required-whole' }]
  if (parent.id.type !== 'ObjectPattern') return [{ node, name: whole, how: 'required-whole' }]
  return parent.id.properties.flatMap((each): ImportForm[] => {
    const name = each.type === 'Property' ? nameOf(each.key, each.computed) : undefined
    if (each.type === 'Property' && name !== undefined && each.value.type === 'Identifier')
      return [{ node: each.value, name, how: 'required' }]
    return [{ node, name: whole, how: 'required' }]
  })
}

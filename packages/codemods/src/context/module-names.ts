/** Which export of which package an expression means. */
import { nameOf } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import { requiredName } from '../rewrite/import-statements.ts'
import type { Source } from '../rewrite/source.ts'

/** An export of a package; `''` is the package as a whole. */
export interface ModuleName {
  readonly module: string
  readonly name: string
  /** The local name that is mentioned for it. */
  readonly local: string | undefined
}

const plain = (module: string): string => module.replace(/^node:/, '')

/** What an identifier or a member of one stands for, where that is an import or a require. */
export function moduleNameOf(node: Node, source: Source): ModuleName | undefined {
  if (node.type === 'CallExpression') {
    const module = requiredName(node)
    return module === undefined ? undefined : { module: plain(module), name: '', local: undefined }
  }
  if (node.type === 'MemberExpression') {
    const whole = moduleNameOf(node.object, source)
    const name = memberOf(node)
    if (whole?.name !== '' || name === undefined) return undefined
    return name === 'default' ? whole : { ...whole, name }
  }
  if (node.type !== 'Identifier') return undefined
  const id = source.scopes.lookup(node.name, node)
  return id === undefined ? undefined : imported(source, source.scopes.declarations[id]!.start, node.name)
}

/** The name of a member that is not computed, or is a literal. */
export function memberOf(node: Node & { readonly type: 'MemberExpression' }): string | undefined {
  return nameOf(node.property, node.computed)
}

function imported(source: Source, start: number, local: string): ModuleName | undefined {
  return namesOf(source).get(start)?.(local)
}

const known = new WeakMap<Source, Map<number, (local: string) => ModuleName | undefined>>()

/** By where the local name is declared. */
function namesOf(source: Source): Map<number, (local: string) => ModuleName | undefined> {
  let names = known.get(source)
  if (names) return names
  known.set(source, (names = new Map()))
  for (const node of source.nodes) {
    if (node.type === 'ImportDeclaration') {
      const module = plain(node.source.value)
      for (const each of node.specifiers) {
        const named = each.type === 'ImportSpecifier' ? (nameOf(each.imported, false) ?? '') : ''
        const name = named === 'default' ? '' : named
        names.set(each.local.start, (local) => ({ module, name, local }))
      }
    } else if (node.type === 'TSImportEqualsDeclaration' && node.moduleReference.type === 'TSExternalModuleReference') {
      const module = plain(node.moduleReference.expression.value)
      names.set(node.id.start, (local) => ({ module, name: '', local }))
    } else if (node.type === 'VariableDeclarator' && node.init) {
      const from = moduleNameOf(node.init, source)
      if (!from) continue
      if (node.id.type === 'Identifier') names.set(node.id.start, (local) => ({ ...from, local }))
      else if (node.id.type === 'ObjectPattern' && from.name === '')
        for (const each of node.id.properties)
          if (each.type === 'Property' && each.value.type === 'Identifier') {
            const name = nameOf(each.key, each.computed)
            if (name !== undefined) names.set(each.value.start, (local) => ({ module: from.module, name, local }))
          }
    }
  }
  return names
}

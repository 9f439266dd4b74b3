/** The exports of a file: what names its statements give to others. */
import type { Node } from '../parse/file.ts'
import { walk } from '../parse/walk.ts'
import type { Scopes } from './scopes.ts'
import type { ExportSummary } from './summary.ts'
import { isExports, valueOf } from './values.ts'

/** `const a = (module.exports = …)`. */
export function assignsExports(init: Node, scopes: Scopes): boolean {
  return init.type === 'AssignmentExpression' && (isExports(init.left, scopes) || assignsExports(init.right, scopes))
}

/** The name of an import or export specifier. */
export function exportName(node: Node): string {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : 'default'
}

/** The exports of `export { a, b as c }`, `export const …`, `export function …`. */
export function exportNamed(node: Node & { type: 'ExportNamedDeclaration' }, scopes: Scopes, exports: ExportSummary[]): void {
  for (const each of node.specifiers) {
    const local = exportName(each.local)
    exports.push({
      name: exportName(each.exported),
      value: node.source ? { k: 'import', specifier: node.source.value, name: local } : valueOf(each.local, scopes),
    })
  }
  const declaration = node.declaration
  if (!declaration) return
  if (declaration.type === 'VariableDeclaration') {
    for (const each of declaration.declarations) {
      for (const name of patternNames(each.id)) exports.push({ name, value: { k: 'binding', id: scopes.lookup(name, each.id)! } })
    }
  } else if ('id' in declaration && declaration.id?.type === 'Identifier') {
    const id = scopes.lookup(declaration.id.name, declaration.id)
    if (id !== undefined) exports.push({ name: declaration.id.name, value: { k: 'binding', id } })
  }
}

/** In a file of declarations all are exported, with the word or without it, unless it says what is by `export { … }` or `export =`. */
export function exportAll(statements: readonly Node[], scopes: Scopes, exports: ExportSummary[]): void {
  const isList = (each: Node): boolean =>
    each.type === 'TSExportAssignment' || (each.type === 'ExportNamedDeclaration' && !each.declaration)
  if (statements.some(isList)) return
  for (const each of statements) {
    if (!('id' in each) || (each.id as Node | null)?.type !== 'Identifier') continue
    const { name } = each.id as { name: string }
    const id = scopes.lookup(name, each)
    if (id !== undefined) exports.push({ name, value: { k: 'binding', id } })
  }
}

function patternNames(pattern: Node): string[] {
  const names: string[] = []
  walk(pattern, (node) => {
    if (node.type === 'Identifier' && !(node.parent?.type === 'Property' && node.parent.key === node && !node.parent.shorthand))
      names.push(node.name)
    return node.type !== 'TSTypeAnnotation'
  })
  return [...new Set(names)]
}

/** Does the project change settings that a library keeps in its module? Other threads have a module of their own, without them. */
import type { Graph, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import { requiredName, sameModule } from '../rewrite/import-statements.ts'
import type { Source, Sources } from '../rewrite/source.ts'

/** Where a file of the project assigns to a member of a module (`ejs.delimiter = '?'`). */
export function settingOf(module: string, graph: Graph, sources: Sources): { readonly file: string; readonly line: number } | undefined {
  for (const [file, summary] of graph.summaries) {
    if (!summary.imports.some((each) => each.how !== 'type' && sameModule(each.specifier, module))) continue
    const source = sources.of(file)
    const names = namesOf(module, source)
    let found: number | undefined
    walk(source.program, (node) => {
      if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && isOfModule(node.left, names, module, source))
        found ??= node.start
      return found === undefined
    })
    if (found !== undefined) return { file, line: source.text.slice(0, found).split('\n').length }
  }
  return undefined
}

/** Bindings of what is imported of a module. */
function namesOf(module: string, source: Source): ReadonlySet<number> {
  const names = new Set<number>()
  const add = (pattern: Node): void =>
    walk(pattern, (node) => {
      const id = node.type === 'Identifier' ? source.scopes.lookup(node.name, node) : undefined
      if (id !== undefined) names.add(id)
      return undefined
    })
  walk(source.program, (node) => {
    if (node.type === 'ImportDeclaration' && sameModule(node.source.value, module)) for (const each of node.specifiers) add(each.local)
    if (node.type === 'VariableDeclarator' && node.init && sameModule(requiredName(node.init) ?? '', module)) add(node.id)
    return undefined
  })
  return names
}

function isOfModule(member: Node, names: ReadonlySet<number>, module: string, source: Source): boolean {
  let root = member
  while (root.type === 'MemberExpression') root = root.object
  if (root.type !== 'Identifier') return sameModule(requiredName(root) ?? '', module)
  const id = source.scopes.lookup(root.name, root)
  return id !== undefined && names.has(id)
}

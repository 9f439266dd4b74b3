/** Texts that files give each other under a name: keys and names of namespaces. */
import type { Graph, Node } from '@offloop/analysis'
import type { Source, Sources } from '../rewrite/source.ts'
import { memberOf, moduleNameOf } from './module-names.ts'
import { constantIn } from './static-text.ts'

/** What an imported name, or a property of an imported object, holds. */
export function importedConstant(source: Source, node: Node, sources: Sources, graph: Graph): string | undefined {
  const direct = moduleNameOf(node, source)
  if (direct) return valueIn(direct.module, direct.name, undefined)
  if (node.type !== 'MemberExpression') return undefined
  const holder = moduleNameOf(node.object, source)
  return holder && valueIn(holder.module, holder.name, memberOf(node))

  function valueIn(module: string, name: string, property: string | undefined): string | undefined {
    const target = graph.resolve(source.file, module)
    if (!target || !('file' in target) || name === '') return undefined
    const from = sources.of(target.file)
    const id = from.scopes.lookup(name, from.program)
    const place = id === undefined ? undefined : from.references.of(id)[0]
    if (!place || place.type !== 'Identifier') return undefined
    const member =
      property === undefined
        ? place
        : ({ type: 'MemberExpression', object: place, property: { type: 'Identifier', name: property }, computed: false } as Node)
    return constantIn(from, member)
  }
}

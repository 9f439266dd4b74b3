/** express-http-context: one store for all files that import it. */
import type { Graph, Node } from '@offloop/analysis'
import { removeItem } from '../edit/list-items.ts'
import type { Source } from '../rewrite/source.ts'
import { moduleNameOf } from './module-names.ts'
import { keyedStore } from './keyed-store.ts'
import { keyedUse } from './keyed-uses.ts'
import { removeStatement } from './statements.ts'
import type { KeyedUse } from './keyed-uses.ts'
import { constantIn } from './static-text.ts'
import { Obstacles } from './store.ts'
import type { Store } from './store.ts'

/** The package. */
export const httpContextLibrary = 'express-http-context'

/** Its store, where the project uses it. */
export function httpContextOf(
  sources: readonly Source[],
  graph: Graph,
  constant: (source: Source, node: Node) => string | undefined,
): Store[] {
  const obstacles = new Obstacles()
  const uses: KeyedUse[] = []
  let first: { source: Source; node: Node } | undefined
  for (const source of sources) {
    if (!source.text.includes(httpContextLibrary)) continue
    const mentions = new Set<Node>(source.references.mentions)
    for (const node of source.nodes) {
      if (node.type !== 'Identifier' && node.type !== 'MemberExpression') continue
      if (node.type === 'Identifier' && !mentions.has(node)) continue
      const member = moduleNameOf(node, source)
      if (member?.module !== httpContextLibrary || isDeclaring(node)) continue
      if (member.name === '') {
        if (node.parent?.type === 'MemberExpression' && node.parent.object === node) continue
        obstacles.add('passed-on', `${httpContextLibrary} is passed on, and what happens to it there can't be seen`, source, node)
        continue
      }
      first ??= { source, node }
      const use = useOf(node, member, source, graph, obstacles, constant)
      if (use) uses.push(use)
    }
  }
  if (!first) return []
  return [
    keyedStore(
      {
        ...{ label: httpContextLibrary, library: httpContextLibrary, source: first.source, place: first.node, uses, obstacles },
        ...{ declarations: [], exports: [], imports: [], makers: [] },
      },
      graph,
    ),
  ]
}

function useOf(
  node: Node,
  { name, local }: { readonly name: string; readonly local: string | undefined },
  source: Source,
  graph: Graph,
  obstacles: Obstacles,
  constant: (source: Source, node: Node) => string | undefined,
): KeyedUse | undefined {
  const locals = local === undefined ? [] : [local]
  const { parent } = node
  if (name === 'middleware') {
    const statement = parent?.parent
    if (parent?.type !== 'CallExpression' || parent.callee === node || statement?.type !== 'ExpressionStatement') {
      obstacles.add('passed-on', `${httpContextLibrary}.middleware is used otherwise than in app.use(…)`, source, node)
      return undefined
    }
    return {
      ...{ source, node: parent, key: undefined },
      write(to) {
        for (const each of locals) to.imports(source).release(each)
        const staying = parent.arguments.filter((each) => each !== node && each.type !== 'Literal')
        if (staying.length === 0) removeStatement(source, statement, to.edits)
        else removeItem(to.edits, source.file, parent.arguments, [node], node)
      },
    }
  }
  if (parent?.type !== 'CallExpression' || parent.callee !== node) {
    obstacles.add('passed-on', `${httpContextLibrary}.${name} is used otherwise than in a call`, source, node)
    return undefined
  }
  const textIn = (at: Node): string | undefined => constantIn(source, at) ?? constant(source, at)
  const method = name === 'get' || name === 'set' ? name : undefined
  return keyedUse({ source, label: httpContextLibrary, method, call: parent, locals, graph, textIn }, obstacles)
}

/** The names of imports are no uses. */
function isDeclaring({ parent }: Node): boolean {
  return (
    parent?.type === 'ImportSpecifier' ||
    parent?.type === 'ImportDefaultSpecifier' ||
    parent?.type === 'ImportNamespaceSpecifier' ||
    parent?.type === 'VariableDeclarator' ||
    (parent?.type === 'Property' && parent.parent?.type === 'ObjectPattern')
  )
}

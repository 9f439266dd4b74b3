/** Variables of a module in which handlers keep what belongs to their request. */
import type { Graph, Node } from '@offloop/analysis'
import type { Declarator, Source, Sources } from '../rewrite/source.ts'
import { exportersOf, filesOf } from './async-local-storage.ts'
import type { Follower, Occurrence } from './followed.ts'
import { handlersGiving } from './request-values.ts'
import { heldProperties } from './held-properties.ts'
import { Obstacles } from './store.ts'
import type { Store } from './store.ts'
import { checkReaders } from './state-readers.ts'
import { checkWrites, writeVariable } from './state-variable.ts'

/** A mention of the variable to which something is assigned. */
export interface Write {
  readonly source: Source
  readonly node: Node
  /** The assignment, where it is a plain one: `variable = value`. */
  readonly assignment: (Node & { readonly type: 'AssignmentExpression' }) | undefined
}

type Name = Node & { readonly type: 'Identifier' }

/** The request state of one file. Variables into which nothing of a request goes are none. */
export function moduleStateIn(source: Source, sources: Sources, follower: Follower, graph: Graph): Store[] {
  const stores: Store[] = []
  for (const statement of source.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type !== 'VariableDeclaration' || declaration.kind === 'const') continue
    for (const each of declaration.declarations) {
      const store = each.id.type === 'Identifier' ? stateOf(each as Declarator & { id: Name }, source, sources, follower, graph) : undefined
      if (store) stores.push(store)
    }
  }
  return [...stores, ...heldProperties(source, sources, graph)]
}

function stateOf(
  declarator: Declarator & { readonly id: Name },
  source: Source,
  sources: Sources,
  follower: Follower,
  graph: Graph,
): Store | undefined {
  const { id } = declarator
  const own = source.references.of(source.scopes.lookup(id.name, id) ?? -1).filter((each) => each.start !== id.start)
  const writes = own.flatMap((node) => writeOf(node, source) ?? [])
  const givers = writes.flatMap(({ assignment }) => (assignment ? handlersGiving(assignment.right, source, sources, graph) : []))
  if (givers.length === 0) return undefined
  const obstacles = new Obstacles()
  const followed = follower.fromName(source, id)
  const reads = followed.occurrences.filter(({ node }) => !writes.some((each) => each.node === node))
  checkWrites(declarator, source, writes, graph, obstacles)
  for (const each of followed.lost)
    obstacles.add(
      'passed-on',
      `${id.name} is passed on with its module, and what happens to it there can't be seen`,
      each.source,
      each.node,
    )
  for (const each of followed.exports)
    if (each.form === 'assignment' || each.form === 'property')
      obstacles.add('outside-request', `${id.name} is read when the module is loaded, for its exports`, each.source, each.node)
  checkReaders(id.name, { writes, reads, givers, source }, graph, sources, obstacles)
  return {
    ...{ label: id.name, source, place: declarator, files: filesOf(followed), exportedBy: exportersOf(followed) },
    touched: [
      { source, node: declarator },
      ...[...reads, ...writes].map((each: Pick<Occurrence, 'source' | 'node'>) => ({ source: each.source, node: each.node })),
    ],
    becomes: '1 context variable',
    left: obstacles.first,
    write: (to) => writeVariable(declarator, source, writes, reads, to),
  }
}

function writeOf(node: Node, source: Source): Write | undefined {
  const { parent } = node
  if (parent?.type === 'AssignmentExpression' && parent.left === node)
    return { source, node, assignment: parent.operator === '=' ? parent : undefined }
  const isPattern =
    parent?.type === 'UpdateExpression' ||
    parent?.type === 'ArrayPattern' ||
    parent?.type === 'RestElement' ||
    parent?.type === 'AssignmentPattern' ||
    (parent?.type === 'Property' && parent.parent?.type === 'ObjectPattern' && parent.value === node) ||
    ((parent?.type === 'ForOfStatement' || parent?.type === 'ForInStatement') && parent.left === node)
  return isPattern ? { source, node, assignment: undefined } : undefined
}

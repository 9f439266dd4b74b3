/** Properties of a module's objects in which handlers keep what belongs to their request: they are named, and stay. */
import type { Graph, Node } from '@offloop/analysis'
import { bare } from '@offloop/analysis'
import type { Source, Sources } from '../rewrite/source.ts'
import { memberOf } from './module-names.ts'
import { handlersGiving } from './request-values.ts'
import type { Store } from './store.ts'

/** `state.user = req.user`, once for each text of the target. */
export function heldProperties(source: Source, sources: Sources, graph: Graph): Store[] {
  const found = new Map<string, Store>()
  for (const node of source.nodes) {
    if (node.type !== 'AssignmentExpression' || node.operator !== '=' || node.left.type !== 'MemberExpression') continue
    const label = targetOf(node.left, source)
    if (label === undefined || found.has(label) || isSaved(node, source)) continue
    if (handlersGiving(node.right, source, sources, graph).length === 0) continue
    found.set(label, {
      ...{ label, source, place: node, files: new Set([source]), exportedBy: [], touched: [], becomes: 'nothing' },
      left: { reason: 'property', message: `${label} is a property of an object that all requests share`, source, at: node },
      write: () => undefined,
    })
  }
  return [...found.values()]
}

/** `state.user`, where `state` is a variable at the top of the module, or the global object. */
function targetOf(left: Node & { readonly type: 'MemberExpression' }, source: Source): string | undefined {
  const names: string[] = []
  let at: Node = left
  while (at.type === 'MemberExpression') {
    const name = memberOf(at)
    if (name === undefined) return undefined
    names.unshift(name)
    at = bare(at.object)
  }
  if (at.type !== 'Identifier' || names[0] === 'locals' || names[0] === 'exports') return undefined
  const id = source.scopes.lookup(at.name, at)
  const isShared = id === undefined ? /^global(?:This)?$/.test(at.name) : source.scopes.isTopLevel(id) && source.scopes.declarators.has(id)
  return isShared ? [at.name, ...names].join('.') : undefined
}

/** `settings.path = req.body.path; await settings.save()`: what the server keeps, which a request may change. */
function isSaved(assignment: Node, source: Source): boolean {
  const fn = source.scopes.functions[source.scopes.enclosing(assignment)]!
  return /\.(?:save|persist|write|store|update|commit)\w*\(/.test(source.text.slice(fn.start, fn.end))
}

/** Stand-ins that a test hands to a loader: `proxyquire('./store', { fs: { readFileSync: () => '' } })`. */
import type { Node } from '@offloop/analysis'
import { bare, isReloader, nameOf } from '@offloop/analysis'
import type { CallNode, Source } from '../rewrite/source.ts'

/** A module that is replaced for the one that is loaded. */
export interface Stub {
  /** As the loaded module requires it. */
  readonly specifier: string
  /** The object in its place, where it is written out. */
  readonly value?: Node
}

/** The stand-ins of a call; none where it is no such call. */
export function stubsOf(call: CallNode, source: Source): Stub[] {
  if (call.type !== 'CallExpression' || call.arguments.length < 2 || !isReloader(call, source.scopes)) return []
  const object = written(call.arguments[1]!, source)
  if (!object) return []
  return object.properties.flatMap((each) => {
    const specifier = each.type === 'Property' ? nameOf(each.key, each.computed) : undefined
    if (each.type !== 'Property' || specifier === undefined) return []
    const value = written(each.value, source)
    return [{ specifier, ...(value ? { value } : {}) }]
  })
}

/** An object literal, or the one that a variable holds. */
function written(node: Node, source: Source): (Node & { readonly type: 'ObjectExpression' }) | undefined {
  const value = bare(node)
  if (value.type === 'ObjectExpression') return value
  const id = value.type === 'Identifier' ? source.scopes.lookup(value.name, value) : undefined
  const init = id === undefined ? undefined : source.scopes.declarators.get(id)?.init
  return init?.type === 'ObjectExpression' ? init : undefined
}

/** Calls that are over before an await would be: random numbers, and so many random bytes as the pool of the system gives at once. */
import type { BlockingSite, Node } from '@offloop/analysis'
import type { Source, Sources } from '../rewrite/source.ts'

/** Bytes up to which `randomBytes` takes microseconds; an await costs as much and lets others in between. */
const fewBytes = 65_536

/** True for `randomInt(9)`, `randomBytes(16)`, and `randomBytes(size)` where `size` is a constant. */
export function isSmall({ api, file, call }: BlockingSite, sources: Sources): boolean {
  if (api.id === 'node:crypto.randomInt') return true
  if (api.id !== 'node:crypto.randomBytes') return false
  const node = sources.of(file).callNode(call)
  const given = node.type === 'CallExpression' ? node.arguments[0] : undefined
  const size = given?.type === 'Identifier' ? constantOf(given, sources.of(file)) : given
  return size?.type === 'Literal' && typeof size.value === 'number' && size.value <= fewBytes
}

function constantOf(name: Node & { type: 'Identifier' }, { scopes }: Source): Node | undefined {
  const id = scopes.lookup(name.name, name)
  const made = id === undefined ? undefined : scopes.declarators.get(id)
  return made?.parent?.type === 'VariableDeclaration' && made.parent.kind === 'const' && made.id.type === 'Identifier'
    ? (made.init ?? undefined)
    : undefined
}

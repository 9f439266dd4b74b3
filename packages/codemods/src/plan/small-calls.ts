/** Calls that are over before an await would be: random numbers, and so many random bytes as the pool of the system gives at once. */
import type { BlockingSite } from '@offloop/analysis'
import type { Sources } from '../rewrite/source.ts'

/** Bytes up to which `randomBytes` takes microseconds; an await costs as much and lets others in between. */
const fewBytes = 65_536

/** True for `randomInt(9)` and for `randomBytes(16)`; how much `randomBytes(size)` asks for nobody knows. */
export function isSmall({ api, file, call }: BlockingSite, sources: Sources): boolean {
  if (api.id === 'node:crypto.randomInt') return true
  if (api.id !== 'node:crypto.randomBytes') return false
  const node = sources.of(file).callNode(call)
  const size = node.type === 'CallExpression' ? node.arguments[0] : undefined
  return size?.type === 'Literal' && typeof size.value === 'number' && size.value <= fewBytes
}

/** Hosts that use a callback's result at once, and whose call is rewritten when the callback becomes async. */
import type { CallSite, Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import { arrayObstacle, isArray, rewriteArrayCall, rewrittenHosts } from './array-callback.ts'
import { isPlainValue, receiverOf } from './array-call.ts'
import type { HostCallback } from './array-call.ts'
import { chainAround } from './await.ts'
import type { Obstacle } from './await.ts'
import { rewriteForEach } from './for-each.ts'
import { rewriteArrayFrom } from './array-from.ts'
import { replaceObstacle, rewriteReplace } from './replace.ts'
import { outer } from './source.ts'
import type { Source } from './source.ts'

/** Whose callback it is: a method of an array, `forEach` of a Map or Set, `Array.from`, `replace` of a string. */
export type HostKind = 'array' | 'map' | 'set' | 'from' | 'replace'

/** Which host a call is, or why its callback has to stay sync. `isArrayMethod`: its name is one that arrays have; `isKnown`: asked where the file does not tell that the receiver is one. */
export function hostOf(
  site: CallSite,
  isArrayMethod: boolean,
  source: Source,
  oracle: TypeOracle,
  isKnown: () => boolean,
): HostKind | Obstacle {
  const { call } = site
  if (isGlobalFrom(site)) return 'from'
  const node = source.callNode(call)
  const receiver = receiverOf(node)
  const kind =
    receiver && (call.name === 'forEach' || isReplace(call.name)) ? oracle.kindOf(site.file, receiver.start, receiver.end) : undefined
  if (isReplace(call.name)) {
    if (kind === 'string' || receiver?.type === 'TemplateLiteral') return 'replace'
    return { reason: 'unknown-receiver', message: `the receiver of ${call.calleeText} may be no string` }
  }
  if (call.name === 'forEach' && (kind === 'map' || kind === 'set')) return kind
  if (/^(sort|toSorted)$/.test(call.name) && call.callee.k === 'member')
    return {
      reason: 'host-sync',
      message: `${call.calleeText} uses the comparator's answer at once: compute what it compares before, one key for each element, and sort by that`,
    }
  if (!isArrayMethod || !rewrittenHosts.has(call.name))
    return { reason: 'host-sync', message: `${call.calleeText} uses the callback's result at once` }
  return isArray(site, source, oracle) || isKnown()
    ? 'array'
    : { reason: 'unknown-receiver', message: `the receiver of ${call.calleeText} may be no array` }
}

/** Which argument of the host is its callback. */
export function callbackIndex(kind: HostKind): number {
  return kind === 'from' || kind === 'replace' ? 1 : 0
}

/** Why this call can't be rewritten. */
export function hostObstacle(kind: HostKind, site: CallSite, source: Source): Obstacle | undefined {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression') return { reason: 'host-sync', message: `${site.call.calleeText} is not called plainly` }
  switch (kind) {
    case 'array':
      return arrayObstacle(site, source)
    case 'map':
    case 'set':
      return forEachObstacle(call, site)
    case 'from':
      return call.arguments.length === 2 ? undefined : { reason: 'this-argument', message: 'Array.from passes a this value' }
    case 'replace':
      return replaceObstacle(call, site, source)
  }
}

/** Rewrites the call; returns true where the callback's body was merged into a loop, so that it is no function any more. */
export function rewriteHostCall(edits: EditSet, kind: HostKind, site: CallSite, source: Source, callback: HostCallback): boolean {
  const call = source.callNode(site.call) as Node & { type: 'CallExpression' }
  switch (kind) {
    case 'array':
      return rewriteArrayCall(edits, site, source, callback)
    case 'map':
    case 'set':
      return rewriteForEach(edits, call, source, kind, callback.parameters)
    case 'from':
      rewriteArrayFrom(edits, call, source, callback)
      return false
    case 'replace':
      rewriteReplace(edits, call, source, callback)
      return false
  }
}

function forEachObstacle(call: Node & { type: 'CallExpression' }, site: CallSite): Obstacle | undefined {
  if (call.callee.type === 'MemberExpression' && call.callee.optional)
    return { reason: 'optional-chain', message: 'an await inside an optional chain would change what it skips' }
  if (call.arguments.length === 2 && !isPlainValue(call.arguments[1]!))
    return { reason: 'this-argument', message: `${site.call.calleeText} passes a this value that is more than a name` }
  return outer(chainAround(call)).parent?.type === 'ExpressionStatement'
    ? undefined
    : { reason: 'host-sync', message: 'the value of forEach is used' }
}

function isGlobalFrom({ call }: CallSite): boolean {
  return call.name === 'from' && call.callee.k === 'member' && call.callee.of.k === 'global' && call.callee.of.name === 'Array'
}

function isReplace(name: string): boolean {
  return name === 'replace' || name === 'replaceAll'
}

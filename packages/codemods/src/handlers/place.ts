/** Where the chains of handlers stand: at an end of the function, so that it can wait for them without anything else happening later. */
import type { Node } from '@offloop/analysis'
import { chainMethod } from '../promises/chain.ts'
import type { Call, Obstacle } from '../promises/chain.ts'
import type { FunctionNode } from '../promises/completion.ts'
import { isFunction } from '../promises/completion.ts'
import type { Moved } from '../promises/decide.ts'
import { functionOf, hostOf, tryAround } from '../promises/place.ts'
import type { Host } from '../promises/place.ts'
import { isForwarding } from './forwarding.ts'
import type { Role, Roles } from './role.ts'

/** Gives the place of each chain in a handler, or in a callback that becomes part of one. */
export function placingOf(roles: Roles, guardOf: (role: Role) => readonly [string, string] | undefined) {
  return (call: Call, moved: ReadonlyMap<FunctionNode, Moved>): Host | Obstacle | undefined => {
    const fn = functionOf(call)
    if (fn === 'field') return undefined
    if (!isFunction(fn) || fn.generator) return undefined
    const inner = moved.get(fn)
    if (inner) return innerPlace(call, fn, inner, roles)
    const role = roles.of(fn)
    if (!role) return undefined
    const place = placeIn(call, role)
    if (!place || 'reason' in place) return place
    const dropsLast = forwarding(call, role) !== undefined
    const guard = guardOf(role)
    return { ...place, ...(dropsLast && { dropsLast }), ...(guard && { guard, isGuarded: true }) }
  }
}

/** The part of a chain's last step that does what is done with every error of the function: `.catch(next)`, the second of `.then(render, next)`. */
export function forwarding(call: Call, { next }: Pick<Role, 'next'>): { readonly start: number; readonly end: number } | undefined {
  if (next === undefined || next === 'odd') return undefined
  const given = call.arguments as Node[]
  const kind = chainMethod(call)
  const callback = kind === 'catch' && given.length === 1 ? given[0] : kind === 'then' && given.length === 2 ? given[1] : undefined
  if (!callback || !isForwarding(callback, next.name)) return undefined
  return given.length === 2 ? callback : { start: (call.callee as Node & { readonly object: Node }).object.end, end: call.end }
}

function placeIn(call: Call, role: Role): Host | Obstacle | undefined {
  const { fn, isIgnored } = role
  const found = hostOf(call)
  if (!('reason' in found)) {
    if (found.isAwaited || found.sink.kind !== 'return') return undefined
    if (tryAround(found.node, fn))
      return { reason: 'inside-try', message: 'a `try` around it would catch what it rejects with, or end before it' }
    return { ...found, isAwaited: true, sink: { kind: 'return', isIgnored } }
  }
  if (found.reason !== 'floating') return undefined
  if (role.refusesDone && role.next !== undefined)
    return { reason: 'done-callback', message: 'its framework refuses a promise beside the callback' }
  const statement = statementOf(call)
  if (!statement) return undefined
  if (!isIgnored) return { reason: 'floating', message: 'the framework would answer only when it has ended' }
  const end = endObstacle(statement, fn)
  return end ?? ignoredHost(statement, fn)
}

function ignoredHost(statement: Node, fn: FunctionNode): Host {
  const parent = statement.parent
  const needsBraces = parent?.type !== 'BlockStatement' && parent?.type !== 'Program'
  return { node: statement, sink: { kind: 'return', isIgnored: true }, isAwaited: true, fn, needsBraces }
}

/** In a callback of a chain that is written anew. */
function innerPlace(call: Call, fn: FunctionNode, { decision, isTail }: Moved, roles: Roles): Host | Obstacle {
  const found = hostOf(call)
  const { host, steps } = decision
  const isIgnored = host.sink.kind === 'return' && host.sink.isIgnored === true
  if (!('reason' in found))
    return found.sink.kind === 'return' && isTail && isIgnored ? { ...found, sink: { kind: 'return', isIgnored } } : found
  const statement = found.reason === 'floating' ? statementOf(call) : undefined
  if (!statement || !isTail || !isIgnored) return found
  const role = host.fn && roles.of(host.fn)
  // whoever takes the function's rejection does the same
  const isPassedOn = steps.every(({ kind, failed }) => kind === 'then' && !failed)
  const dropsLast = role !== undefined && isPassedOn && forwarding(call, role) !== undefined
  return endObstacle(statement, fn) ?? { ...ignoredHost(statement, fn), dropsLast }
}

/** What follows a statement in its function would have to wait for it. */
function endObstacle(statement: Node, fn: FunctionNode): Obstacle | undefined {
  if (tryAround(statement, fn))
    return { reason: 'inside-try', message: 'a `try` around it would catch what it rejects with, or end before it' }
  return isLast(statement, fn) ? undefined : { reason: 'not-last', message: 'the code after it would have to wait for it' }
}

/** Nothing but a bare `return` follows in the function. */
export function isLast(statement: Node, fn: FunctionNode): boolean {
  for (let at = statement, parent = statement.parent; parent; at = parent, parent = parent.parent) {
    if (at === fn.body) return true
    if (parent.type === 'BlockStatement') {
      const following = parent.body[parent.body.indexOf(at as (typeof parent.body)[number]) + 1]
      if (following?.type === 'ReturnStatement' && !following.argument) return true
      if (following) return false
    } else if (parent.type !== 'IfStatement' && parent !== fn) return false
  }
  return false
}

/** The statement that a chain is; not where `void` says that nobody is to wait. */
function statementOf(call: Node): Node | undefined {
  let at = call.parent
  while (at?.type === 'ParenthesizedExpression') at = at.parent
  return at?.type === 'ExpressionStatement' ? at : undefined
}

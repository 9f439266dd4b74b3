/** Handlers that start promise chains become async, and async handlers pass their errors on where the framework does not take them. */
import type { Node } from '@offloop/analysis'
import { catchesAll } from '../rewrite/handler-guard.ts'
import { rejectionsOf } from '@offloop/analysis'
import { EditSet } from '../edit/edits.ts'
import type { Facts, FileChange, LeftAlone, Place } from '../file-codemod.ts'
import type { Edit } from '../plan/plan.ts'
import { callsBefore } from '../promises/becomes-async.ts'
import type { FunctionNode } from '../promises/completion.ts'
import { decide } from '../promises/decide.ts'
import type { Decision, Decisions } from '../promises/decide.ts'
import type { KnownNames } from '../promises/known-names.ts'
import { isQuiet } from '../promises/settled.ts'
import { functionName, writeFile } from '../promises/write-file.ts'
import { returnType, wrapResult } from '../rewrite/signature.ts'
import type { Source } from '../rewrite/source.ts'
import { answeredBefore } from './answered.ts'
import { guardFor, guardObstacle, wrapBody } from './guard.ts'
import { droppedNext } from './next-parameter.ts'
import { forwarding, placingOf } from './place.ts'
import { isResponseCall } from './responses.ts'
import type { Role, Roles } from './role.ts'
import { functionsOf } from './role.ts'

/** Changes and what is left. */
export interface Result {
  readonly changes: readonly FileChange[]
  readonly left: readonly LeftAlone[]
}

/** `more`: edits of tokens that are made in what is written anew. */
export function changePromises(source: Source, facts: Facts, roles: Roles, more: readonly Edit[]): Result {
  const handlers = functionsOf(source).flatMap((fn) => roles.of(fn) ?? [])
  const byFunction = new Map(handlers.map((each) => [each.fn, each]))
  const known = knownNames(handlers, source)
  const seen: Facts = {
    ...facts,
    isPlain: (node) => isResponseCall(node, handlers, source) || known.givesPlain(calleeOf(node)) || facts.isPlain(node),
  }
  const guardText = (role: Role): readonly [string, string] | undefined => {
    if (role.isAwaited) return undefined
    const { opening, closing } = guardFor(role, source)
    return [opening, closing]
  }
  const place = placingOf(roles, guardText)
  const decisions = decide(source, seen, {
    wrapsFloating: false,
    assumesPromises: true,
    mayReject: true,
    known,
    placing: (call, moved) => {
      const found = place(call, moved)
      const role = found && !('reason' in found) && found.fn ? byFunction.get(found.fn) : undefined
      return (role && obstacleToHandler(role, source)) ?? found
    },
  })
  const written = new Map(writeFile(source, seen, decisions, more).map((each) => [holderOf(each, decisions), each] as const))
  const changes: FileChange[] = []
  const left: LeftAlone[] = [...decisions.left]
  for (const role of handlers) {
    const change = written.get(role.fn)
    const own = [...decisions.chains.values()].filter(({ host }) => host.fn === role.fn)
    written.delete(role.fn)
    if (!change && !needsGuard(role, facts)) continue
    const isBody = own.some(({ host }) => host.node === role.fn.body)
    const obstacle = role.isAwaited || isBody ? undefined : guardObstacle(role, source)
    const late = change ? undefined : answeredBefore(role, source)
    const refused = obstacle ?? late
    if (refused) {
      left.push({ ...placeOf(role), ...refused })
      continue
    }
    changes.push(change ? completed(change, role, own, source, facts) : guarded(role, source, more))
  }
  return { changes: [...changes, ...written.values()], left }
}

/** An async handler whose rejection nobody takes gets a guard. */
function guarded(role: Role, source: Source, more: readonly Edit[]): FileChange {
  const { fn } = role
  const guard = guardFor(role, source)
  const inside = more.filter((each) => fn.body!.start <= each.start && each.end <= fn.body!.end)
  const edits = [...guard.edits, ...wrapBody(fn, guard, inside, source)].sort(byStart)
  const place = placeOf(role)
  return { name: functionName(fn), start: fn.start, end: fn.end, places: [place], edits, notes: [] }
}

/** A handler whose chains were rewritten gets its return type, the guard where it needs one, and loses a `next` that it needs no more. */
function completed(change: FileChange, role: Role, own: readonly Decision[], source: Source, facts: Facts): FileChange {
  const { fn } = role
  const typed = new EditSet()
  // what a JSDoc comment calls the result of a handler is most often its answer
  if (!fn.async && returnType(fn)) wrapResult(typed, fn, source)
  const types = typed.files[0]?.edits ?? []
  const isOwnCatch = own.some(({ host }) => !host.dropsLast)
  const notes = isOwnCatch ? change.notes.filter((each) => each.startsWith('line ')) : []
  const isBody = own.some(({ host }) => host.node === fn.body)
  const inBody = (each: Edit): boolean => each.start >= fn.body!.start
  const before = [...change.edits.filter((each) => !inBody(each)), ...types]
  if (role.isAwaited) {
    const gone = own.flatMap(({ host, node }) => (host.dropsLast ? (forwarding(node, role) ?? []) : []))
    const unused = droppedNext(role, gone, source)
    return { ...change, edits: [...change.edits, ...types, ...unused].sort(byStart), notes }
  }
  if (isBody) return { ...change, edits: [...change.edits, ...types, ...guardFor(role, source).edits].sort(byStart), notes }
  if (!own.some((each) => canFail(each, role, source)) && !(fn.async && needsGuard(role, facts)))
    return { ...change, edits: [...change.edits, ...types].sort(byStart), notes }
  const guard = guardFor(role, source)
  const inside = change.edits.filter(inBody)
  return { ...change, edits: [...before, ...guard.edits, ...wrapBody(fn, guard, inside, source)].sort(byStart), notes }
}

/** Something in the handler can fail outside of a `catch` of its own. */
function canFail({ host, steps, base }: Decision, { fn }: Role, source: Source): boolean {
  if (host.dropsLast) return true
  const last = steps.at(-1)
  if (!last || last.kind !== 'catch' || last.failed?.kind !== 'inline') return true
  const handler = last.failed.fn
  const isCalm = !handler.async && !/\bawait\b|\.then\b/u.test(source.text.slice(handler.start, handler.end))
  return !isCalm || callsBefore(fn, base.start, isQuiet)
}

function needsGuard(role: Role, facts: Facts): boolean {
  const { fn } = role
  if (role.isAwaited || !fn.async || fn.generator || !role.forward || !fn.body || catchesAll(fn.body as Node)) return false
  return rejectionsOf(fn).some(
    (each) => !(each.type === 'AwaitExpression' && each.argument.type === 'CallExpression' && facts.neverRejects(each.argument)),
  )
}

function obstacleToHandler(role: Role, source: Source): { reason: string; message: string } | undefined {
  const { fn } = role
  if (role.refusesDone && role.next !== undefined)
    return { reason: 'done-callback', message: 'its framework refuses a promise beside the callback' }
  if (fn.async) return undefined
  if (role.isCalled) return { reason: 'called-directly', message: `${functionName(fn)} is called by others than the framework, too` }
  return role.isAwaited ? undefined : guardObstacle(role, source)
}

function knownNames(handlers: readonly Role[], source: Source): KnownNames {
  const parameters = new Map(handlers.flatMap(({ next, isIgnored }) => (next && next !== 'odd' ? [[next.start, isIgnored] as const] : [])))
  const declared = (name: Node): number | undefined => {
    const id = name.type === 'Identifier' ? source.scopes.lookup(name.name, name) : undefined
    return id === undefined ? undefined : source.scopes.declarations[id]!.start
  }
  return {
    isFunction: (name) => parameters.has(declared(name) ?? -1),
    givesPlain: (callee) => parameters.get(declared(callee) ?? -1) === true,
  }
}

function calleeOf(node: Node): Node {
  return node.type === 'CallExpression' ? node.callee : node
}

function holderOf(change: FileChange, { chains }: Decisions): FunctionNode | FileChange {
  const [place] = change.places
  return [...chains.values()].find(({ node }) => node.start === place!.start && node.end === place!.end)?.host.fn ?? change
}

function placeOf({ fn, module }: Role): Place {
  return { start: fn.start, end: fn.end, label: `${module} handler ${functionName(fn)}` }
}

function byStart(a: Edit, b: Edit): number {
  return a.start - b.start || a.end - b.end
}

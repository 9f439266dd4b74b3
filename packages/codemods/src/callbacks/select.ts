/** Decides for a whole file which calls are awaited: a function gives up its callback only with all its callers. */
import type { Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { flowOf } from './async-library.ts'
import { analyse } from './flow.ts'
import { promiseForm } from './forms.ts'
import { originOf } from '../rewrite/origin.ts'
import { isFunction } from './tree.ts'
import type { Call, FunctionNode } from './tree.ts'
import type { Analysis, Obstacle, Target, Unit } from './unit.ts'
import { unitsOf } from './units.ts'
import type { Wishes } from './units.ts'

/** What is awaited, by unit, and what is left. */
export interface Selection {
  /** Of units with something to await, outer ones first. */
  readonly analyses: readonly Analysis[]
  readonly left: ReadonlyMap<Call, Obstacle>
  readonly units: ReadonlyMap<FunctionNode | undefined, Unit>
}

/** Starts with all that might be awaited and takes away what can't, until nothing changes. */
export function select(source: Source, wishes: Wishes): Selection {
  const forms = new Map<Call, Target>()
  for (const node of source.nodes) {
    const form = node.type === 'CallExpression' && !node.optional ? formOf(node, source) : undefined
    if (form && node.type === 'CallExpression') forms.set(node, form)
  }
  const tasks = new Map<FunctionNode, Call>()
  for (const [call, target] of forms) if ('flow' in target) for (const each of target.flow.tasks) tasks.set(each, call)
  // a flow of tasks may call back at once, where others catch what is thrown
  const isForm = (call: Call): boolean => 'form' in (forms.get(call) ?? {})
  const units = unitsOf(source, wishes, isForm, new Set(tasks.keys()))
  const refused = new Map<FunctionNode, Obstacle>()
  const results = new Map<number, FunctionNode>()
  for (const unit of units.values()) {
    if (unit.kind !== 'result' || !unit.fn) continue
    if (unit.obstacle) refused.set(unit.fn, unit.obstacle)
    const id = bindingOf(unit.fn, source)
    if (id !== undefined) results.set(id, unit.fn)
  }
  const targetOf = (call: Call): Target | undefined => {
    const known = forms.get(call)
    if (known || call.callee.type !== 'Identifier' || call.optional) return known
    const id = source.scopes.lookup(call.callee.name, call.callee)
    const fn = id === undefined ? undefined : results.get(id)
    return fn && call.arguments.length === fn.params.length ? { fn } : undefined
  }
  const sync = new Set<FunctionNode>()
  const reasons = new Map<Call, Obstacle>()
  for (;;) {
    const { analyses, left } = round({ source, units, targetOf, refused, sync, wishes })
    // the first reason is the cause of the later ones
    for (const [call, obstacle] of left) if (!reasons.has(call)) reasons.set(call, obstacle)
    if (!refuseMore(analyses, left, { source, results, refused, sync, units, tasks })) {
      const unitLeft = new Map(
        [...left].filter(([call]) => !isTaken(call, analyses)).map(([call, obstacle]) => [call, reasons.get(call) ?? obstacle]),
      )
      return {
        analyses: analyses.filter((each) => each.places.length > 0 || (each.unit.kind === 'result' && !each.failure)),
        left: unitLeft,
        units,
      }
    }
  }
}

interface State {
  readonly source: Source
  readonly units: ReadonlyMap<FunctionNode | undefined, Unit>
  readonly targetOf: (call: Call) => Target | undefined
  readonly refused: ReadonlyMap<FunctionNode, Obstacle>
  readonly sync: ReadonlySet<FunctionNode>
  readonly wishes: Wishes
}

function round(state: State): { readonly analyses: Analysis[]; readonly left: Map<Call, Obstacle> } {
  const { source, units, targetOf, refused, sync, wishes } = state
  const analyses: Analysis[] = []
  const left = new Map<Call, Obstacle>()
  const dissolved = new Set<FunctionNode>()
  const known = {
    ...{ source, targetOf, refusal: (fn: FunctionNode) => refused.get(fn), isSync: (fn: FunctionNode) => sync.has(fn) },
    ...{ mayDetach: wishes.mayDetach, canWaitAtTop: isModuleOnItsOwn(source) },
  }
  for (const unit of units.values()) {
    if (unit.fn && dissolved.has(unit.fn)) continue
    const obstacle = unit.obstacle ?? (unit.fn && refused.get(unit.fn))
    const analysis = analyse({ ...unit, obstacle }, known)
    const failure = obstacle ?? analysis.failure
    for (const [call, why] of analysis.left) left.set(call, why)
    if (failure) {
      for (const { call } of analysis.places) left.set(call, failure)
      if (unit.fn && unit.kind === 'result') analyses.push({ ...analysis, failure, places: [] })
      continue
    }
    analyses.push(analysis)
    for (const { inline } of analysis.places) if (inline) dissolved.add(inline.fn)
  }
  return { analyses, left }
}

/** Takes functions away whose callers can't all wait, and those that may call back at once where that shows. */
function refuseMore(
  analyses: readonly Analysis[],
  left: ReadonlyMap<Call, Obstacle>,
  {
    source,
    results,
    refused,
    sync,
    units,
    tasks,
  }: Pick<State, 'source' | 'units'> & {
    results: Map<number, FunctionNode>
    refused: Map<FunctionNode, Obstacle>
    sync: Set<FunctionNode>
    tasks: ReadonlyMap<FunctionNode, Call>
  },
): boolean {
  const before = refused.size + sync.size
  for (const { unit, failure, isSync } of analyses) {
    if (!unit.fn || unit.kind !== 'result') continue
    if (failure && !refused.has(unit.fn)) refused.set(unit.fn, failure)
    if (isSync && !failure) sync.add(unit.fn)
    if (isSync && unit.exports.length > 0 && !refused.has(unit.fn))
      refused.set(unit.fn, {
        reason: 'calls-back-at-once',
        message: 'its callback may run before the call returns, and others may call it',
      })
  }
  const awaited = new Set<Node>(analyses.flatMap((each) => each.places.map(({ call }) => call)))
  for (const [fn, call] of tasks) {
    if (!refused.has(fn) && !awaited.has(call))
      refused.set(fn, left.get(call) ?? { reason: 'caller', message: 'its caller keeps its callback' })
  }
  for (const [id, fn] of results) {
    if (refused.has(fn)) continue
    const { exports } = units.get(fn)!
    const stray = source.references.of(id).find((each) => {
      const call = each.parent
      if (call === fn || (call?.type === 'VariableDeclarator' && call.id === each) || exports.includes(each)) return false
      return !(call?.type === 'CallExpression' && awaited.has(call))
    })
    if (!stray) continue
    const call = stray.parent
    const why = call?.type === 'CallExpression' ? left.get(call) : undefined
    const line = source.text.slice(0, stray.start).split('\n').length
    refused.set(fn, { reason: 'caller', message: `its caller in line ${line} keeps its callback${why ? `: ${why.message}` : ''}` })
  }
  return refused.size + sync.size > before
}

function isTaken(call: Call, analyses: readonly Analysis[]): boolean {
  return analyses.some(({ places }) => places.some((each) => each.call === call))
}

/** A call of a function that has a promise form, with a callback at its end. */
function formOf(call: Call, source: Source): Target | undefined {
  const last = call.arguments.at(-1)
  if (!last || (!isFunction(last) && last.type !== 'Identifier')) return undefined
  const flow = flowOf(call, source)
  if (flow) return { flow }
  const origin = originOf(call.callee, source)
  const form = origin && promiseForm(origin.module, origin.path)
  if (!form) return undefined
  if (isFunction(last)) return { form }
  // a name is a callback where the file says so
  const id = source.scopes.lookup(last.name, last)
  if (id === undefined) return undefined
  const { start } = source.scopes.declarations[id]!
  const declared = source.references.of(id).find((each) => each.start === start)
  const around = declared?.parent
  const isParameter = isFunction(around) && (around.params as Node[]).includes(declared!)
  const isLocal = isFunction(around) && !isParameter
  return isLocal || (isParameter && (around.params as Node[]).at(-1) === declared) ? { form } : undefined
}

function bindingOf(fn: FunctionNode, source: Source): number | undefined {
  if (fn.type === 'FunctionDeclaration') return fn.id ? source.scopes.lookup(fn.id.name, fn.parent ?? fn) : undefined
  const { parent } = fn
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
    ? source.scopes.lookup(parent.id.name, parent.id)
    : undefined
}

/** An ES module that exports nothing: nobody waits for its top level but itself. */
function isModuleOnItsOwn(source: Source): boolean {
  if (/\.c[jt]s$/u.test(source.file)) return false
  return (source.hasModuleSyntax || /\.m[jt]s$/u.test(source.file)) && !source.program.body.some((each) => each.type.startsWith('Export'))
}

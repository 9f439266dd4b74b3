/** Declarations that wait one after the other, in a list of statements. */
import { joinedAwaits } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import type { FileChange, LeftAlone, Place } from '../file-codemod.ts'
import { unitOf } from './awaits.ts'
import type { Awaited, Unit } from './awaits.ts'
import { expressionsBefore, provenBy, startsSafely } from './evaluation.ts'
import { conflictOf, placeConflict } from './independence.ts'
import type { Read } from './independence.ts'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { shortText } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'

/** What becomes of places: edits with their notes, or a reason. */
export interface Outcome {
  readonly changes: readonly Omit<FileChange, 'name'>[]
  readonly left: readonly LeftAlone[]
}

/** A place that needs what comes before it is none: nobody could do anything about it. */
type Verdict = Refusal | 'needs' | undefined

const errorNote =
  'All of them start at once: where one fails the others have started, and the error that comes first is thrown, which need not be that of the first line.'

/** Goes through the statements of a block. */
export function joinStatements(statements: readonly Node[], surroundings: Surroundings): Outcome {
  const changes: Omit<FileChange, 'name'>[] = []
  const left: LeftAlone[] = []
  let open: Unit[] = []
  const close = (): void => {
    const items = open.flatMap((each) => each.items)
    const edits = items.length > 1 ? write(open, surroundings) : undefined
    if (edits) changes.push(edits)
    else if (items.length > 1)
      left.push(...items.slice(1).map((each) => leave(each, refuse('comment', 'a comment stands between its words'), surroundings)))
    open = []
  }
  for (const statement of statements) {
    const unit = unitOf(statement, surroundings.source)
    if (!unit) {
      close()
      continue
    }
    const inner = unit.items.length > 1 ? verdictWithin(unit, statements, surroundings) : undefined
    const verdict = inner ?? (open.length > 0 ? verdictOf(unit, open, statements, surroundings) : undefined)
    if (verdict !== undefined) {
      close()
      if (verdict !== 'needs') left.push(leave(unit.items[inner && unit.items.length > 1 ? 1 : 0]!, verdict, surroundings))
    }
    if (inner === undefined) open.push(unit)
  }
  close()
  return { changes, left }
}

/** Variables of one declaration wait for each other as those of two do. */
function verdictWithin(unit: Unit, list: readonly Node[], surroundings: Surroundings): Verdict {
  for (const [index, item] of unit.items.entries()) {
    const before = { ...unit, items: unit.items.slice(0, index) }
    const verdict = index > 0 ? verdictOf({ ...unit, items: [item] }, [before], list, surroundings) : undefined
    if (verdict !== undefined) return verdict
  }
  return undefined
}

function verdictOf(unit: Unit, open: readonly Unit[], list: readonly Node[], surroundings: Surroundings): Verdict {
  const earlier = open.flatMap((each) => each.items)
  const known = earlier.flatMap((each) => namesOf(each))
  for (const item of unit.items) if (mentionsAny(item.declarator, earlier, surroundings)) return 'needs'
  const isVar = (each: Unit): boolean => each.kind === 'var'
  if (open.some((each) => isVar(each) !== isVar(unit)))
    return refuse('declaration', '`var` reaches further than what is declared before it')
  for (const item of unit.items) {
    const obstacle = item.obstacle ?? earlier.find((each) => each.obstacle !== undefined)?.obstacle
    if (obstacle !== undefined) return refuse('shape', obstacle)
    const [first] = earlier
    if ((item.annotation === undefined) !== (first!.annotation === undefined))
      return refuse('declaration', 'only one of them has its type written down')
    const place = placeConflict(unit.statement)
    if (place) return place
    for (const each of earlier) {
      const conflict = conflictOf(readOf(item), readOf(each), surroundings)
      if (conflict) return conflict
    }
    if (known.length === 0) continue
    const unsafe = startConflict(
      item,
      [...expressionsBefore(open[0]!.statement, list), ...earlier.map((each) => each.promise)],
      surroundings,
    )
    if (unsafe) return unsafe
  }
  return undefined
}

/** With `Promise.all` all but the first must start without a throw. */
export function startConflict(
  { promise, call }: Pick<Read, 'promise' | 'call'>,
  before: readonly Node[],
  surroundings: Surroundings,
): Refusal | undefined {
  const { isGather, source } = surroundings
  if (isGather) return undefined
  if (source.scopes.lookup('Promise', promise) !== undefined) return refuse('own-promise', '`Promise` is not the global one here')
  if (startsSafely(promise, call, provenBy(before, surroundings), surroundings)) return undefined
  return refuse(
    'may-throw',
    `\`${shortText(call, source)}\` may throw before it gives a promise, and nobody would look at what has been started`,
  )
}

function write(units: readonly Unit[], { source, isGather, gather }: Surroundings): Omit<FileChange, 'name'> | undefined {
  const { text, comments, nodes } = source
  const first = units[0]!.statement
  const items = units.flatMap(({ statement, items: own }) => own.map((each) => ({ ...each, statement })))
  const kind = units.some((each) => each.kind === 'var') ? 'var' : units.some((each) => each.kind === 'let') ? 'let' : 'const'
  const fixed = nodes.filter((each) => each.type === 'TemplateElement' && each.start >= first.start)
  const edits = joinedAwaits({ text, kind, items, comments, fixed, gather: isGather ? gather : undefined })
  if (!edits) return undefined
  const notes = units.some((each) => each.kind !== kind) ? [errorNote, 'What was `const` is `let` beside the others.'] : [errorNote]
  const places = items.map((each) => placeOf(each, source))
  return { start: first.start, end: Math.max(units.at(-1)!.statement.end, ...edits.map((each) => each.end)), places, edits, notes }
}

function leave(item: Awaited, refusal: Refusal, { source }: Surroundings): LeftAlone {
  return { ...placeOf(item, source), ...refusal }
}

function placeOf({ declarator, call }: Awaited, source: Surroundings['source']): Place {
  const start =
    declarator.parent?.type === 'VariableDeclaration' && declarator.parent.declarations[0] === declarator
      ? declarator.parent.start
      : declarator.start
  return { start, end: declarator.end, label: shortText(call.callee, source) }
}

function readOf(item: Awaited): Read {
  return { whole: item.declarator, promise: item.promise, call: item.call, names: namesOf(item) }
}

function namesOf({ declarator }: Awaited): string[] {
  return boundBy(declarator.id).map(({ name }) => name)
}

function mentionsAny(node: Node, earlier: readonly Awaited[], { source: { references } }: Surroundings): boolean {
  return earlier
    .flatMap(({ declarator }) => boundBy(declarator.id))
    .some((bound) => {
      const id = references.bindingOf(bound)
      return id === undefined || references.of(id).some((each) => node.start <= each.start && each.end <= node.end)
    })
}

/** The names that a pattern binds. */
function boundBy(pattern: Node): (Node & { readonly type: 'Identifier'; readonly name: string })[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern]
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => boundBy(each.type === 'RestElement' ? each.argument : each.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => (each ? boundBy(each) : []))
    case 'AssignmentPattern':
      return boundBy(pattern.left)
    case 'RestElement':
      return boundBy(pattern.argument)
    default:
      return []
  }
}

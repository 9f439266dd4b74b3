/** Writes what becomes of a function that gives a promise: its head, its answers, and the calls that it awaits. */
import type { Node } from '@offloop/analysis'
import { EditSet } from '../edit/edits.ts'
import type { ImportStatement } from '../rewrite/import-statements.ts'
import type { ImportEdits } from '../rewrite/imports.ts'
import { makeAsync, returnType } from '../rewrite/signature.ts'
import type { Source } from '../rewrite/source.ts'
import { renamesFor } from './names.ts'
import { named, promisedCallee } from './promised-call.ts'
import type { Need } from './promised-call.ts'
import type { TextEdits } from './text-edits.ts'
import type { FunctionNode } from './tree.ts'
import type { Analysis, Completion, Inline, OwnCallback, Place, Unit } from './unit.ts'
import { wrapOf, writeInline, writePassed } from './write-place.ts'

/** What the units of a file share. */
export interface Shared {
  readonly moved: readonly ImportStatement[]
  /** New names. */
  readonly taken: Set<string>
}

/** Writes one unit. */
export function writeUnit(
  analysis: Analysis,
  source: Source,
  imports: ImportEdits,
  edits: TextEdits,
  { moved, taken }: Shared,
): readonly Need[] {
  const { unit, places, completions, open } = analysis
  const needs: Need[] = []
  const dissolved = new Set<Node>(places.flatMap(({ inline }) => (inline ? [inline.fn] : [])))
  const renames = renamesFor(analysis, (place) => wrapOf(place, dissolved) !== 'none', source, taken)
  for (const place of places) {
    const callee = promisedCallee(place.call, place.target, source, imports, moved)
    needs.push(...callee.needs)
    const writing = { source, edits, renames, taken, open, callee: callee.text }
    if (place.inline) writeInline(place as Place & { inline: Inline }, writing, wrapOf(place, dissolved))
    else writePassed(place, writing, place.statement.parent === unit.fn, trailingOf(place))
  }
  for (const [id, name] of renames) {
    for (const each of source.references.of(id)) {
      const { parent } = each
      edits.rename(each, parent?.type === 'Property' && parent.shorthand ? `${each.name}: ${name}` : name)
    }
  }
  for (const each of completions) writeCompletion(each, unit, edits)
  if (unit.fn && places.length + completions.length > 0) needs.push(...writeHead(unit, places, source, imports, edits))
  return needs
}

/** The `return` after a call that passes the callback on. */
function trailingOf({ statement }: Place): Node | undefined {
  const { parent } = statement
  const list = parent && 'body' in parent && Array.isArray(parent.body) ? (parent.body as Node[]) : []
  const next = list[list.indexOf(statement) + 1]
  return statement.type === 'ExpressionStatement' && next?.type === 'ReturnStatement' ? next : undefined
}

function writeCompletion({ call, statement, kind, value, isLast, trailing }: Completion, unit: Unit, edits: TextEdits): void {
  const isArrowBody = unit.fn !== undefined && statement.parent === unit.fn
  if (trailing && !value && kind === 'value') return edits.cutStatement(statement)
  if (trailing) edits.cutStatement(trailing)
  if (isArrowBody) {
    const isObject = value?.type === 'ObjectExpression'
    const [before, after] = kind === 'error' ? ['{ throw ', ' }'] : isObject ? ['(', ')'] : ['', '']
    edits.replace(call.start, value?.start ?? call.end, value ? before : 'undefined')
    if (value) edits.replace(value.end, call.end, after)
  } else if (value) {
    edits.replace(statement.start, value.start, kind === 'error' ? 'throw ' : 'return ')
    edits.cut(value.end, call.end)
  } else if (kind === 'error') edits.replace(statement.start, call.end, 'throw undefined')
  else if (isLast && isInBlock(statement)) edits.cutStatement(statement)
  else edits.replace(statement.start, call.end, 'return')
}

function isInBlock(statement: Node): boolean {
  return statement.parent?.type === 'BlockStatement'
}

function writeHead(unit: Unit, places: readonly Place[], source: Source, imports: ImportEdits, edits: TextEdits): readonly Need[] {
  const fn = unit.fn!
  if (unit.kind === 'sync' || (!places.some((each) => !each.isDetached) && unit.kind === 'root')) return []
  if (unit.kind === 'root') {
    if (fn.async) return []
    const set = new EditSet()
    makeAsync(set, fn, source)
    for (const { start, end, text } of set.files[0]?.edits ?? []) edits.replace(start, end, text)
    return []
  }
  const type = returnType(fn)
  if (type?.parent) edits.cut(type.parent.start, type.parent.end)
  for (const own of [unit.reject, unit.callback]) if (own) dropParameter(fn, own, unit, source, edits)
  if (unit.kind === 'executor') {
    const made = fn.parent!
    edits.replace(made.start, fn.start, '(async ')
    edits.replace(fn.end, made.end, ')()')
    return []
  }
  const needs: Need[] = []
  for (const each of unit.exports) {
    const wrap = named('node:util', 'callbackify', each, imports)
    needs.push(...wrap.needs)
    const isShorthand = each.parent?.type === 'Property' && each.parent.shorthand
    edits.put(each.start, `${isShorthand ? `${source.text.slice(each.start, each.end)}: ` : ''}${wrap.text}(`, -20)
    edits.put(each.end, ')', 20)
  }
  edits.put(fn.start, 'async ', -5)
  return needs
}

/** A parameter goes, with the comma before it. */
function dropParameter(fn: FunctionNode, { parameter, index }: OwnCallback, unit: Unit, source: Source, edits: TextEdits): void {
  const before = fn.params[index - 1] as Node | undefined
  const isBare = !source.text.slice(fn.start, parameter.start).includes('(')
  if (isBare) return edits.replace(parameter.start, parameter.end, '()')
  edits.cut(before && !(unit.kind === 'executor' && index === 0) ? before.end : parameter.start, parameter.end)
}

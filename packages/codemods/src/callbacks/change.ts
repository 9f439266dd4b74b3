/** One file's callbacks: what becomes of them, and what stays. */
import type { Node } from '@offloop/analysis'
import type { FileChange, FileInput, FileResult, LeftAlone } from '../file-codemod.ts'
import { EditSet } from '../edit/edits.ts'
import { withPrefixOf } from '../rewrite/import-statements.ts'
import type { ImportStatement } from '../rewrite/import-statements.ts'
import { ImportEdits } from '../rewrite/imports.ts'
import type { Source } from '../rewrite/source.ts'
import { movedImports } from './promised-call.ts'
import type { Need } from './promised-call.ts'
import { select } from './select.ts'
import { TextEdits } from './text-edits.ts'
import { contains } from './tree.ts'
import type { Call } from './tree.ts'
import type { Analysis, Obstacle } from './unit.ts'
import { writeUnit } from './write-unit.ts'

/** Changes and what is left. */
export function changeCallbacks({ source, options }: FileInput): FileResult {
  const { analyses, left } = select(source, {
    mayWrapExports: options['exported'] === 'callbackify',
    mayDetach: options['detached'] === true,
  })
  const imports = new ImportEdits(source)
  const moved = movedImports(
    source,
    analyses.flatMap((each) => each.places),
  )
  const shared = { moved, taken: new Set<string>() }
  const changes: FileChange[] = []
  const needsOf = new Map<FileChange, readonly Need[]>()
  const remaining: LeftAlone[] = [...left].map(([call, obstacle]) => leftAlone(call, obstacle, source))
  for (const group of groupsOf(analyses, moved)) {
    const edits = new TextEdits(source)
    const needs = group.flatMap((each) => writeUnit(each, source, imports, edits, shared))
    const calls = group.flatMap((each) => each.places.map(({ call }) => call)).sort((a, b) => a.start - b.start)
    if (calls.length === 0) continue
    const done = edits.finish()
    if (typeof done === 'string') {
      const obstacle =
        done === 'comment'
          ? { reason: 'comment', message: 'a comment would be lost' }
          : { reason: 'layout', message: 'its text is nested in a way that cannot be rewritten' }
      remaining.push(...calls.map((each) => leftAlone(each, obstacle, source)))
      continue
    }
    const change: FileChange = {
      name: group[0]!.unit.name,
      start: Math.min(...done.map((each) => each.start)),
      end: Math.max(...done.map((each) => each.end)),
      places: calls.map((each) => ({ start: each.start, end: each.end, label: labelOf(each, source) })),
      ...{ edits: done, notes: [] },
    }
    changes.push(change)
    needsOf.set(change, needs)
  }
  return {
    changes,
    left: remaining.sort((a, b) => a.start - b.start),
    together(taken) {
      const wanted = new ImportEdits(source)
      const edits = new EditSet()
      for (const change of taken) {
        for (const need of needsOf.get(change) ?? []) {
          if ('literal' in need) moveTo(edits, need.literal, need.to, source)
          else if ('released' in need) wanted.release(need.released)
          else wanted.want(need.module, need.name)
        }
      }
      wanted.write(edits)
      return edits.files[0]?.edits ?? []
    },
  }
}

function leftAlone(call: Call, { reason, message }: Obstacle, source: Source): LeftAlone {
  return { start: call.start, end: call.end, label: labelOf(call, source), reason, message }
}

/** `fs.readFile(…)` */
function labelOf({ callee }: Call, { text }: Source): string {
  return `${text.slice(callee.start, callee.end).replace(/\s+/gu, ' ')}(…)`
}

/** Units that need each other, or whose texts lie in each other, change together. */
function groupsOf(analyses: readonly Analysis[], moved: readonly ImportStatement[]): Analysis[][] {
  const groups: Analysis[][] = []
  for (const each of analyses) {
    const related = groups.filter((group) =>
      group.some((other) => isRelated(each, other) || moved.some((statement) => uses(each, statement) && uses(other, statement))),
    )
    const joined = [...related.flat(), each]
    for (const group of related) groups.splice(groups.indexOf(group), 1)
    groups.push(joined)
  }
  return groups.map((group) => group.sort((a, b) => (a.unit.fn?.start ?? 0) - (b.unit.fn?.start ?? 0)))
}

function isRelated(a: Analysis, b: Analysis): boolean {
  return calls(a, b) || calls(b, a) || isIn(a, b) || isIn(b, a)
}

/** The import changes with all that is called through it. */
function uses({ places }: Analysis, { specifiers }: ImportStatement): boolean {
  return places.some(({ call: { callee } }) => callee.type === 'Identifier' && specifiers.some(({ local }) => local === callee.name))
}

/** `'fs'` becomes `'fs/promises'`. */
function moveTo(edits: EditSet, literal: Node, to: string, { file, text }: Source): void {
  const quote = text[literal.start]!
  edits.replace(file, literal.start, literal.end, quote + withPrefixOf(to, text.slice(literal.start + 1, literal.end)) + quote)
}

function calls({ places }: Analysis, { unit }: Analysis): boolean {
  return unit.fn !== undefined && places.some(({ target }) => 'fn' in target && target.fn === unit.fn)
}

/** A unit lies in text that another one rewrites; the top level only rewrites its calls. */
function isIn({ unit: { fn } }: Analysis, { unit, places }: Analysis): boolean {
  if (!fn) return false
  return unit.fn ? contains(unit.fn, fn) : places.some(({ statement }) => contains(statement, fn))
}

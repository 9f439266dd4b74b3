/** Writes the async twin of a function beside it: a copy of its text with its own edits and name. */
import type { Edit } from '../plan/plan.ts'
import type { TwinUnit } from '../plan/twin-unit.ts'
import { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import { applyEdits } from '../edit/apply.ts'
import type { Source } from './source.ts'

/** Inserts the copy; `own` are the edits that make it async and are not made in the text that is copied. */
export function writeTwin(edits: EditSet, unit: TwinUnit, name: string, own: EditSet, source: Source): void {
  for (const each of unit.names) own.replace(source.file, each.start, each.end, source.text[each.start] === '#' ? `#${name}` : name)
  const doc = /^\/\*\*[\s\S]*?\*\/\s*/.exec(source.text.slice(unit.start, unit.textStart))?.[0] ?? ''
  if (unit.start + doc.length < unit.textStart) own.replace(source.file, unit.start + doc.length, unit.textStart, unit.prefix)
  const changes = own.files.find((each) => each.file === source.file)?.edits ?? []
  const copy = applyEdits(source.text.slice(unit.start, unit.end), shifted(changes, unit))
  edits.insert(source.file, unit.place, separator(unit, source) + copy, 1000)
}

/** Edits relative to the unit. */
function shifted(changes: readonly Edit[], unit: TwinUnit): Edit[] {
  return changes
    .filter((each) => each.start >= unit.start && each.end <= unit.end)
    .map((each) => ({ start: each.start - unit.start, end: each.end - unit.start, text: each.text }))
}

function separator(unit: TwinUnit, source: Source): string {
  const { newline } = styleOf(source)
  const line = source.text.lastIndexOf('\n', unit.textStart - 1) + 1
  const before = source.text.slice(line, unit.textStart)
  const indent = /^\s*/.exec(before)![0]
  const isAlone = before.trim() === ''
  if (unit.kind === 'property') return isAlone ? `,${newline}${indent}` : ', '
  const isLong = source.text.slice(unit.textStart, unit.end).includes('\n')
  return unit.kind === 'member' && !isLong ? `${newline}${indent}` : `${newline}${newline}${indent}`
}

/** The only writer of markers: comments that say why a call stays sync. */
import type { ParsedFile } from '@offloop/analysis'
import type { EditSet } from './edits.ts'

const opening = ' offloop: kept sync ['

/** Writes `/* offloop: kept sync [reason]; chain *\/ ` before `at`, in place of the marker that stands there already. */
export function mark(edits: EditSet, source: ParsedFile, at: number, reason: string, chain: string): void {
  const text = `/*${opening}${reason}]; ${chain.replaceAll('*/', '* /')} */ `
  const old = markerBefore(source, at)
  if (!old) edits.insert(source.file, at, text, -1000)
  else if (source.text.slice(old.start, at) !== text) edits.replace(source.file, old.start, at, text)
}

/** Takes away the marker before `at`: the call is migrated now. */
export function unmark(edits: EditSet, source: ParsedFile, at: number): void {
  const old = markerBefore(source, at)
  if (old) edits.replace(source.file, old.start, at, '')
}

function markerBefore(source: ParsedFile, at: number): { start: number } | undefined {
  return source.comments.find(each => each.type === 'Block' && each.value.startsWith(opening) && each.end <= at && source.text.slice(each.end, at).trim() === '')
}

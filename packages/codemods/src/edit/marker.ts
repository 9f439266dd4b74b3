/** The only writer of markers: comments that say why a call stays sync. */
import type { ParsedFile } from '@offloop/analysis'
import type { EditSet } from './edits.ts'

const opening = ' offloop: kept sync ['

/** Writes `/* offloop: kept sync [reason]; chain *\/ ` before `at`, in place of a marker with another reason. */
export function mark(edits: EditSet, source: ParsedFile, at: number, reason: string, chain: string): void {
  const text = `/*${opening}${reason}]; ${chain.replaceAll('*/', '* /')} */ `
  const old = markerBefore(source, at)
  if (!old) edits.insert(source.file, at, text, -1000)
  // the same reason stands: the chain may read otherwise now that its functions are async, and a second run must change nothing
  else if (!old.value.startsWith(`${opening}${reason}]`)) edits.replace(source.file, old.start, at, text)
}

/** Takes away the marker before `at`: the call is migrated now. */
export function unmark(edits: EditSet, source: ParsedFile, at: number): void {
  const old = markerBefore(source, at)
  if (old) edits.replace(source.file, old.start, at, '')
}

function markerBefore(source: ParsedFile, at: number): { start: number; value: string } | undefined {
  return source.comments.find(
    (each) => each.type === 'Block' && each.value.startsWith(opening) && each.end <= at && source.text.slice(each.end, at).trim() === '',
  )
}

/** The only writer of markers: comments that say why something stays as it is. */
import type { ParsedFile } from '@offloop/analysis'
import type { EditSet } from './edits.ts'

/** What a marker says of what stays. */
type Kept = 'kept sync' | 'left alone'

const opening = (kept: Kept): string => ` offloop: ${kept} [`

/** Writes `/* offloop: kept sync [reason]; why *\/ ` before `at`, in place of a marker with another reason. */
export function mark(edits: EditSet, source: ParsedFile, at: number, reason: string, why: string, kept: Kept = 'kept sync'): void {
  const text = `/*${opening(kept)}${reason}]; ${why.replaceAll('*/', '* /')} */ `
  const old = markerBefore(source, at, kept)
  if (!old) edits.insert(source.file, at, text, -1000)
  // the same reason stands: the chain may read otherwise now that its functions are async, and a second run must change nothing
  else if (!old.value.startsWith(`${opening(kept)}${reason}]`)) edits.replace(source.file, old.start, at, text)
}

/** Takes away the marker before `at`: the call is migrated now. */
export function unmark(edits: EditSet, source: ParsedFile, at: number, kept: Kept = 'kept sync'): void {
  const old = markerBefore(source, at, kept)
  if (old) edits.replace(source.file, old.start, at, '')
}

function markerBefore(source: ParsedFile, at: number, kept: Kept): { start: number; value: string } | undefined {
  return source.comments.find(
    (each) =>
      each.type === 'Block' && each.value.startsWith(opening(kept)) && each.end <= at && source.text.slice(each.end, at).trim() === '',
  )
}

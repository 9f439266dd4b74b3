/** Texts after edits. */
import MagicString from 'magic-string'
import type { Edit, FileEdits, Piece, Plan } from '../plan/plan.ts'

/**
 * Applies edits to a text; insertions at one offset keep their order.
 * @throws RangeError when two edits overlap or one lies outside the text
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const result = new MagicString(text)
  let at = 0
  for (const edit of edits) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length)
      throw new RangeError(`edit at ${edit.start} overlaps the one before it or leaves the file`)
    if (edit.start === edit.end) result.appendLeft(edit.start, edit.text)
    else if (edit.text === '') result.remove(edit.start, edit.end)
    else result.update(edit.start, edit.end, edit.text)
    at = edit.end
  }
  return result.toString()
}

/** All edits of a plan by file. */
export function editsOf({
  pieces,
  together,
  markers,
}: Pick<Plan, 'together' | 'markers'> & { readonly pieces: readonly Pick<Piece, 'files'>[] }): Map<string, readonly Edit[]> {
  return mergeEdits([...pieces.map((each) => each.files), together, markers])
}

/** Edits of several sources by file; what two of them ask for in the same place is done once. */
export function mergeEdits(sources: Iterable<readonly FileEdits[]>): Map<string, readonly Edit[]> {
  const files = new Map<string, Edit[]>()
  for (const list of sources) {
    for (const { file, edits } of list) {
      const merged = files.get(file) ?? []
      for (const edit of edits) {
        const isKnown =
          edit.end > edit.start && merged.some((each) => each.start === edit.start && each.end === edit.end && each.text === edit.text)
        if (!isKnown) merged.push(edit)
      }
      files.set(file, merged)
    }
  }
  for (const edits of files.values()) edits.sort((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start))
  return files
}

/** Where an offset of the edited text was before. */
export function originalOffset(edits: readonly Edit[], offset: number): number {
  let shift = 0
  for (const edit of edits) {
    const start = edit.start + shift
    if (offset < start) break
    if (offset < start + edit.text.length) return edit.start
    shift += edit.text.length - (edit.end - edit.start)
  }
  return offset - shift
}

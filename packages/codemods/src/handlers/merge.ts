/** Changes whose extents overlap become one. */
import type { FileChange } from '../file-codemod.ts'
import type { Edit } from '../plan/plan.ts'

interface Extent {
  readonly start: number
  readonly end: number
}

/** The same edits, in changes that don't overlap. */
export function merged(changes: readonly FileChange[]): FileChange[] {
  const found: FileChange[] = []
  for (const each of [...changes].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = found.at(-1)
    if (!last || each.start >= last.end) found.push({ ...each, edits: distinct(each.edits) })
    else found[found.length - 1] = both(last, each)
  }
  return found
}

function both(a: FileChange, b: FileChange): FileChange {
  return {
    name: a.name,
    start: Math.min(a.start, b.start),
    end: Math.max(a.end, b.end),
    places: [...a.places, ...b.places].sort(byPlace),
    edits: distinct([...a.edits, ...b.edits]),
    notes: [...new Set([...a.notes, ...b.notes])],
  }
}

/** What lies in a text that is written anew was made in it already. */
function distinct(edits: readonly Edit[]): Edit[] {
  const isWithin = (inner: Edit, outer: Edit): boolean =>
    outer !== inner &&
    outer.end > outer.start &&
    outer.start <= inner.start &&
    inner.end <= outer.end &&
    (inner.start > outer.start || inner.end < outer.end)
  const isSame = (a: Edit, b: Edit): boolean => a.start === b.start && a.end === b.end && a.text === b.text
  return edits
    .filter(
      (each, index) =>
        !edits.some((other) => isWithin(each, other) && each.start > other.start && each.end < other.end) &&
        !edits.slice(0, index).some((other) => isSame(each, other)),
    )
    .sort(byPlace)
}

function byPlace(a: Extent, b: Extent): number {
  return a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start) || a.end - b.end
}

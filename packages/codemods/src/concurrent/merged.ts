/** Changes one of which lies in another are one change. */
import type { Edit } from '../plan/plan.ts'
import type { Outcome } from './groups.ts'

type Change = Outcome['changes'][number]

/** In order, without overlap. */
export function merged(changes: readonly Change[]): Change[] {
  const found: Change[] = []
  for (const each of [...changes].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const outer = found.at(-1)
    if (outer && each.start < outer.end) found[found.length - 1] = joined(outer, each)
    else found.push(each)
  }
  return found
}

function joined(outer: Change, inner: Change): Change {
  // white space before lines that are written anew is no longer there
  const kept = outer.edits.filter(
    (each) => each.end > each.start || !inner.edits.some((other) => other.start < each.start && each.start < other.end),
  )
  return {
    start: outer.start,
    end: Math.max(outer.end, inner.end),
    places: [...outer.places, ...inner.places].sort((a, b) => a.start - b.start),
    edits: [...kept, ...inner.edits].sort(byPlace),
    notes: [...new Set([...outer.notes, ...inner.notes])],
  }
}

function byPlace(a: Edit, b: Edit): number {
  return a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start)
}

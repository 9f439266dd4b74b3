/** When did the loop stand still? Spans of time as the height of slices. */
import type { TimelineData } from './report-data.ts'

/** One record in time. */
export interface Span {
  /** In ms since 1970. */
  readonly at: number
  readonly durationMs: number
  readonly longestMs: number
  /** Many calls of about a second, counted together. */
  readonly isShared: boolean
  readonly isStall: boolean
}

const slices = 400
/** What is counted together came within this, in ms. */
const sharedMs = 1000

/** The spans over time; where nothing happened, nothing. */
export function timelineOf(spans: readonly Span[]): TimelineData {
  if (spans.length === 0) return { at: [], callsMs: [], stallsMs: [], longestMs: [] }
  let [from, to] = [Infinity, -Infinity]
  for (const span of spans) {
    from = Math.min(from, span.at)
    to = Math.max(to, span.at + lengthOf(span))
  }
  const sliceMs = Math.max(1, (to - from) / slices)
  const amount = Math.max(1, Math.ceil((to - from) / sliceMs))
  const zeros = (): number[] => Array<number>(amount).fill(0)
  const [callsMs, stallsMs, longestMs] = [zeros(), zeros(), zeros()]
  for (const span of spans) {
    const first = Math.min(amount - 1, Math.floor((span.at - from) / sliceMs))
    longestMs[first] = Math.max(longestMs[first] ?? 0, span.longestMs)
    spread(span, from, sliceMs, span.isStall ? stallsMs : callsMs)
  }
  return { at: callsMs.map((_, index) => (from + index * sliceMs) / 1000), callsMs, stallsMs, longestMs }
}

/** Adds the time of a span to the slices that it touches. */
function spread(span: Span, from: number, sliceMs: number, heights: number[]): void {
  const length = lengthOf(span)
  const begin = span.at - from
  const end = begin + length
  const last = Math.min(heights.length - 1, Math.floor(end / sliceMs))
  for (let index = Math.min(last, Math.floor(begin / sliceMs)); index <= last; index++) {
    const part =
      index === last ? end - Math.max(begin, index * sliceMs) : Math.min(end, (index + 1) * sliceMs) - Math.max(begin, index * sliceMs)
    heights[index] = (heights[index] ?? 0) + span.durationMs * (length === 0 ? 1 : part / length)
  }
}

/** How long a record spans, in ms. */
export function lengthOf({ durationMs, isShared }: Span): number {
  return isShared ? Math.max(sharedMs, durationMs) : durationMs
}

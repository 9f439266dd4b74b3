/** The median of what was measured. */

/** The middle value; the upper one of two, 0 of none. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

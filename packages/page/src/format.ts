/** Numbers and times as people read them. */

/** `12.3 ms`, `4.56 s`. */
export function ms(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(1)} ms`
}

/** A moment in the time zone of the reader. */
export function momentOf(at: number): string {
  const date = new Date(at)
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
  return `${date.toLocaleDateString('en-CA')} ${clock}`
}

/** Whether any of the texts has all words of a search. */
export function isFound(search: string, ...texts: readonly (string | undefined)[]): boolean {
  const whole = texts.join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => whole.includes(word))
}

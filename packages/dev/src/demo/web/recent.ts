/** What happened in the last seconds. */
import type { Span } from '@offloop/page/live'

/** Spans that began in the last `windowMs`. */
export class Recent {
  readonly #windowMs: number
  #spans: Span[] = []

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  add(span: Span): void {
    this.#spans.push(span)
  }

  /** Those of the window that ends now. */
  at(now: number): readonly Span[] {
    this.#spans = this.#spans.filter(([at]) => at > now - this.#windowMs)
    return this.#spans
  }
}

/** The least duration that at least `share` of the spans don't exceed; undefined where there is none. */
export function durationAt(share: number, spans: readonly Span[]): number | undefined {
  const durations = spans.map(([, ms]) => ms).sort((a, b) => a - b)
  return durations[Math.max(0, Math.ceil(durations.length * share) - 1)]
}

/** Counters of what blocked, in the text format that Prometheus reads. */
import type { BlockingRecord } from '@offloop/catalog'

/** Routes with ids in them would make a series each. */
const mostSeries = 2000

interface Series {
  readonly labels: string
  count: number
  seconds: number
}

/** Counts from the start of the detector, as counters do. */
export class Metrics {
  readonly #series = new Map<string, Series>()

  /** Counts a record. */
  add({ kind, api, count, durationMs, context }: BlockingRecord): void {
    const isFull = this.#series.size >= mostSeries
    const { method = '', route = '' } = isFull ? {} : context
    const labels = labelsOf({ kind, api, method, route })
    const series = this.#series.get(labels) ?? { labels, count: 0, seconds: 0 }
    series.count += count
    series.seconds += durationMs / 1000
    this.#series.set(labels, series)
  }

  /** `offloop_blocking_total` and `offloop_blocking_seconds_total`, by kind, api, method and route. */
  text(): string {
    const series = [...this.#series.values()]
    return [
      '# HELP offloop_blocking_total Blocking calls and stalls of the event loop.',
      '# TYPE offloop_blocking_total counter',
      ...series.map(({ labels, count }) => `offloop_blocking_total{${labels}} ${count}`),
      '# HELP offloop_blocking_seconds_total Time for which they kept the event loop.',
      '# TYPE offloop_blocking_seconds_total counter',
      ...series.map(({ labels, seconds }) => `offloop_blocking_seconds_total{${labels}} ${Number(seconds.toFixed(6))}`),
      '',
    ].join('\n')
  }
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`)
    .join(',')
}

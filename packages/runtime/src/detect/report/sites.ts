/** Says little of what happens often: the first records of a site are its own, later ones share one a second. */
import type { BlockingRecord } from '@offloop/catalog'

const shortPerSecond = 10
/** A call as long as this is worth a record of its own. */
const longMs = 1
/** So many records a site has in a minute: a server that blocks in every request would fill its disk with them. */
const perMinute = 100
const flushMs = 1000

interface Site {
  records: number
  /** Of these, in the current second. */
  recent: number
  /** The first of the records that later ones share, and their sums. */
  shared: BlockingRecord | undefined
  durationMs: number
  longestMs: number
  count: number
}

/** Counts calls and stalls by site and route. */
export class Sites {
  readonly #emit: (record: BlockingRecord) => void
  readonly #sites = new Map<string, Site>()
  #timer: NodeJS.Timeout | undefined
  #seconds = 0

  constructor(emit: (record: BlockingRecord) => void) {
    this.#emit = emit
  }

  /** Emits the record of `recordOf`, or adds its time to one that says the same. */
  add(key: string, durationMs: number, recordOf: () => BlockingRecord): void {
    let site = this.#sites.get(key)
    if (!site) this.#sites.set(key, (site = { records: 0, recent: 0, shared: undefined, durationMs: 0, longestMs: 0, count: 0 }))
    this.#timer ??= setTimeout(() => this.flush(), flushMs).unref()
    if (site.records < perMinute && (durationMs >= longMs || site.recent < shortPerSecond)) {
      site.records++
      site.recent++
      this.#emit(recordOf())
      return
    }
    site.shared ??= recordOf()
    site.durationMs += durationMs
    site.longestMs = Math.max(site.longestMs, durationMs)
    site.count++
  }

  /** Emits what is shared so far. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const isNewMinute = ++this.#seconds % 60 === 0
    for (const [key, site] of [...this.#sites]) {
      const { shared, durationMs, longestMs, count } = site
      site.recent = 0
      if (shared) this.#emit(count === 1 ? shared : { ...shared, durationMs, longestMs, count })
      Object.assign(site, { shared: undefined, durationMs: 0, longestMs: 0, count: 0 })
      if (isNewMinute || site.records === 0) this.#sites.delete(key)
    }
    if (this.#sites.size > 0) this.#timer = setTimeout(() => this.flush(), flushMs).unref()
  }
}

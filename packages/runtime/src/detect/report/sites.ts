/** Says little of what happens often: the first records of a site are its own, later ones share one a second. */
import type { BlockingRecord } from '../record.ts'

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
  shared?: BlockingRecord
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

  /** Emits the record of `recordOf`, or adds `call` to one that says the same. */
  add(key: string, call: Pick<BlockingRecord, 'durationMs' | 'at'>, recordOf: () => BlockingRecord): void {
    const site = this.#sites.get(key) ?? { records: 0, recent: 0 }
    this.#sites.set(key, site)
    this.#timer ??= setTimeout(() => this.flush(), flushMs).unref()
    if (site.records < perMinute && (call.durationMs >= longMs || site.recent < shortPerSecond)) {
      site.records++
      site.recent++
      this.#emit(recordOf())
    } else site.shared = site.shared ? sum(site.shared, call) : recordOf()
  }

  /** Emits what is shared so far. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const isNewMinute = ++this.#seconds % 60 === 0
    for (const [key, site] of [...this.#sites]) {
      const { shared } = site
      delete site.shared
      site.recent = 0
      if (shared) this.#emit(shared)
      if (isNewMinute || site.records === 0) this.#sites.delete(key)
    }
    if (this.#sites.size > 0) this.#timer = setTimeout(() => this.flush(), flushMs).unref()
  }
}

function sum(shared: BlockingRecord, call: Pick<BlockingRecord, 'durationMs'>): BlockingRecord {
  return {
    ...shared,
    durationMs: shared.durationMs + call.durationMs,
    longestMs: Math.max(shared.longestMs ?? shared.durationMs, call.durationMs),
    count: shared.count + 1,
  }
}

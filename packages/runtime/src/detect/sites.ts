/** Says little of what happens often: the first calls of a site get a record each, later ones of that second share one. */
import type { BlockingRecord } from './record.ts'

const recordsPerSecond = 10
/** A call as long as this can't happen often, and its own duration is worth knowing. */
const longMs = 1
/** A shared record ends here, so that a second of short calls doesn't look like one long stall. */
const fullMs = 10

interface Site {
  records: number
  shared?: BlockingRecord
}

/** Counts calls by site and route. */
export class Sites {
  readonly #emit: (record: BlockingRecord) => void
  readonly #sites = new Map<string, Site>()
  #timer: NodeJS.Timeout | undefined

  constructor(emit: (record: BlockingRecord) => void) {
    this.#emit = emit
  }

  /** Emits the record of `recordOf`, or adds `call` to one that says the same. */
  add(key: string, call: Pick<BlockingRecord, 'durationMs' | 'at'>, recordOf: () => BlockingRecord): void {
    const site = this.#sites.get(key) ?? { records: 0 }
    this.#sites.set(key, site)
    this.#timer ??= setTimeout(() => this.flush(), 1000).unref()
    if (call.durationMs >= longMs || site.records < recordsPerSecond) {
      site.records++
      this.#emit(recordOf())
    } else {
      site.shared = site.shared ? sum(site.shared, call) : recordOf()
      if (site.shared.durationMs >= fullMs) this.#send(site)
    }
  }

  /** Emits what is shared so far and begins anew. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const sites = [...this.#sites.values()]
    this.#sites.clear()
    for (const site of sites) this.#send(site)
  }

  #send(site: Site): void {
    const { shared } = site
    delete site.shared
    if (shared) this.#emit(shared)
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

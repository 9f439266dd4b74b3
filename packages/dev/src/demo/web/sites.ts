/** What the detector of a lane has reported, place by place. */
import type { Site } from '@offloop/page/live'
import { basename } from 'node:path'
import type { LaneRecord } from './lane.ts'

/** Places that block, counted since the last `clear`. */
export class Sites {
  readonly #sites = new Map<string, Site>()

  /** Counts a record of a call or a stall; of a call that made a stall both are told. */
  add({ kind, api, source, context, count, durationMs, longestMs }: LaneRecord): void {
    if (kind !== 'call' && kind !== 'stall') return
    const place = source ? `${basename(source.file)}:${source.line}` : 'unknown'
    const route = `${context.method ?? ''} ${context.route ?? ''}`.trim()
    const key = `${api} ${place} ${route}`
    const site = this.#sites.get(key) ?? { api, place, route, calls: 0, stalls: 0, longestMs: 0 }
    this.#sites.set(key, {
      ...site,
      calls: site.calls + (kind === 'call' ? count : 0),
      stalls: site.stalls + (kind === 'stall' ? count : 0),
      longestMs: Math.max(site.longestMs, longestMs ?? durationMs),
    })
  }

  /** The places, that with the longest wait first. */
  list(): Site[] {
    return [...this.#sites.values()].sort((a, b) => b.longestMs - a.longestMs)
  }

  clear(): void {
    this.#sites.clear()
  }
}

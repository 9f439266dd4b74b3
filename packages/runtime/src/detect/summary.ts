/** What blocked most, for people: one line per call, and the top call sites at exit. */
import { relative } from 'node:path'
import type { BlockingRecord } from './record.ts'

const topSites = 10
/** Paths with ids in them would make a site each. */
const mostSites = 2000

interface Site {
  readonly api: string
  readonly place: string
  readonly route: string
  count: number
  totalMs: number
  longestMs: number
}

/** One line about one record. */
export function lineOf(record: BlockingRecord): string {
  const route = routeOf(record)
  const times = record.count > 1 ? ` in ${record.count} calls` : ''
  const verb = record.kind === 'stall' ? 'stood still for' : 'blocked'
  return `${record.api === 'stall' ? 'the loop' : record.api} ${verb} ${ms(record.durationMs)} ms${times} at ${placeOf(record)}${route && ` in ${route}`}`
}

/** Call sites and what they cost in all. */
export class Summary {
  readonly #sites = new Map<string, Site>()

  /** Counts a record; a stall that a guarded call explains is counted as that call. */
  add(record: BlockingRecord): void {
    if (record.kind === 'stall' && record.api !== 'stall') return
    const known = { api: record.api, place: placeOf(record), route: this.#sites.size < mostSites ? routeOf(record) : '' }
    const key = `${known.api}\0${known.place}\0${known.route}`
    const site = this.#sites.get(key) ?? { ...known, count: 0, totalMs: 0, longestMs: 0 }
    site.count += record.count
    site.totalMs += record.durationMs
    site.longestMs = Math.max(site.longestMs, record.longestMs ?? record.durationMs)
    this.#sites.set(key, site)
  }

  /** The costliest sites; empty where nothing blocked. */
  text(): string {
    if (this.#sites.size === 0) return ''
    const sites = [...this.#sites.values()].sort((a, b) => b.totalMs - a.totalMs)
    const lines = sites
      .slice(0, topSites)
      .map(({ api, place, route, count, totalMs, longestMs }) =>
        [ms(totalMs).padStart(9), 'ms', `${count}x`.padStart(7), ` longest ${ms(longestMs)} ms  ${api}  ${place}  ${route}`]
          .join(' ')
          .trimEnd(),
      )
    const rest = sites.length > topSites ? [`  ... and ${sites.length - topSites} more call sites`] : []
    return ['offloop: what blocked the event loop', ...lines, ...rest, ''].join('\n')
  }
}

/** Where a record says the loop was. */
export function placeOf({ source, package: owner, stack }: BlockingRecord): string {
  const inPackage = owner === undefined ? '' : ` (${owner})`
  if (source) return `${short(source.file)}:${source.line}:${source.column}${inPackage}`
  if (owner !== undefined) return owner
  return stack.length > 0 ? 'no frame of the application' : 'an untraced place'
}

function short(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') || file.startsWith('[') ? file : path
}

function routeOf({ context: { method, route } }: BlockingRecord): string {
  return [method, route].filter(Boolean).join(' ')
}

function ms(value: number): string {
  return value.toFixed(1)
}

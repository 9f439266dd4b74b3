/** What blocked most, for people: one line per call, and the top call sites at exit. */
import { relative } from 'node:path'
import { styleText } from 'node:util'
import type { RuleUse } from '../guard/allow.ts'
import type { BlockingRecord } from '@offloop/catalog'
import { packageOf } from '../stack/frame-owner.ts'
import { bugsPageOf } from '../stack/package-home.ts'

const topSites = 10
/** People notice from here on. */
const stallMs = 100
/** Paths with ids in them would make a site each. */
const mostSites = 2000

interface Site {
  readonly api: string
  readonly place: string
  readonly route: string
  /** Where to report it, for a call that a package makes. */
  readonly bugs: string | undefined
  count: number
  totalMs: number
  longestMs: number
}

/** One line about one record. */
export function lineOf(record: BlockingRecord): string {
  const route = routeOf(record)
  const times = record.count > 1 ? ` in ${record.count} calls` : ''
  const where = `at ${placeOf(record)}${route && ` in ${route}`}`
  const path = record.path === undefined ? '' : ` (${short(record.path)})`
  const duration = `${ms(record.durationMs)} ms${times}`
  switch (record.kind) {
    case 'stall': {
      const next = record.isAfterNative ? ', in native code just before' : ''
      return `${record.api === 'stall' ? 'the loop' : record.api} stood still for ${duration} ${where}${next}`
    }
    case 'load':
      return `loading a module${path} blocked ${duration} ${where}`
    case 'unawaited':
      return `a promise was never awaited, made ${where}`
    case 'lost':
      return `an error was lost (${record.detail ?? ''}) in a promise made ${where}`
    case 'queue':
      return `work waited ${duration} for a thread of libuv (${record.detail ?? ''})`
    default:
      return `${record.api}${path} blocked ${duration} ${where}`
  }
}

/** The same for a terminal: what lasts as long as a stall is red. */
export function inColour(record: BlockingRecord): string {
  return styleText((record.longestMs ?? record.durationMs) >= stallMs ? 'red' : 'yellow', lineOf(record), { validateStream: false })
}

/** Call sites and what they cost in all. */
export class Summary {
  readonly #sites = new Map<string, Site>()

  /** Counts a record; a stall that a guarded call explains is counted as that call. */
  add(record: BlockingRecord): void {
    if (record.kind === 'stall' && record.api !== 'stall') return
    const known = { api: record.api, place: placeOf(record), route: this.#sites.size < mostSites ? routeOf(record) : '' }
    const key = `${known.api}\0${known.place}\0${known.route}`
    const site = this.#sites.get(key) ?? { ...known, bugs: bugsOf(record), count: 0, totalMs: 0, longestMs: 0 }
    site.count += record.count
    site.totalMs += record.durationMs
    site.longestMs = Math.max(site.longestMs, record.longestMs ?? record.durationMs)
    this.#sites.set(key, site)
  }

  /** The costliest sites, and allow rules that nothing needs; empty where there is nothing to say. */
  text(rules: readonly RuleUse[] = []): string {
    const unused = rules.flatMap(({ rule, count }) => (count === 0 ? [rule] : []))
    const sites = [...this.#sites.values()].sort((a, b) => b.totalMs - a.totalMs)
    const lines = [
      ...(sites.length > 0 ? ['offloop: what blocked the event loop'] : []),
      ...sites.slice(0, topSites).map(siteLine),
      ...(sites.length > topSites ? [`  ... and ${sites.length - topSites} more call sites`] : []),
      ...(unused.length > 0 ? [`offloop: nothing used these allow rules: ${unused.join(', ')}`] : []),
    ]
    return lines.map((line) => `${line}\n`).join('')
  }
}

function siteLine({ api, place, route, bugs, count, totalMs, longestMs }: Site): string {
  const figures = [ms(totalMs).padStart(9), 'ms', `${count}x`.padStart(7), ` longest ${ms(longestMs)} ms`].join(' ')
  return [figures, api, place, route, bugs].filter(Boolean).join('  ')
}

/** Where a record says the loop was. */
export function placeOf({ source, package: owner, stack }: BlockingRecord): string {
  const inPackage = owner === undefined ? '' : ` (${owner})`
  if (source) return `${short(source.file)}:${source.line}:${source.column}${inPackage}`
  if (owner !== undefined) return owner
  return stack.length > 0 ? 'no frame of the application' : 'an untraced place'
}

function bugsOf({ package: owner, stack }: BlockingRecord): string | undefined {
  const frame = owner === undefined ? undefined : stack.find(({ file }) => packageOf(file) === owner)
  return frame && owner !== undefined ? bugsPageOf(frame.file, owner) : undefined
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

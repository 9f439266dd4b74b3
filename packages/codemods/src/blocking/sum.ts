/** Adds records up for the page: by site, by route, over time and along the stack. */
import { Flame } from './flame.ts'
import { frameText, shortFile } from './frame-text.ts'
import type { BlockingRecord } from '@offloop/catalog'
import type { MomentData, ReportData, RouteData, SiteData } from './report-data.ts'
import { lengthOf, timelineOf } from './timeline.ts'
import type { Span } from './timeline.ts'

const mostSites = 300
const mostRoutes = 300
const mostMoments = 100
const ofTheLoop = new Set(['call', 'stall', 'load'])

interface Site {
  readonly kind: string
  readonly api: string
  readonly place: string
  package?: string
  detail?: string
  count: number
  totalMs: number
  longestMs: number
  readonly routes: Map<string, number>
  stack: readonly string[]
}

interface Route {
  count: number
  totalMs: number
  longestMs: number
  readonly sites: Map<string, number>
}

/** Takes records one by one. */
export class BlockingSum {
  readonly #folder: string
  readonly #sites = new Map<string, Site>()
  readonly #routes = new Map<string, Route>()
  readonly #spans: Span[] = []
  readonly #flame: Flame
  #moments: MomentData[] = []
  #records = 0
  #calls = 0
  #stalls = 0

  /** Paths are shown relative to `folder`. */
  constructor(folder: string) {
    this.#folder = folder
    this.#flame = new Flame(folder)
  }

  /** Adds a record. */
  add(record: BlockingRecord): void {
    this.#records++
    // A stall that a call explains would count the same time twice.
    const isExplained = record.kind === 'stall' && record.api !== 'stall'
    if (record.kind === 'stall') this.#stalls += record.count
    else if (ofTheLoop.has(record.kind)) this.#calls += record.count
    if (isExplained) return
    const route = routeOf(record)
    const place = placeOf(record, this.#folder)
    this.#addSite(record, place, route)
    if (!ofTheLoop.has(record.kind)) return
    this.#addRoute(record, `${record.api} at ${place}`, route)
    this.#flame.add(record)
    const longestMs = record.longestMs ?? record.durationMs
    this.#spans.push({
      at: record.at,
      durationMs: record.durationMs,
      longestMs,
      isShared: record.count > 1,
      isStall: record.kind === 'stall',
    })
    this.#addMoment(record, longestMs, place, route)
  }

  /** What has been added, for the page. */
  data(title: string): ReportData {
    const all = [...this.#sites.values()].map(siteData).sort((a, b) => b.totalMs - a.totalMs)
    const sites = all.filter(({ kind }) => ofTheLoop.has(kind))
    const others = sites.slice(mostSites)
    const starts = this.#spans.map(({ at }) => at)
    return {
      title,
      records: this.#records,
      from: leastOf(starts),
      to: this.#spans.reduce((latest, span) => Math.max(latest, span.at + lengthOf(span)), leastOf(starts)),
      blockedMs: this.#spans.reduce((sum, { durationMs }) => sum + durationMs, 0),
      calls: this.#calls,
      stalls: this.#stalls,
      longestMs: this.#spans.reduce((longest, span) => Math.max(longest, span.longestMs), 0),
      timeline: timelineOf(this.#spans),
      sites: sites.slice(0, mostSites),
      otherSites: { count: others.length, totalMs: others.reduce((sum, { totalMs }) => sum + totalMs, 0) },
      routes: [...this.#routes]
        .map(routeData)
        .sort((a, b) => b.totalMs - a.totalMs)
        .slice(0, mostRoutes),
      moments: this.#longest(),
      flame: this.#flame.data(),
      findings: all
        .filter(({ kind }) => !ofTheLoop.has(kind))
        .sort((a, b) => b.count - a.count)
        .slice(0, mostSites),
    }
  }

  #addSite(record: BlockingRecord, place: string, route: string): void {
    const { kind, api, count, durationMs, stack } = record
    const key = `${kind}\0${api}\0${place}`
    const site = this.#sites.get(key) ?? {
      kind,
      api,
      place,
      count: 0,
      totalMs: 0,
      longestMs: -1,
      routes: new Map<string, number>(),
      stack: [],
    }
    const longestMs = record.longestMs ?? durationMs
    if (longestMs > site.longestMs) site.stack = stack.map((frame) => frameText(frame, this.#folder))
    site.longestMs = Math.max(site.longestMs, longestMs)
    site.count += count
    site.totalMs += durationMs
    site.routes.set(route, (site.routes.get(route) ?? 0) + durationMs)
    const detail = record.detail ?? record.path
    if (record.package !== undefined) site.package ??= record.package
    if (detail !== undefined) site.detail ??= detail
    this.#sites.set(key, site)
  }

  #addRoute({ count, durationMs, longestMs = durationMs }: BlockingRecord, site: string, name: string): void {
    const route = this.#routes.get(name) ?? { count: 0, totalMs: 0, longestMs: 0, sites: new Map<string, number>() }
    route.count += count
    route.totalMs += durationMs
    route.longestMs = Math.max(route.longestMs, longestMs)
    route.sites.set(site, (route.sites.get(site) ?? 0) + durationMs)
    this.#routes.set(name, route)
  }

  #addMoment({ at, kind, api, context: { labels } }: BlockingRecord, durationMs: number, place: string, route: string): void {
    this.#moments.push({ at, durationMs, kind, api, place, route, ...(labels && { labels }) })
    if (this.#moments.length >= mostMoments * 50) this.#moments = this.#longest()
  }

  #longest(): MomentData[] {
    return this.#moments.sort((a, b) => b.durationMs - a.durationMs).slice(0, mostMoments)
  }
}

/** `src/server.js:3:7`, or who made the call. */
function placeOf({ source, package: owner, stack }: BlockingRecord, folder: string): string {
  if (source) return `${shortFile(source.file, folder)}:${source.line}:${source.column}`
  if (owner !== undefined) return `the package ${owner}`
  return stack.length > 0 ? 'no frame of the application' : 'an untraced place'
}

function routeOf({ context: { method, route } }: BlockingRecord): string {
  return [method, route].filter(Boolean).join(' ') || 'outside of requests'
}

function siteData({ routes, ...site }: Site): SiteData {
  return { ...site, longestMs: Math.max(0, site.longestMs), routes: byCost(routes).slice(0, 5) }
}

function routeData([route, { sites, ...sums }]: [string, Route]): RouteData {
  return { route, ...sums, worst: byCost(sites)[0] ?? '' }
}

function byCost(costs: ReadonlyMap<string, number>): string[] {
  return [...costs].sort((a, b) => b[1] - a[1]).map(([name]) => name)
}

function leastOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), values[0] ?? 0)
}

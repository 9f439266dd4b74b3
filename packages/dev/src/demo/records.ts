/** What the detector wrote, grouped by call site. */
import type { BlockingRecord } from '@offloop/runtime/detect'
import { existsSync, readFileSync } from 'node:fs'

export type { BlockingRecord }

/** Reads JSON lines of the detector; none where it wrote no file. */
export function readRecords(file: string): BlockingRecord[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BlockingRecord)
}

/** One call site in one route. */
export interface BlockingSite {
  readonly api: string
  readonly file: string
  readonly line: number
  readonly routes: readonly string[]
  readonly count: number
  readonly totalMs: number
}

/** Blocking calls by place, the costliest first. */
export function sitesOf(records: readonly BlockingRecord[]): BlockingSite[] {
  const sites = new Map<string, { api: string; file: string; line: number; routes: Set<string>; count: number; totalMs: number }>()
  for (const record of records) {
    if (record.kind !== 'call' || !record.source) continue
    const { file, line } = record.source
    const key = `${record.api} ${file}:${line}`
    const site = sites.get(key) ?? { api: record.api, file, line, routes: new Set<string>(), count: 0, totalMs: 0 }
    if (record.context.route !== undefined) site.routes.add(`${record.context.method} ${record.context.route}`)
    site.count += record.count
    site.totalMs += record.durationMs
    sites.set(key, site)
  }
  return [...sites.values()].sort((a, b) => b.totalMs - a.totalMs).map((each) => ({ ...each, routes: [...each.routes].sort() }))
}

/** How much more the lint finds than a rule that knows names only, and what that costs in time. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openProject } from '@offloop/analysis'
import type { BlockingCall } from '@offloop/analysis'
import type { Measure } from './lint-measure.ts'
import { reportsOf } from './lint-reports.ts'
import type { Row } from './row.ts'

const root = join(import.meta.dirname, '../../..')
const apps = join(root, 'fixtures/apps')

/** Tiers that the presets report. */
const tiers = new Set(['spawn', 'cpu', 'file'])

/** Rows of the group `lint`: sites found in the fixture applications, time added to a lint, and the index on its own. Needs less than a minute. */
export async function lintRows(): Promise<Row[]> {
  return [...(await sitesRows()), await addedTimeRow(), await indexRow()]
}

/** Sites = calls of catalogue entries that can run on the loop, by file and line. */
async function sitesRows(): Promise<Row[]> {
  const count = { sites: 0, ours: 0, oursRight: 0, oursFound: 0, peer: 0, peerRight: 0, peerFound: 0 }
  for (const app of existsSync(apps) ? readdirSync(apps) : []) {
    const folder = join(apps, app)
    if (!existsSync(join(folder, 'package.json'))) continue
    const onLoop = openProject(folder)
      .blockingCalls()
      .filter(({ reach }) => reach === 'loop')
    const all = new Set(onLoop.map(siteOf))
    const sites = new Set(onLoop.filter(({ api }) => tiers.has(api.tier)).map(siteOf))
    const { offloop, noSync, inLoopFunction } = await reportsOf(folder)
    count.sites += sites.size
    count.ours += offloop.length
    count.oursRight += offloop.filter((site) => all.has(site)).length
    count.oursFound += offloop.filter((site) => sites.has(site)).length
    count.peer += noSync.length
    count.peerRight += noSync.filter((site) => all.has(site)).length
    // It says "Unexpected sync method" wherever one stands; it points at the loop only where that is in an async function or a handler.
    count.peerFound += noSync.filter((site) => sites.has(site) && inLoopFunction.has(site)).length
  }
  if (count.sites === 0) throw new Error(`${apps}: no application here has a blocking call on the loop, so there is nothing to find`)
  const found = percent(count.oursFound, count.sites)
  const right = percent(count.oursRight, count.ours)
  const foundClaim = `blocking sites on the loop of fixtures/apps (${count.sites}, as the index sees them) that are named; peer: n/no-sync in async functions and handlers`
  const rightClaim = `reports in fixtures/apps that are about a call on the loop; peer: n/no-sync, ${count.peer} reports`
  return [
    row(foundClaim, found, percent(count.peerFound, count.sites), '%', '>= 95 %', found >= 95),
    row(rightClaim, right, percent(count.peerRight, count.peer), '%', '>= 95 %', right >= 95),
  ]
}

function siteOf({ place }: BlockingCall): string {
  return `${place.file}:${place.line}`
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole
}

/** Medians of fresh processes, so that each pays for its own index. */
async function addedTimeRow(): Promise<Row> {
  const bare: number[] = []
  const withRules: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    bare.push(await measured('untyped'))
    withRules.push(await measured('offloop'))
  }
  const added = Math.max(0, median(withRules) - median(bare))
  const typed = median([await measured('typed'), await measured('typed')])
  return row(
    'recommended added to an untyped lint of the own packages; peer: typed lint with no-floating-promises and no-misused-promises',
    added,
    typed,
    'ms',
    '<= 0.1',
    added / typed <= 0.1,
  )
}

async function indexRow(): Promise<Row> {
  const ours = median([await measured('index'), await measured('index'), await measured('index')])
  const walk = await measured('typed-walk')
  return row(
    'index of the own packages, cold; peer: TypeScript program and the symbol of each callee',
    ours,
    walk,
    'ms',
    '<= 0.25',
    ours / walk <= 0.25,
  )
}

async function measured(what: Measure): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'lint-measure.js'), what, root])
  return Number(stdout.trim().split('\n').at(-1))
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

function row(claim: string, ours: number, peer: number, unit: string, target: string, holds: boolean): Row {
  const round = (value: number): number => Number(value.toPrecision(3))
  return { claim, ours: round(ours), peer: round(peer), unit, ratio: round(ours / peer), target, holds }
}

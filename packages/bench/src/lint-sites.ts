/** How much more the lint finds in the fixture applications than a rule that knows names only, and how much of what it says is right. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openProject } from '@offloop/analysis'
import type { BlockingCall } from '@offloop/analysis'
import { root } from '@offloop/dev/root'
import { reportsOf } from './lint-reports.ts'
import type { Row } from './row.ts'

const apps = join(root, 'fixtures/apps')

/** Tiers that the presets report. */
const tiers = new Set(['spawn', 'cpu', 'file'])

/** Sites = calls of catalogue entries that can run on the loop, by file and line. */
export async function siteRows(): Promise<Row[]> {
  const count = { sites: 0, ours: 0, oursRight: 0, oursFound: 0, peer: 0, peerRight: 0, peerFound: 0 }
  for (const app of existsSync(apps) ? readdirSync(apps) : []) {
    const folder = join(apps, app)
    // The Django examples are forms of a few lines each.
    if (!existsSync(join(folder, 'package.json')) || app.startsWith('django-')) continue
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
  return [
    row(
      `blocking sites on the loop of fixtures/apps (${count.sites}, as the index sees them) that are named; peer: n/no-sync in async functions and handlers`,
      percent(count.oursFound, count.sites),
      percent(count.peerFound, count.sites),
    ),
    row(
      `reports in fixtures/apps that are about a call on the loop; peer: n/no-sync, ${count.peer} reports`,
      percent(count.oursRight, count.ours),
      percent(count.peerRight, count.peer),
    ),
  ]
}

function siteOf({ place }: BlockingCall): string {
  return `${place.file}:${place.line}`
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole
}

function row(claim: string, ours: number, peer: number): Row {
  return { claim, ours, peer, unit: '%', ratio: ours / peer, target: '>= 95 %', holds: ours >= 95 }
}

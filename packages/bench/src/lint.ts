/** How much more the lint finds than a rule that knows names only, and what that costs in time. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openProject } from '@offloop/analysis'
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
  let all = 0
  let ours = 0
  let lexical = 0
  for (const app of existsSync(apps) ? readdirSync(apps) : []) {
    const folder = join(apps, app)
    if (!existsSync(join(folder, 'package.json'))) continue
    const calls = openProject(folder)
      .blockingCalls()
      .filter(({ api, reach }) => reach === 'loop' && tiers.has(api.tier))
    const sites = new Set(calls.map(({ place }) => `${place.file}:${place.line}`))
    const reports = await reportsOf(folder)
    const isSite = (site: string): boolean => sites.has(site)
    all += sites.size
    ours += reports.offloop.filter(isSite).length
    // n/no-sync says "Unexpected sync method" wherever it stands; it points at the loop only where the call is in an async function or a handler.
    lexical += reports.noSync.filter((site) => isSite(site) && reports.inLoopFunction.has(site)).length
  }
  if (all === 0) throw new Error(`${apps}: no application here has a blocking call on the loop, so there is nothing to find`)
  const percent = (count: number): number => (100 * count) / all
  return [
    row(
      `blocking sites on the loop found in fixtures/apps (${all}); peer: n/no-sync in async functions and handlers`,
      percent(ours),
      percent(lexical),
      '%',
      '>= 95 %',
      percent(ours) >= 95,
    ),
  ]
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

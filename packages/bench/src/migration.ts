/** The group `migration`: what a whole migration costs beside one type check of the same tree, and how it grows. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '@offloop/dev/root'
import { writeProject } from './migration-project.ts'
import type { Row } from './row.ts'

interface Measured {
  readonly ms: number
  readonly mb: number
  readonly sites: number
}

const rounds = 3
/** Modules of about 115 lines: 5.7, 23 and 92 kLOC. */
const sizes = [50, 200, 800] as const
/** One module in so many blocks: 5 calls in 1,000 lines, three times as dense as in the servers that are labelled. */
const share = 5
const calls = (800 / share) * 3

/** Rows of the group. */
export async function migrationRows(): Promise<Row[]> {
  const folders = sizes.map((modules) => project(modules, share))
  const dense = project(800, 1)
  try {
    const [one, four, sixteen] = folders as [string, string, string]
    const [ours, check] = pairs(
      () => measure('migrate', sixteen),
      () => measure('check', sixteen),
    )
    const [all, allCheck] = pairs(
      () => measure('migrate', dense),
      () => measure('check', dense),
    )
    const [small, medium] = pairs(
      () => measure('migrate', one),
      () => measure('migrate', four),
    )
    return [
      row('plan + edit + verify of 92 kLOC where one file in five changes, against one `tsc --noEmit` of it', ours.ms, check.ms, 'ms', 1.5),
      row('memory of the same', ours.mb, check.mb, 'MB', 1.5),
      row('the same where every file changes', all.ms, allCheck.ms, 'ms', 1.5),
      row('memory of that', all.mb, allCheck.mb, 'MB', 1.5),
      row('time for 4x the tree, against 4x the time', medium.ms, small.ms * 4, 'ms', 1.1),
      row('time for 16x the tree, against 16x the time', ours.ms, small.ms * 16, 'ms', 1.1),
      {
        claim: 'blocking calls of the tree that are migrated',
        ours: ours.sites,
        peer: calls,
        unit: 'calls',
        ratio: ours.sites / calls,
        target: '>= 0.9',
        holds: ours.sites >= calls * 0.9,
      },
    ]
  } finally {
    for (const folder of [...folders, dense]) rmSync(folder, { recursive: true, force: true })
  }
}

function project(modules: number, every: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-bench-'))
  writeProject(folder, modules, every)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  return folder
}

function measure(what: string, folder: string): Measured {
  const script = fileURLToPath(new URL('./migration-measure.js', import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [script, what, folder], { encoding: 'utf8' })) as Measured
}

/** Medians of two measures taken in turn. */
function pairs(ours: () => Measured, peer: () => Measured): [Measured, Measured] {
  const a: Measured[] = []
  const b: Measured[] = []
  for (let i = 0; i < rounds; i++) {
    a.push(ours())
    b.push(peer())
  }
  return [median(a), median(b)]
}

function median(list: readonly Measured[]): Measured {
  return [...list].sort((a, b) => a.ms - b.ms)[list.length >> 1]!
}

function row(claim: string, ours: number, peer: number, unit: string, most: number): Row {
  const ratio = ours / peer
  return { claim, ours, peer, unit, ratio, target: `<= ${most}`, holds: ratio <= most }
}

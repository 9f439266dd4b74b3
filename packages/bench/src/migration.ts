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
/** Modules of about 130 lines: 6.5, 26 kLOC. */
const small = 50
const large = 200

/** Rows of the group. */
export async function migrationRows(): Promise<Row[]> {
  const folders = [small, large].map(project)
  try {
    const [one, four] = folders as [string, string]
    const [ours, check] = pairs(
      () => measure('migrate', four),
      () => measure('check', four),
    )
    const [ourSmall] = pairs(
      () => measure('migrate', one),
      () => measure('index', one),
    )
    return [
      row('plan + edit + verify of 26 kLOC, against one type check of it', ours.ms, check.ms, 'ms', 1.5),
      row('memory of the same', ours.mb, check.mb, 'MB', 1.5),
      row('time for 4x the tree, against 4x the time', ours.ms, ourSmall.ms * 4, 'ms', 1.1),
      {
        claim: 'blocking calls of the tree that are migrated',
        ours: ours.sites,
        peer: large * 3,
        unit: 'calls',
        ratio: ours.sites / (large * 3),
        target: '>= 0.9',
        holds: ours.sites >= large * 3 * 0.9,
      },
    ]
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}

function project(modules: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-bench-'))
  writeProject(folder, modules)
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

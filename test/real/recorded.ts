/** Public repositories on which the migration was tried by hand: the figures alone are kept, as data. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What came of one repository. */
export interface Recorded {
  readonly repository: string
  readonly commit: string
  readonly kind: string
  readonly language: string
  readonly files: number
  readonly calls: number
  readonly migrated: number
  readonly twinned: number
  readonly offloaded: number
  /** Calls that stay, by reason. */
  readonly walls: Readonly<Record<string, number>>
  readonly notOnLoop: number
  /** Too small to matter. */
  readonly small: number
  /** Before and after; absent where the project has no types. */
  readonly typeErrors?: readonly [before: number, after: number]
  readonly tests: { readonly command: string; readonly before: string; readonly after: string }
  readonly note?: string
}

/** All of them, in order of name. @throws Error where the figures of one don't add up */
export function recordedProjects(folder = join(import.meta.dirname, 'recorded')): Recorded[] {
  return readdirSync(folder)
    .filter((each) => each.endsWith('.json'))
    .sort()
    .map((file) => {
      const each = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded
      const verdicts = done(each) + kept(each) + each.notOnLoop + each.small
      if (verdicts !== each.calls) throw new Error(`${file}: ${each.calls} calls and ${verdicts} verdicts`)
      return each
    })
}

/** The figures as a section of Markdown, with their sum. */
export function recordedSection(projects: readonly Recorded[]): string {
  const rows = projects.map((each) => {
    const types = each.typeErrors ? `${each.typeErrors[0]}, ${each.typeErrors[1]}` : ''
    return row([
      `${each.repository} ${each.commit.slice(0, 8)}`,
      `${each.kind}, ${each.language}`,
      ...[each.files, each.calls, each.migrated, each.twinned, each.offloaded].map(String),
      `${kept(each)}${reasons(each.walls)}`,
      String(each.notOnLoop + each.small),
      types,
      `${each.tests.before}; ${each.tests.after}`,
    ])
  })
  const sum = (value: (each: Recorded) => number): number => projects.reduce((total, each) => total + value(each), 0)
  const asked = sum(done) + sum(kept)
  const share = asked === 0 ? 0 : (100 * sum(done)) / asked
  const head = row([
    ...[
      'repository',
      'what it is',
      'files',
      'blocking calls',
      'migrated',
      'in a twin',
      'offloaded',
      'kept, with the reason',
      'not on the loop, or small',
    ],
    ...['type errors before, after', 'its tests before; after'],
  ])
  return `## Public repositories, tried by hand

Checked out beside this repository and migrated with \`offloop sync-to-async --from all --strategy auto --yes\`; the commits are named, the figures are kept, nothing else.

${head}
|${' --- |'.repeat(11)}
${rows.join('\n')}

All of them: ${asked} calls that can run on a loop or were asked for, ${sum(done)} of them (${share.toFixed(1)} %) migrated, in a twin or offloaded; the rest stays with a reason.
`
}

function done({ migrated, twinned, offloaded }: Recorded): number {
  return migrated + twinned + offloaded
}

function kept({ walls }: Recorded): number {
  return Object.values(walls).reduce((sum, each) => sum + each, 0)
}

function reasons(walls: Readonly<Record<string, number>>): string {
  const named = Object.entries(walls)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([reason, count]) => `${reason} ${count}`)
  return named.length > 0 ? ` (${named.join(', ')})` : ''
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

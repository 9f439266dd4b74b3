/** The flags of a codemod run: one table for the parser, the help page and the README. */
import { UsageError } from './exit.ts'

/** The flags of a codemod run as the parser gives them. */
export interface Flags {
  readonly dry?: boolean
  readonly diff?: boolean
  readonly interactive?: boolean
  readonly report?: string | string[]
  readonly plan?: string
  readonly verify?: string
  readonly force?: boolean
  readonly from?: string
  readonly fromReport?: string | string[]
  readonly strategy?: string
  readonly public?: string
  readonly listeners?: string
  readonly wrapMain?: boolean
  readonly api?: string | string[]
  readonly tier?: string | string[]
  readonly include?: string | string[]
  readonly exclude?: string | string[]
  readonly tsconfig?: string
  readonly markers?: boolean
  readonly types?: boolean
  readonly assumeClosed?: boolean
  readonly strict?: boolean
  readonly yes?: boolean
  readonly color?: boolean
  readonly cwd?: string
}

/** Name and value, meaning. */
export const flagTable: readonly (readonly [flag: string, meaning: string])[] = [
  ['--dry', 'Plan and check only; write nothing'],
  ['--diff', 'Print the changes as a unified diff'],
  ['--interactive', 'Choose piece by piece; refusing one plans the rest anew'],
  ['--report <file>', 'Write a report: .json for the whole plan, .html for a page that opens offline; may be given twice'],
  ['--plan <file>', 'Do what a plan says that --dry --report plan.json wrote, without the pieces that say "take": false'],
  ['--verify <command>', "Run the project's tests before and after; pieces that break them are found and left out"],
  ['--force', 'Run although the git tree has uncommitted changes'],
  ['--from <where>', '"handlers": what the served loop can reach (default where handlers are found), "all": every blocking call'],
  ['--from-report <file>', "Only the calls that a server's detector saw: the file that it wrote (repeatable)"],
  [
    '--strategy <how>',
    '"convert" (default): functions become async where all their users can follow; "auto": where some can not, an async twin stands beside; "twin": also beside what a package exports',
  ],
  [
    '--public <how>',
    'What a published package exports: "keep" (default) its sync form; "twin": set an async twin beside it; "convert": it becomes async, a breaking change',
  ],
  [
    '--listeners <how>',
    '"keep" (default): sync where an error would end elsewhere; "convert": async, with what they throw as an "error" event of their emitter',
  ],
  ['--wrap-main', 'What a CommonJS script starts with moves into an async function, where it exports nothing and no other module loads it'],
  ['--api <name>', 'Only this call, by name or catalogue id (repeatable, commas allowed)'],
  ['--tier <tier>', 'Only calls of this tier: spawn, cpu, file, database, metadata, wait (repeatable, commas allowed)'],
  ['--include <glob>', 'Only files that match (repeatable)'],
  ['--exclude <glob>', 'Not files that match (repeatable)'],
  ['--tsconfig <file>', 'The tsconfig.json to check with (default: the nearest of each file)'],
  ['--no-markers', 'Leave no comments at the calls that stay sync'],
  ['--no-types', 'Skip the type check'],
  ['--assume-closed', 'Calls on values of unknown type hold no function back'],
  ['--strict', 'Exit with 1 where a call that can run on the loop stays sync, with a marker or without'],
  ['--yes', 'Write without asking (needed without a terminal)'],
  ['--no-color', 'Plain output'],
  ['--cwd <folder>', 'Run as if started there'],
]

const strategies = ['convert', 'auto', 'twin']
const publicForms = ['keep', 'twin', 'convert']
const tiers = ['spawn', 'cpu', 'file', 'database', 'metadata', 'wait']

/** Repeated and comma-separated values as one list. */
export function listOf(value: string | string[] | undefined): string[] | undefined {
  if (value === undefined) return undefined
  return [value]
    .flat()
    .flatMap((each) => String(each).split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** @throws UsageError for values that mean nothing */
export function checkFlags(flags: Flags): void {
  if (flags.from !== undefined && flags.from !== 'handlers' && flags.from !== 'all')
    throw new UsageError(`--from is "${flags.from}": use handlers or all`)
  if (flags.strategy !== undefined && !strategies.includes(flags.strategy))
    throw new UsageError(`--strategy is "${flags.strategy}": use convert, auto or twin`)
  if (flags.public !== undefined && !publicForms.includes(flags.public))
    throw new UsageError(`--public is "${flags.public}": use keep, twin or convert`)
  if (flags.listeners !== undefined && !['keep', 'convert'].includes(flags.listeners))
    throw new UsageError(`--listeners is "${flags.listeners}": use keep or convert`)
  if (flags.from !== undefined && flags.fromReport !== undefined)
    throw new UsageError('--from and --from-report both say where to start: use one of them')
  for (const tier of listOf(flags.tier) ?? [])
    if (!tiers.includes(tier)) throw new UsageError(`--tier is "${tier}": use ${tiers.join(', ')}`)
  for (const report of [flags.report ?? []].flat())
    if (!/\.(json|html?)$/.test(report)) throw new UsageError(`--report is "${report}": end it in .json or .html`)
}

/** The name that was probably meant. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, distance: editDistance(word, name) })).sort((a, b) => a.distance - b.distance)
  return ranked[0] && ranked[0].distance <= Math.max(2, word.length / 2) ? ranked[0].name : undefined
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}

/** The flags of a codemod run: one list for the parser and the help page. */
import type { Codemod } from '../define-codemod.ts'
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
export type FlagRow = readonly [flag: string, meaning: string]

const running: readonly FlagRow[] = [
  ['--dry', 'Plan and check only; write nothing'],
  ['--diff', 'Print the changes as a unified diff'],
  ['--interactive', 'Choose piece by piece; refusing one plans the rest anew'],
  ['--report <file>', 'Write a report: .json for the whole plan, .html for a page that opens offline; may be given twice'],
  ['--plan <file>', 'Do what a plan says that --dry --report plan.json wrote, without the pieces that say "take": false'],
  ['--verify <command>', "Run the project's tests before and after; pieces that break them are found and left out"],
  ['--force', 'Run although the git tree has uncommitted changes'],
]
const reading: readonly FlagRow[] = [
  ['--include <glob>', 'Only files that match (repeatable)'],
  ['--exclude <glob>', 'Not files that match (repeatable)'],
  ['--tsconfig <file>', 'The tsconfig.json to check with (default: the nearest of each file)'],
  ['--no-types', 'Skip the type check'],
]
const ending: readonly FlagRow[] = [
  ['--yes', 'Write without asking (needed without a terminal)'],
  ['--no-color', 'Plain output'],
  ['--cwd <folder>', 'Run as if started there'],
]
const strict: Readonly<Record<Codemod['scope'], FlagRow>> = {
  project: ['--strict', 'Exit with 1 where a call that can run on the loop stays sync, with a marker or without'],
  file: ['--strict', 'Exit with 1 where something is left alone'],
}
const markers: FlagRow = ['--markers', 'Leave a comment with the reason at what is left alone']

/** The flags of a codemod: what all have, and its own. */
export function flagsOf(codemod: Codemod): readonly FlagRow[] {
  const own = (codemod.flags ?? []).map(({ flag, meaning }): FlagRow => [flag, meaning])
  return [...running, ...own, ...reading, ...(codemod.scope === 'file' ? [markers] : []), strict[codemod.scope], ...ending]
}

/** The name of a flag's value: `--wrap-main` is `wrapMain`, `--no-types` is `types`. */
export function optionOf(flag: string): string {
  const name = flag.replace(/^--(no-)?/u, '').split(' ')[0]!
  return name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase())
}

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
export function checkFlags(flags: Flags, codemod: Codemod): void {
  for (const { flag, values } of codemod.flags ?? []) {
    const value = flags[optionOf(flag) as keyof Flags]
    if (value !== undefined && values && !values.includes(String(value)))
      throw new UsageError(`${flag.split(' ')[0]} is "${String(value)}": use ${listed(values)}`)
  }
  if (flags.from !== undefined && flags.fromReport !== undefined)
    throw new UsageError('--from and --from-report both say where to start: use one of them')
  for (const tier of listOf(flags.tier) ?? [])
    if (!tiers.includes(tier)) throw new UsageError(`--tier is "${tier}": use ${tiers.join(', ')}`)
  for (const report of [flags.report ?? []].flat())
    if (!/\.(json|html?)$/.test(report)) throw new UsageError(`--report is "${report}": end it in .json or .html`)
}

function listed(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
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

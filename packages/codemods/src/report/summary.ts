/** A settled plan as text for a terminal. */
import type { SkippedFile } from '@offloop/analysis'
import { basename, relative } from 'node:path'
import { breakingOf } from '../plan/plan.ts'
import type { Piece, Plan, SiteVerdict } from '../plan/plan.ts'
import { runtimePackage } from '../rewrite/manifest.ts'
import type { Settled } from '../verify/settle.ts'

/** Pieces, what stays and why, and the totals. */
export function summaryText(settled: Settled, root: string): string {
  const { plan } = settled
  const { subject } = plan.words
  const lines: string[] = []
  const count = (verdict: SiteVerdict['verdict']): number => plan.sites.filter((each) => each.verdict === verdict).length
  for (const piece of plan.pieces) {
    lines.push(`  ${piece.title}`)
    lines.push(`    ${whatBecomes(piece)} in ${plural(piece.files.length, 'file')}`)
    for (const note of piece.notes) lines.push(`    note: ${note}`)
  }
  if (plan.pieces.length > 0) lines.push('')
  const left = plan.sites.filter((each) => each.verdict === 'wall' || each.verdict === 'rolled-back')
  const reasons = new Map<string, SiteVerdict[]>()
  for (const each of left) reasons.set(each.wall?.reason ?? each.verdict, [...(reasons.get(each.wall?.reason ?? each.verdict) ?? []), each])
  for (const [reason, sites] of [...reasons].sort((a, b) => b[1].length - a[1].length)) {
    lines.push(`  ${plan.words.stays} [${reason}], ${plural(sites.length, subject.split(' ').at(-1)!)}`)
    for (const each of sites) lines.push(`    ${relative(root, each.file)}:${each.line} ${each.api}: ${each.wall?.message ?? ''}`)
  }
  if (left.length > 0) lines.push('')
  lines.push(...breakingLines(plan, root), ...leftAloneLines(plan, root))
  const counts = [
    `${count('migrated')} migrated`,
    ...some(count('twinned'), 'in an async twin'),
    ...some(count('offloaded'), 'moved to a thread'),
    `${count('wall')} kept with a reason`,
    `${count('rolled-back')} rolled back`,
    ...(plan.words.stays === 'stays sync' ? [`${count('not-on-loop')} not on the loop`] : []),
    ...some(count('small'), 'too small to matter'),
    ...some(count('not-selected'), 'not asked for'),
  ]
  lines.push(`${plural(plan.sites.length, subject)}: ${counts.join(', ')}`)
  lines.push(
    `${plural(settled.texts.size, 'file')} ${settled.texts.size === 1 ? 'changes' : 'change'}${settled.rounds > 1 ? `; the type check took back parts of ${plural(settled.rounds - 1, 'draft')}` : ''}`,
  )
  for (const file of settled.texts.keys())
    if (basename(file) === 'package.json') lines.push(`run npm install: ${runtimePackage} is new in ${relative(root, file)}`)
  return lines.join('\n')
}

function some(count: number, what: string): string[] {
  return count > 0 ? [`${count} ${what}`] : []
}

const namedFiles = 10

function leftAloneLines({ leftAlone, skipped }: Plan, root: string): string[] {
  const count = (why: SkippedFile['why']): number => skipped.filter((each) => each.why === why).length
  const kinds = [
    [count('ignored'), 'that git ignores'],
    [count('built'), 'that a build writes'],
    [count('minified'), 'that are minified'],
  ] as const
  const unread = kinds.flatMap(([number, what]) => (number > 0 ? [`${number} ${what}`] : []))
  const first = unread.length > 0 ? [`  not read: files, ${unread.join(', ')}`] : []
  if (leftAlone.length === 0) return unread.length > 0 ? [...first, ''] : []
  const named = leftAlone.slice(0, namedFiles).map(({ file, why }) => `    ${relative(root, file)}: ${why}`)
  const more = leftAlone.length > namedFiles ? [`    and ${leftAlone.length - namedFiles} more`] : []
  return [...first, `  read and not edited, ${plural(leftAlone.length, 'file')}`, ...named, ...more, '']
}

/** Nobody should publish these as a minor version. */
function breakingLines(plan: Plan, root: string): string[] {
  const breaking = breakingOf(plan)
  if (breaking.length === 0) return []
  const lines = breaking.map(({ package: name, name: what, file, line }) => `    ${name}: ${what} (${relative(root, file)}:${line})`)
  return [
    `  breaking: semver major, ${plural(breaking.length, 'export')} ${breaking.length === 1 ? 'gives' : 'give'} a promise now`,
    ...lines,
    '',
  ]
}

/** What becomes of a piece, in words. */
export function whatBecomes({ functions, does }: Piece): string {
  if (does !== undefined) return does
  const twins = functions.filter((each) => each.twin !== undefined)
  const others = functions.length - twins.length
  const parts = [
    ...(others > 0 ? [`${plural(others, 'function')} ${others === 1 ? 'becomes' : 'become'} async`] : []),
    ...(twins.length > 0 ? [`${[...new Set(twins.map((each) => `${each.name} gets ${each.twin}`))].join(', ')} beside it`] : []),
  ]
  return parts.length > 0 ? parts.join(', ') : 'calls are awaited'
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

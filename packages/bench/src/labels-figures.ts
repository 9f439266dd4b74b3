/** Recall and precision of labelled servers. */
import { verdicts } from './labels-file.ts'
import type { LabelledCall, LabelledFinding, Labels, Tier, Verdict } from './labels-file.ts'

/** So many of so many. */
export interface Share {
  readonly part: number
  readonly whole: number
}

/** What the labels of one server, or of several, come to. */
export interface Figures {
  readonly calls: Readonly<Record<Verdict, number>>
  /** Calls on the loop that were found. */
  readonly recall: Share
  /** The same of the tiers that the presets report. */
  readonly reportedRecall: Share
  /** Findings that are right. */
  readonly precision: Share
  /** The same by rule, in the order of names. */
  readonly rules: ReadonlyMap<string, Share>
}

/** Tiers that the presets report. */
export const reportedTiers: ReadonlySet<Tier> = new Set<Tier>(['spawn', 'cpu', 'file'])

/** Counts the labels of all servers given as one. */
export function figuresOf(servers: readonly Labels[]): Figures {
  const calls = servers.flatMap((labels) => labels.calls)
  const findings = servers.flatMap((labels) => labels.findings)
  const names = [...new Set(findings.map(({ rule }) => rule))].toSorted()
  return {
    calls: Object.fromEntries(verdicts.map((verdict) => [verdict, calls.filter((call) => call.verdict === verdict).length])) as Record<
      Verdict,
      number
    >,
    recall: found(calls),
    reportedRecall: found(calls.filter(({ tier }) => reportedTiers.has(tier))),
    precision: right(findings),
    rules: new Map(names.map((name) => [name, right(findings.filter(({ rule }) => rule === name))])),
  }
}

/** In percent; NaN of nothing. */
export function percentOf({ part, whole }: Share): number {
  return (100 * part) / whole
}

function found(calls: readonly LabelledCall[]): Share {
  const onLoop = calls.filter(({ verdict }) => verdict === 'loop')
  return { part: onLoop.filter((call) => call.found === true).length, whole: onLoop.length }
}

function right(findings: readonly LabelledFinding[]): Share {
  return { part: findings.filter(({ verdict }) => verdict).length, whole: findings.length }
}

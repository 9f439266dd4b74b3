/** Prints labelled servers: one line each and one for all, and the precision of each rule. */
import { figuresOf, percentOf } from './labels-figures.ts'
import type { Figures, Share } from './labels-figures.ts'
import { verdicts } from './labels-file.ts'
import type { Labels } from './labels-file.ts'
import { aligned } from './table.ts'

/** Two tables: calls and findings by server, then findings by rule and server. */
export function labelTables(servers: readonly Labels[]): string {
  const total = { name: 'total', figures: figuresOf(servers), labels: servers }
  const each = servers.map((labels) => ({ name: labels.repository, figures: figuresOf([labels]), labels: [labels] }))
  const sum = (list: readonly Labels[], field: 'files' | 'lines'): string => String(list.reduce((all, labels) => all + labels[field], 0))
  const head = ['server', 'files', 'lines', ...verdicts, 'recall', 'spawn/cpu/file', 'findings', 'precision']
  const lines = [...each, total].map(({ name, figures, labels }) => [
    ...[name, sum(labels, 'files'), sum(labels, 'lines')],
    ...verdicts.map((verdict) => String(figures.calls[verdict])),
    ...[shareText(figures.recall), shareText(figures.reportedRecall)],
    ...[String(figures.precision.whole), shareText(figures.precision)],
  ])
  return `${aligned([head, ...lines], isFigure)}\n\n${aligned(ruleLines(each, total.figures), isFigure)}`
}

function ruleLines(servers: readonly { readonly name: string; readonly figures: Figures }[], total: Figures): string[][] {
  const head = ['rule', 'precision', ...servers.map(({ name }) => name.replace(/^.*\//u, ''))]
  const cell = (share: Share | undefined): string => (share ? `${share.part}/${share.whole}` : '')
  const lines = [...total.rules].map(([rule, share]) => [
    rule,
    shareText(share),
    ...servers.map(({ figures }) => cell(figures.rules.get(rule))),
  ])
  return [head, ...lines, ['total', shareText(total.precision), ...servers.map(({ figures }) => cell(figures.precision))]]
}

/** `90.5 % (19/21)`. */
function shareText(share: Share): string {
  return share.whole === 0 ? '-' : `${percentOf(share).toFixed(1)} % (${share.part}/${share.whole})`
}

function isFigure(column: number): boolean {
  return column > 0
}

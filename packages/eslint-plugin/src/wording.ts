/** The words in which rules speak of catalogue entries and of where code runs. */
import type { Tier } from '@offloop/catalog'
import type { LoopRoot } from '@offloop/analysis'

/** Tiers in falling order of cost. */
export const tiers: readonly Tier[] = ['spawn', 'cpu', 'file', 'database', 'metadata', 'wait']

/** Tiers that are reported unless a configuration says otherwise: those that commonly cost a request more than a millisecond. */
export const defaultTiers: readonly Tier[] = ['spawn', 'cpu', 'file']

/** What the loop does meanwhile, by tier. */
export const tierText: Readonly<Record<Tier, string>> = {
  spawn: 'waits for a process',
  cpu: 'computes',
  file: 'waits for file contents',
  database: 'waits for a query',
  metadata: 'waits for the file system',
  wait: 'parks the thread',
}

/** Where a call runs, as a phrase that follows "in": ``Express handler `GET /report` ``. */
export function rootText(root: LoopRoot): string {
  if (root.kind === 'handler') return `${root.framework ? `${root.framework} ` : ''}handler \`${root.name}\``
  if (root.kind === 'async') return `async function \`${root.name}\``
  return `\`${root.name}\``
}

/** A callee's source text on one line and of bearable length. */
export function calleeText(callee: string): string {
  const line = callee.replace(/\s+/gu, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}...` : line
}

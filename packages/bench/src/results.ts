/** The saved results: one page per group, one table per release of Node. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { environmentLine } from './environment.ts'
import type { Row } from './row.ts'
import { markdownTable } from './table.ts'

/** The page with the table of one release put in, in the order of the releases; the others stay as they are. */
export function withTable(page: string, group: string, heading: string, table: string): string {
  const sections = new Map<string, string>()
  for (const section of page.split(/^## /mu).slice(1)) {
    const [first = '', ...rest] = section.split('\n')
    sections.set(majorIn(first), `## ${first}\n${rest.join('\n').trimEnd()}`)
  }
  sections.set(majorIn(heading), `## ${heading}\n\n${table}`)
  const ordered = [...sections].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, section]) => section)
  return `# ${group}\n\n${ordered.join('\n\n')}\n`
}

const majorIn = (heading: string): string => /Node v(\d+)/u.exec(heading)?.[1] ?? '0'

/** Puts the rows of a group into its page. */
export function save(group: string, rows: readonly Row[]): void {
  const folder = new URL('../results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const file = new URL(`${group}.md`, folder)
  const page = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeFileSync(file, withTable(page, group, environmentLine(), markdownTable(rows)))
}

/** The group `lint`: what it finds beside a rule that knows names only, and what it costs beside lints and programs with types. */
import { hostRows } from './lint-hosts.ts'
import { indexRows } from './lint-index.ts'
import { siteRows } from './lint-sites.ts'
import type { Row } from './row.ts'

/** Rows of the group. Needs some five minutes on two idle cores: lints and programs with types are slow. */
export async function lintRows(): Promise<Row[]> {
  return [...(await siteRows()), ...(await hostRows()), ...(await indexRows())]
}

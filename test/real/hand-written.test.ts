/** What the migration makes of the sync side of a library does what its authors' own async side does. */
import { root } from '@offloop/dev/root'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { libraries } from './hand-written.ts'
import { compareTwins } from './hand-written-run.ts'
import type { TwinResult } from './hand-written-run.ts'

const page = join(root, 'docs/hand-written-twins.md')
const results: TwinResult[] = []

describe.concurrent('a library with a sync and an async side', () => {
  test.each(libraries.map((library) => ({ library, name: library.name })))('$name', { timeout: 300_000 }, async ({ library }) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-twins-')))
    try {
      const result = await compareTwins(library, folder)
      results.push(result)
      expect(result.byHand.length).toBe(library.calls.length)
      expect(result.migrated).toEqual(result.byHand)
      expect(result.counts['twinned']).toBeGreaterThan(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

afterAll(() => {
  if (results.length !== libraries.length) return
  const text = pageOf(libraries.flatMap((library) => results.filter((each) => each.library === library)))
  if (process.env['BLESS'] === '1') writeFileSync(page, text)
  else expect(text, 'run it with BLESS=1 and read the difference').toBe(readFileSync(page, 'utf8'))
})

function pageOf(all: readonly TwinResult[]): string {
  const rows = all.map(({ library, counts, reasons, byHand }) => {
    const kept = Object.entries(reasons)
      .map(([reason, count]) => `${reason} ${count}`)
      .join(', ')
    const calls = Object.values(counts).reduce((sum, each) => sum + each, 0)
    const made = Object.values(library.twins).join(', ')
    return `| ${library.name} ${library.version} | ${made} | ${calls} | ${counts['twinned'] ?? 0} | ${kept} | ${byHand.length} of ${byHand.length} |`
  })
  return `# Twins by hand and by machine

Libraries whose authors wrote a sync and an async side. The async functions are taken away, \`offloop sync-to-async --from all --strategy twin\` makes them anew of the sync ones, and both are called with the same arguments, missing files and wrong ones among them: values and errors are the same.
\`npm test -- test/real\` runs it again and compares; with \`BLESS=1\` it writes this page.

| library | made anew | blocking calls | in a twin | kept, with the reason | outcomes that are equal |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

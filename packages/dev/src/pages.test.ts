import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import plugin from '@offloop/eslint-plugin'
import { readPage } from './page.ts'
import { runExample } from './run-example.ts'

const rules = new URL('../../eslint-plugin/src/rules/', import.meta.url)

for (const name of readdirSync(rules)
  .filter((file) => file.endsWith('.md'))
  .sort()) {
  const rule = name.slice(0, -'.md'.length)
  const { examples } = readPage(readFileSync(new URL(name, rules), 'utf8'))
  describe(`${rule}.md`, () => {
    test('shows what is reported and what is not', () => {
      const shown = new Set(examples.map(({ section }) => section))
      expect([...shown]).toEqual(expect.arrayContaining(['Incorrect', 'Correct', 'Not reported']))
    })
    test.each(examples.map((example) => [`${example.section}, line ${example.line}: ${example.title}`, example] as const))(
      '%s',
      async (_title, example) => {
        expect(await runExample(example, rule, plugin)).toEqual([])
      },
    )
  })
}

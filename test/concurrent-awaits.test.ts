/** What the rule prefer-concurrent-awaits suggests is what sequential-to-concurrent writes. */
import { migrate } from '@offloop/codemods'
import offloop from '@offloop/eslint-plugin'
import { ESLint } from 'eslint'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const texts = {
  'two names': `export async function page(store, id) {
  const user = await store.getUser(id)
  const orders = await store.findOrders(id)
  return [user, orders]
}
`,
  'comments and long lines': `export async function page(store, id) {
  // who it is
  const { name: nameOfTheUser } = await store.getUser(id, { with: ['orders', 'friends'] }); // a copy
  // what was ordered
  const ordersOfTheUser = await store.findOrders(id, {
    since: \`
      today\`,
  });
  return [nameOfTheUser, ordersOfTheUser];
}
`,
}

test.each(Object.entries(texts))('%s', async (_, text) => {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-concurrent-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'page.mjs')
  writeFileSync(file, text)
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.mjs'], plugins: { offloop }, rules: { 'offloop/prefer-concurrent-awaits': 'error' } }],
  })
  const [result] = await eslint.lintFiles([file])
  const [suggestion] = result!.messages[0]?.suggestions ?? []
  const { range, text: by } = suggestion!.fix
  const suggested = text.slice(0, range[0]) + by + text.slice(range[1])
  const written = migrate('sequential-to-concurrent', folder, { own: { assume: 'reads' }, cache: false }).texts.get(file)
  expect(written).toContain('await Promise.all([')
  expect(suggested).toBe(written)
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../root.ts'
import { formatted, table, withBlock } from './generated.ts'

const cache = join(root, 'node_modules/.cache/offloop')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'generated-'))
afterAll(() => rmSync(folder, { recursive: true }))

function page(text: string): string {
  writeFileSync(join(folder, 'page.md'), text)
  return relative(root, join(folder, 'page.md'))
}

test('a page without markers gets them after its anchor, once', async () => {
  const first = await withBlock(page('# Title\n\nWords.\n'), 'list', '- one', /^# .*$/mu)
  expect(first.text).toBe('# Title\n\n<!-- generated list -->\n\n- one\n\n<!-- /generated list -->\n\nWords.\n')
  const second = await withBlock(page(first.text), 'list', '- two', /^# .*$/mu)
  expect(second.text).toBe(first.text.replace('one', 'two'))
})

test('a page that is missing, or has no place for the block, is named', async () => {
  await expect(withBlock('no/such/page.md', 'list', '- one', /^# .*$/mu)).rejects.toThrow('no/such/page.md is missing')
  await expect(withBlock(page('Words.\n'), 'list', '- one', /^# .*$/mu)).rejects.toThrow('add the marker where the list belong')
})

test('a table keeps pipes, and what is generated is formatted', async () => {
  expect(table(['a'], [['x|y']])).toBe('| a |\n| --- |\n| x\\|y |')
  expect(await formatted('x.ts', 'const a = "b";')).toBe("const a = 'b'\n")
})

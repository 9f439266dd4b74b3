/** A call that is moved to a thread, from the plan to the files: a package.json among them, and a package that is yet to be installed. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { htmlReport } from '../report/html.ts'
import { planJson } from '../report/plan-file.ts'
import { summaryText } from '../report/summary.ts'
import { openProject } from '@offloop/analysis'
import syncToAsync from '../codemods/sync-to-async.ts'
import { migrate } from '../index.ts'
import { settle } from '../verify/settle.ts'
import { originalText } from '../write/original-text.ts'
import { WriteError } from '../write/journal.ts'

const folders: string[] = []
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

const manifest = '{\n  "name": "orders",\n  "private": true,\n  "type": "module"\n}\n'
const files = {
  'package.json': manifest,
  'tsconfig.json': '{ "compilerOptions": { "target": "es2022", "module": "nodenext", "strict": true, "types": [] } }',
  'pug.d.ts': "declare module 'pug' {\n  export function render(template: string, options?: { title: string }): string\n}\n",
  'src/page.ts': `import { render } from 'pug'

export function page(title: string): string {
  return render('p= title', { title })
}

export async function pages(): Promise<string[]> {
  return [page('orders'), page('invoices')]
}
`,
}

function project(): string {
  const root = mkdtempSync(join(tmpdir(), 'offloop-offload-'))
  folders.push(root)
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), contents)
  }
  return root
}

test('the plan carries the package.json, and types hold before the runtime is installed', () => {
  const root = project()
  const open = openProject(root)
  const settled = settle(syncToAsync, open, {})
  expect(settled.rolledBack).toEqual([])
  expect(settled.configs).toHaveLength(1)
  const text = settled.texts.get(join(root, 'package.json'))!
  expect(JSON.parse(text)).toMatchObject({ dependencies: { '@offloop/runtime': expect.stringMatching(/^\^\d/) as string } })
  expect(settled.texts.get(join(root, 'src/page.ts'))).toContain('return await renderAsync(')
  expect(settled.plan.sites.map((each) => each.verdict)).toEqual(['offloaded'])
  expect(JSON.parse(planJson(settled, open, { paths: [], markers: true, types: true, assumeClosed: false }, false))).toMatchObject({
    counts: { offloaded: 1 },
    changedFiles: expect.arrayContaining(['package.json']) as string[],
  })
  expect(htmlReport(settled, open, false)).toMatch(
    /moved to a thread<\/th><td class="n">1<.*<ins>\+ {2}&#34;dependencies&#34;: \{<\/ins>/su,
  )
  expect(summaryText(settled, root)).toMatch(
    /1 moved to a thread, 0 kept with a reason.*run npm install: @offloop\/runtime is new in package\.json$/su,
  )
})

test('a package.json that changed meanwhile stops the whole run', () => {
  const root = project()
  const migration = migrate('sync-to-async', root)
  writeFileSync(join(root, 'package.json'), manifest.replace('orders', 'shop'))
  expect(() => migration.write()).toThrow(WriteError)
  expect(readFileSync(join(root, 'src/page.ts'), 'utf8')).toBe(files['src/page.ts'])
})

test('a package.json that is read-only keeps the call where it is', () => {
  const root = project()
  chmodSync(join(root, 'package.json'), 0o444)
  expect(migrate('sync-to-async', root).plan.sites.map((each) => each.wall?.reason)).toEqual(['read-only'])
})

test('what was read of another file stays what it was', () => {
  const root = project()
  const open = openProject(root)
  expect(originalText(open, join(root, 'package.json'))).toBe(manifest)
  writeFileSync(join(root, 'package.json'), '{}')
  expect(originalText(open, join(root, 'package.json'))).toBe(manifest)
})

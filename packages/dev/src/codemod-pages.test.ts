import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { codemods, migrate } from '@offloop/codemods'
import { readCodemodPage } from './codemod-page.ts'
import type { PageFiles } from './codemod-page.ts'
import { root } from './root.ts'

const pages = join(root, 'packages/codemods/src/codemods')
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A module project with Node's types. */
function projectOf(files: PageFiles): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-page-')))
  folders.push(folder)
  const settings = {
    'package.json': '{ "private": true, "type": "module" }\n',
    'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "strict": true, "types": ["node"] }, "include": ["**/*"] }\n',
  }
  for (const [path, text] of Object.entries({ ...settings, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

for (const page of readdirSync(pages).filter((file) => file.endsWith('.md'))) {
  const name = page.slice(0, -'.md'.length)
  const examples = readCodemodPage(readFileSync(join(pages, page), 'utf8'))
  const codemod = codemods.find((each) => each.name === name)
  describe(page, () => {
    test('has examples', () => expect(examples.length).toBeGreaterThan(0))
    test('explains every reason for leaving something alone', () => {
      const reasons = codemod?.scope === 'file' ? Object.keys(codemod.reasons) : []
      const text = readFileSync(join(pages, page), 'utf8')
      expect(reasons.filter((each) => !text.includes(`\`${each}\``))).toEqual([])
    })
    test.each(examples.map((example) => [`line ${example.line}: ${example.title}`, example] as const))(
      '%s',
      (_title, { before, after, options }) => {
        const folder = projectOf(before)
        migrate(name, folder, codemod?.scope === 'file' ? { own: options } : options).write()
        const result = Object.fromEntries(Object.keys(before).map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
        expect(result).toEqual({ ...before, ...after })
      },
    )
  })
}

test('an after without a before is refused, by its line', () => {
  expect(() => readCodemodPage('Text\n\n```js after a.js\n```\n')).toThrow('Line 3: there is no "before a.js"')
})

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { migrate } from '../index.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** What becomes of files, each by its name; the package is private. */
function migrated(files: Readonly<Record<string, string>>): { texts: Record<string, string>; reasons: (string | undefined)[] } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-followed-')))
  folders.push(folder)
  for (const [path, text] of Object.entries({ 'package.json': '{ "private": true }', ...files })) writeFileSync(join(folder, path), text)
  const { plan, texts } = migrate('globals-to-context-var', folder, { markers: false })
  const changed = Object.fromEntries([...texts].map(([file, text]) => [file.slice(folder.length + 1), text]))
  return { texts: changed, reasons: plan.sites.map((each) => each.wall?.reason) }
}

const storage = "import { AsyncLocalStorage } from 'node:async_hooks'\n"

test.each([
  ['a renamed import', 'export const als = new AsyncLocalStorage()', "import { als as it } from './a.mjs'", 'it'],
  ['a renamed export', 'const als = new AsyncLocalStorage()\nexport { als as it }', "import { it } from './a.mjs'", 'it'],
  ['a default export', 'export default new AsyncLocalStorage()', "import it from './a.mjs'", 'it'],
  ['a namespace import', 'export const als = new AsyncLocalStorage()', "import * as a from './a.mjs'", 'a.als'],
  ['a name and a default', 'const als = new AsyncLocalStorage()\nexport default als', "import a from './a.mjs'", 'a'],
])('%s is followed', (_name, a, b, mention) => {
  const { texts, reasons } = migrated({ 'a.mjs': storage + a, 'b.mjs': `${b}\nexport const read = () => ${mention}.getStore()\n` })
  expect(reasons).toEqual([undefined])
  expect(texts['b.mjs']).toContain(`=> ${mention}.get()`)
})

test('a re-export is followed to who imports it', () => {
  const { texts } = migrated({
    'a.mjs': `${storage}export const als = new AsyncLocalStorage()`,
    'index.mjs': "export { als as context } from './a.mjs'",
    'b.mjs': "import { context } from './index.mjs'\nexport const read = () => context.getStore()",
  })
  expect(texts['b.mjs']).toContain('context.get()')
})

test.each([
  ['a module that is passed on as a whole', "import * as a from './a.mjs'\nconsole.log(a)"],
  ['a star that exports all of it', "export * from './a.mjs'"],
  ['a dynamic import', "export const load = () => import('./a.mjs')"],
  ['an argument', "import { als } from './a.mjs'\nconsole.log(als)"],
  ['another name', "import { als } from './a.mjs'\nconst other = als\nother.getStore()"],
])('%s holds the storage back', (_name, b) => {
  const { reasons, texts } = migrated({ 'a.mjs': `${storage}export const als = new AsyncLocalStorage()`, 'b.mjs': b })
  expect(reasons).toEqual(['passed-on'])
  expect(texts).toEqual({})
})

test('files that load each other have no home for the variables of a namespace', () => {
  const { reasons } = migrated({
    'a.js':
      "const { createNamespace } = require('cls-hooked')\nconst b = require('./b')\nconst ns = createNamespace('n')\nexports.a = () => ns.get('k') + b.b()",
    'b.js':
      "const { getNamespace } = require('cls-hooked')\nconst a = require('./a')\nexports.b = () => getNamespace('n').get('k') + a.a()",
  })
  expect(reasons).toEqual(['no-home'])
})

test('a namespace that nobody makes here stays', () => {
  expect(migrated({ 'a.js': "const ns = require('cls-hooked').getNamespace('n')\nexports.a = () => ns.get('k')" }).reasons).toEqual([
    'not-made-here',
  ])
})

test('without a package.json there is nothing that could be given the runtime', () => {
  const { reasons } = migrated({ 'package.json': '[]', 'a.mjs': `${storage}const als = new AsyncLocalStorage()\nals.getStore()` })
  expect(reasons).toEqual(['no-manifest'])
})

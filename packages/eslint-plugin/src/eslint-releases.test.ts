/** The preset on real ESLint releases: 10, the last 9, and the oldest that is promised. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as typescriptParser from '@typescript-eslint/parser'
import type { ESLint, Linter } from 'eslint'
import { describe, expect, test } from 'vitest'
import plugin, { offloopSettings } from './index.ts'
import { folderOf } from './lint-files.test.kit.ts'

const require = createRequire(import.meta.url)

/** Each stands in a folder of its own (fixtures/eslint-releases): as aliases in one folder they would replace each other's command. */
const releases = [
  ['10', require],
  ['newest 9', createRequire(require.resolve('eslint-9-newest/package.json'))],
  ['9.15', createRequire(require.resolve('eslint-9-oldest/package.json'))],
] as const

const shop = {
  'src/app.ts': `import express from 'express'\nimport { invoice } from './invoice.ts'\n\nexpress().get('/invoice', (req, res) => {\n  res.send(invoice('2026'))\n})\n`,
  'src/invoice.ts': `import { readFileSync } from 'node:fs'\n\nexport function invoice(name: string): string {\n  return readFileSync(name, 'utf8')\n}\n`,
  'src/hash.cjs': `const { scryptSync } = require('crypto')\n\nexports.hash = async (word) => scryptSync(word, 'salt', 64)\n`,
  'src/feed.js': `import fs from 'fs'\n\nexport async function feed() {\n  return fs.readFileSync('feed.xml')\n}\n`,
}

const found = [
  'src/app.ts:5 offloop/no-blocking-chain',
  'src/feed.js:4 offloop/no-blocking-call',
  'src/hash.cjs:3 offloop/no-blocking-call',
]

describe.each(releases)('ESLint %s', (name, requireFrom) => {
  const { ESLint: Engine } = requireFrom('eslint') as { ESLint: typeof ESLint }

  test('is the release that it says', () => {
    expect(Engine.version).toMatch({ 10: /^10\./u, 'newest 9': /^9\.39\./u, 9.15: /^9\.15\.0$/u }[name])
  })

  const lint = async (cwd: string, config: Linter.Config[], options: ESLint.Options = {}) => {
    const engine = new Engine({ cwd, overrideConfigFile: true, overrideConfig: config, ...options })
    return linesOf(cwd, await engine.lintFiles(['src']))
  }
  const typescript: Linter.Config = { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } }
  const typed = (folder: string): Linter.Config => {
    writeFileSync(join(folder, 'tsconfig.json'), '{ "include": ["src"], "compilerOptions": { "types": [] } }')
    return {
      files: ['**/*.ts'],
      languageOptions: { parser: typescriptParser, parserOptions: { projectService: true, tsconfigRootDir: folder } },
    }
  }

  test.each(['recommended', 'strict'] as const)('%s finds what blocks in each kind of file', async (preset) => {
    expect(await lint(folderOf(shop), [plugin.configs[preset], typescript])).toEqual(found)
  })

  test('a preset in `extends` by name', async () => {
    const folder = folderOf(shop)
    const { defineConfig } = require('eslint/config') as { defineConfig: (...configs: unknown[]) => Linter.Config[] }
    expect(await lint(folder, [...defineConfig({ plugins: { offloop: plugin }, extends: ['offloop/recommended'] }), typescript])).toEqual(
      found,
    )
  })

  test('files of another language are left alone', async () => {
    const folder = folderOf({ ...shop, 'src/data.json': '{}' })
    const json = { validateLanguageOptions: () => {} }
    const data = { files: ['**/*.json'], language: 'data/json', plugins: { data: { languages: { json } } } } as unknown as Linter.Config
    const overrideConfig = [plugin.configs.recommended, data]
    const engine = new Engine({ cwd: folder, overrideConfigFile: true, overrideConfig })
    const rulesFor = async (file: string) =>
      Object.keys(((await engine.calculateConfigForFile(join(folder, file))) as Linter.Config).rules ?? {})
    expect(await rulesFor('src/data.json')).toEqual([])
    expect(await rulesFor('src/feed.js')).toEqual(Object.keys(plugin.configs.recommended.rules ?? {}))
  })

  test('typed parsing changes nothing, and recommendedTypeChecked leaves JavaScript without types alone', async () => {
    const folder = folderOf(shop)
    expect(await lint(folder, [plugin.configs.recommended, typed(folder)])).toEqual(found)
    expect(await lint(folder, [...plugin.configs.recommendedTypeChecked, typed(folder)])).toEqual(found)
  })

  test('text from standard input', async () => {
    const engine = new Engine({ cwd: folderOf({}), overrideConfigFile: true, overrideConfig: [plugin.configs.recommended] })
    const [result] = await engine.lintText(shop['src/feed.js'])
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(['offloop/no-blocking-call'])
  })

  test("ESLint's cache is stale when another file changes, unless the settings hold the digest", async () => {
    const folder = folderOf(shop)
    const cache = { cache: true, cacheLocation: join(folder, '.eslintcache'), cacheStrategy: 'content' as const }
    const without = [plugin.configs.recommended, typescript]
    const run = () => lint(folder, without, cache)
    const runWithDigest = () => lint(folder, [...without, { settings: { ...offloopSettings({ root: folder }) } }], cache)
    const mended = shop['src/invoice.ts']
      .replace(`import { readFileSync } from 'node:fs'\n`, '')
      .replace(`readFileSync(name, 'utf8')`, 'name')

    expect([await run(), await runWithDigest()]).toEqual([found, found])
    writeFileSync(join(folder, 'src/invoice.ts'), mended)
    expect(await runWithDigest()).toEqual(found.slice(1))

    writeFileSync(join(folder, 'src/invoice.ts'), shop['src/invoice.ts'])
    expect(await run()).toEqual(found)
    writeFileSync(join(folder, 'src/invoice.ts'), mended)
    // Not what one wants: this is what the digest is for.
    expect(await run()).toEqual(found)
  })
})

test('the digest stays while findings stay', () => {
  const folder = folderOf(shop)
  const digest = () => offloopSettings({ root: folder }).offloop.digest
  const before = digest()
  const file = join(folder, 'src/feed.js')
  writeFileSync(file, `${readFileSync(file, 'utf8')}// end\n`)
  expect(digest()).toBe(before)
  writeFileSync(file, readFileSync(file, 'utf8').replace('fs.readFileSync', 'fs.promises.readFile'))
  expect(digest()).not.toBe(before)
})

function linesOf(cwd: string, results: readonly ESLint.LintResult[]): string[] {
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${filePath.slice(cwd.length + 1)}:${line} ${ruleId ?? message}`),
  )
}

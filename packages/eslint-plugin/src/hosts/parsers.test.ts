/** The findings are the same with every release of ESLint and every parser. */
import * as babelParser from '@babel/eslint-parser'
import * as typescriptParser from '@typescript-eslint/parser'
import type { Linter } from 'eslint'
import { describe, expect, test } from 'vitest'
import plugin from '../index.ts'
import { folderOf } from '../lint-files.test.kit.ts'
import { engineOf, everything, everyRuleConfig, lintFolder, releases, small, smallFindings } from './small-project.test.kit.ts'

/** Plain JavaScript, which all of them read. */
const files = { ...small, 'tsconfig.json': '{ "include": ["src"], "compilerOptions": { "allowJs": true, "types": [] } }' }

const parsers: readonly [name: string, options: (folder: string) => Linter.LanguageOptions][] = [
  ['espree', () => ({})],
  ['typescript-eslint without types', () => ({ parser: typescriptParser })],
  [
    'typescript-eslint with types',
    (folder) => ({ parser: typescriptParser, parserOptions: { projectService: true, tsconfigRootDir: folder } }),
  ],
  ['@babel/eslint-parser', () => ({ parser: babelParser as Linter.Parser, parserOptions: { requireConfigFile: false } })],
]

describe.each(releases)('ESLint %s', (_release, requireFrom) => {
  const Engine = engineOf(requireFrom)

  test.each(parsers)('the preset finds the same in the small project with %s', async (_parser, options) => {
    const folder = folderOf(files)
    expect(await lintFolder(Engine, folder, [plugin.configs.recommended, { languageOptions: options(folder) }])).toEqual(smallFindings)
  })

  test.each(parsers)('every rule says the same of a file with a bit of everything with %s', async (_parser, options) => {
    const folder = folderOf({ ...files, 'src/everything.js': everything })
    const plain = await lintFolder(engineOf(releases[0][1]), folder, [everyRuleConfig])
    expect(new Set(plain.map((line) => line.split(' ')[1])).size).toBeGreaterThan(7)
    expect(await lintFolder(Engine, folder, [everyRuleConfig, { languageOptions: options(folder) }])).toEqual(plain)
  })
})

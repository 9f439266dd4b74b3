/** Tests of the rules that presets take from ESLint and from other plugins. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtinRules } from 'eslint/use-at-your-own-risk'
import { Linter } from 'eslint'
import type { ESLint } from 'eslint'
import { expect, test } from 'vitest'
import { companionsOf } from './companions.ts'
import { folderOf } from './lint-files.test.kit.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** A folder in which plugins of these names are installed, with rules of these names. */
function folderWith(plugins: Readonly<Record<string, readonly string[]>>): string {
  const folder = folderOf({})
  for (const [name, rules] of Object.entries(plugins)) {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true })
    const text = `module.exports = { rules: { ${rules.map((rule) => `'${rule}': { create: () => ({}) }`).join(', ')} } }`
    writeFileSync(join(folder, 'node_modules', name, 'index.js'), text)
  }
  return folder
}

test('without other plugins only rules of ESLint itself are set, and ESLint has them', () => {
  const { plugins, rules } = companionsOf('recommended', folderOf({}))
  expect(plugins).toEqual({})
  expect(Object.keys(rules).filter((name) => !(builtinRules as Map<string, unknown>).has(name))).toEqual([])
  expect(rules).toMatchObject({ 'no-async-promise-executor': 'error', 'require-atomic-updates': 'off' })
})

test('an installed plugin is turned on with the rules that it has', () => {
  const folder = folderWith({
    'eslint-plugin-promise': ['valid-params'],
    'eslint-plugin-n': ['no-sync', 'prefer-promises/fs', 'handle-callback-err'],
  })
  const names = (preset: 'recommended' | 'strict') => Object.keys(companionsOf(preset, folder).rules).filter((name) => name.includes('/'))
  expect(names('recommended')).toEqual(['promise/valid-params', 'n/handle-callback-err', 'n/no-sync'])
  expect(names('strict')).toEqual(['promise/valid-params', 'n/handle-callback-err', 'n/prefer-promises/fs', 'n/no-sync'])
  expect(companionsOf('recommended', folder).rules['n/no-sync']).toBe('off')
})

test('a plugin that fails to load is left out', () => {
  const folder = folderWith({ 'eslint-plugin-promise': ['valid-params'] })
  writeFileSync(join(folder, 'node_modules/eslint-plugin-promise/index.js'), 'throw new Error("not for this Node")')
  expect(companionsOf('recommended', folder).plugins).toEqual({})
})

test('typed rules come with the preset that asks for types, as the object that typescript-eslint registers', async () => {
  const { plugin } = await import('typescript-eslint')
  const { plugins, rules } = companionsOf('recommendedTypeChecked', here, true)
  expect(plugins['@typescript-eslint']).toBe(plugin)
  expect(rules).toMatchObject({ '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/no-misused-promises': 'error' })
  expect(Object.keys(companionsOf('recommendedTypeChecked', here).plugins)).not.toContain('@typescript-eslint')
})

test('a project that registers the same plugin itself has no conflict', () => {
  const folder = folderWith({ 'eslint-plugin-promise': ['valid-params'] })
  const own = createRequire(join(folder, 'eslint.config.js'))('eslint-plugin-promise') as ESLint.Plugin
  const configs = [
    companionsOf('recommended', folder),
    { plugins: { promise: own }, rules: { 'promise/valid-params': 'warn' } } satisfies Linter.Config,
  ]
  expect(new Linter({ cwd: folder }).verify('export const total = 1', configs)).toEqual([])
})

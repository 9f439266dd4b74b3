/** Tests of the presets as a whole: which rules, and both ways of using them. */
import { defineConfig } from 'eslint/config'
import { Linter } from 'eslint'
import { expect, test } from 'vitest'
import { defineRule } from './define-rule.ts'
import type { PresetOfRule } from './define-rule.ts'
import plugin from './index.ts'
import { presetsOf } from './presets.ts'

const rule = (preset: PresetOfRule) => defineRule({ name: 'x', summary: 'x', preset, options: {}, messages: {}, create: () => ({}) })

test('each preset takes the rules that say so', () => {
  const rules = { r: rule('recommended'), s: rule('strict'), t: rule('recommendedTypeChecked'), o: rule('off') }
  const presets = presetsOf({}, rules)
  const own = ({ rules = {} }: Linter.Config) => Object.keys(rules).filter((name) => name.startsWith('offloop/'))
  expect(own(presets.recommended)).toEqual(['offloop/r'])
  expect(own(presets.strict)).toEqual(['offloop/r', 'offloop/s'])
  expect(presets.recommendedTypeChecked.flatMap(own)).toEqual(['offloop/r', 'offloop/t'])
})

test('the plugin says its name, version and namespace', () => {
  expect(plugin.meta).toEqual({ name: '@offloop/eslint-plugin', version: expect.stringMatching(/^\d+\.\d+\.\d+/u), namespace: 'offloop' })
  expect(plugin.configs.recommended.plugins?.['offloop']).toBe(plugin)
})

test('a preset works by name with defineConfig and as an element of the list', () => {
  const byName = defineConfig({ plugins: { offloop: plugin }, extends: ['offloop/recommended'] })
  const rulesOf = (configs: Linter.Config[]) => Object.assign({}, ...configs.map((config) => config.rules ?? {})) as object
  expect(rulesOf(byName)).toEqual(plugin.configs.recommended.rules)
  expect(Object.keys(rulesOf(byName))).toContain('offloop/no-blocking-call')
  for (const configs of [byName, [plugin.configs.recommended], [{ ...plugin.configs.recommended }]]) {
    const settings = { offloop: { root: import.meta.dirname + '/rules' } }
    expect(new Linter().verify('export const total = 1', [...configs, { settings }])).toEqual([])
  }
})

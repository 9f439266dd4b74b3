/** Computes the presets from what each rule says about itself. */
import type { ESLint, Linter } from 'eslint'
import type { OffloopRule, PresetOfRule } from './define-rule.ts'

/** Names of the presets, as in `extends: ['offloop/recommended']`. */
export type PresetName = 'recommended' | 'strict' | 'recommendedTypeChecked'

/** Which rules each preset takes, by the preset that the rule begins in. */
const holds: Readonly<Record<PresetName, readonly PresetOfRule[]>> = {
  recommended: ['recommended'],
  strict: ['recommended', 'strict'],
  recommendedTypeChecked: ['recommended', 'recommendedTypeChecked'],
}

/** ESLint 10 refuses a rule for JavaScript in a file of another language; a preset without `files` must leave those files out itself. */
const otherLanguages = ['**/*.{json,jsonc,json5,css,md,html,yml,yaml,toml}']

/** Flat configs that hold `plugin` themselves, so that each can be spread or extended without another line. */
export function presetsOf(plugin: ESLint.Plugin, rules: Readonly<Record<string, OffloopRule>>): Record<PresetName, Linter.Config> {
  const preset = (name: PresetName): Linter.Config => ({
    name: `offloop/${name}`,
    ignores: otherLanguages,
    plugins: { offloop: plugin },
    rules: Object.fromEntries(
      Object.entries(rules)
        .filter(([, rule]) => holds[name].includes(rule.meta.docs?.preset ?? 'off'))
        .map(([ruleName]) => [`offloop/${ruleName}`, 'error']),
    ),
  })
  return { recommended: preset('recommended'), strict: preset('strict'), recommendedTypeChecked: preset('recommendedTypeChecked') }
}

/** Computes the presets from what each rule says about itself. */
import type { ESLint, Linter } from 'eslint'
import { companionsOf } from './companions.ts'
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

/**
 * Flat configs that hold `plugin` themselves, so that each can be spread or extended without another line.
 * Each is made when it is first asked for: rules of others are looked for from the current directory.
 */
export function presetsOf(plugin: ESLint.Plugin, rules: Readonly<Record<string, OffloopRule>>): Record<PresetName, Linter.Config> {
  const made = new Map<PresetName, Linter.Config>()
  const preset = (name: PresetName): Linter.Config => {
    const others = companionsOf(name, process.cwd())
    const own = Object.entries(rules).filter(([, rule]) => holds[name].includes(rule.meta.docs?.preset ?? 'off'))
    return {
      name: `offloop/${name}`,
      ignores: otherLanguages,
      plugins: { ...others.plugins, offloop: plugin },
      rules: { ...others.rules, ...Object.fromEntries(own.map(([ruleName]) => [`offloop/${ruleName}`, 'error'])) },
    }
  }
  const presets = {} as Record<PresetName, Linter.Config>
  for (const name of Object.keys(holds) as PresetName[]) {
    const get = (): Linter.Config => {
      if (!made.has(name)) made.set(name, preset(name))
      return made.get(name)!
    }
    Object.defineProperty(presets, name, { enumerable: true, get })
  }
  return presets
}

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

/** Rules of typescript-eslint throw where there is no type information: in JavaScript there may be none. */
const typescript = ['**/*.{ts,tsx,mts,cts}']

/** The presets: one configuration each, and a list where some rules are for TypeScript alone. */
export type Presets = {
  readonly recommended: Linter.Config
  readonly strict: Linter.Config
  readonly recommendedTypeChecked: Linter.Config[]
}

/**
 * Flat configs that hold `plugin` themselves, so that each can be spread or extended without another line.
 * Each is made when it is first asked for: rules of others are looked for from the current directory.
 */
export function presetsOf(plugin: ESLint.Plugin, rules: Readonly<Record<string, OffloopRule>>): Presets {
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
  const typeChecked = (): Linter.Config[] => {
    const name = 'recommendedTypeChecked'
    return [preset(name), { name: `offloop/${name}/typescript`, files: typescript, ...companionsOf(name, process.cwd(), true) }]
  }
  return lazily({ recommended: () => preset('recommended'), strict: () => preset('strict'), recommendedTypeChecked: typeChecked })
}

/** Properties that are made at the first look and kept. */
function lazily<T extends object>(makers: { readonly [Name in keyof T]: () => T[Name] }): T {
  const made = {} as T
  for (const name of Object.keys(makers) as (keyof T)[]) {
    const get = (): T[typeof name] => {
      const value = makers[name]()
      Object.defineProperty(made, name, { enumerable: true, value })
      return value
    }
    Object.defineProperty(made, name, { enumerable: true, configurable: true, get })
  }
  return made
}

/** Rules of ESLint and of other plugins that presets turn on or off: what others do well is not written again. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { ESLint, Linter } from 'eslint'
import type { PresetName } from './presets.ts'

/** A plugin that a project may have installed, and the rules of it that belong to a preset. */
interface Companion {
  readonly namespace: string
  /** Packages that bring the plugin, in the order in which projects register it. */
  readonly packages: readonly string[]
  readonly rules: Readonly<Record<string, readonly PresetName[]>>
  /** Rules that are wrong for servers, or replaced by ours. */
  readonly off: readonly string[]
}

const everywhere: readonly PresetName[] = ['recommended', 'strict', 'recommendedTypeChecked']
const strict: readonly PresetName[] = ['strict']
const typed: readonly PresetName[] = ['recommendedTypeChecked']

/** Rules of ESLint itself. `no-await-in-loop` and `require-atomic-updates` report what is right; ours look closer. */
const core: Linter.RulesRecord = {
  'no-async-promise-executor': 'error',
  'no-promise-executor-return': ['error', { allowVoid: true }],
  'no-await-in-loop': 'off',
  'require-atomic-updates': 'off',
  'require-await': 'off',
}

const companions: readonly Companion[] = [
  {
    namespace: '@typescript-eslint',
    packages: ['typescript-eslint', '@typescript-eslint/eslint-plugin'],
    rules: {
      'no-floating-promises': typed,
      'no-misused-promises': typed,
      'await-thenable': typed,
      'return-await': typed,
      'prefer-promise-reject-errors': typed,
    },
    off: ['require-await'],
  },
  {
    namespace: 'promise',
    packages: ['eslint-plugin-promise'],
    rules: { 'no-multiple-resolved': everywhere, 'no-callback-in-promise': everywhere, 'valid-params': everywhere },
    off: [],
  },
  {
    namespace: 'unicorn',
    packages: ['eslint-plugin-unicorn'],
    rules: { 'no-await-in-promise-methods': everywhere, 'no-single-promise-in-promise-methods': everywhere },
    off: [],
  },
  {
    namespace: 'n',
    packages: ['eslint-plugin-n'],
    rules: { 'handle-callback-err': everywhere, 'prefer-promises/dns': strict, 'prefer-promises/fs': strict },
    off: ['no-sync'],
  },
]

/** Plugins and rules that go into a configuration together. */
export type Companions = Required<Pick<Linter.Config, 'plugins' | 'rules'>>

/**
 * Plugins and rules beside our own for one preset: of those plugins that can be loaded from `folder`, and only rules that they have.
 * `forTypes`: those that throw in files without type information, or all others.
 */
export function companionsOf(preset: PresetName, folder: string, forTypes = false): Companions {
  const plugins: Record<string, ESLint.Plugin> = {}
  const rules: Linter.RulesRecord = forTypes ? {} : { ...core }
  for (const { namespace, packages, rules: wanted, off } of companions) {
    const names = Object.keys(wanted).filter((name) => wanted[name]?.includes(preset))
    if (names.length === 0 || forTypes !== (namespace === '@typescript-eslint')) continue
    const plugin = installed(packages, folder)
    if (!plugin) continue
    plugins[namespace] = plugin
    for (const name of names) if (plugin.rules?.[name]) rules[`${namespace}/${name}`] = 'error'
    for (const name of off) if (plugin.rules?.[name]) rules[`${namespace}/${name}`] = 'off'
  }
  return { plugins, rules }
}

/** The object that the project's own configuration gets when it imports the plugin: ESLint refuses two of one name. */
function installed(packages: readonly string[], folder: string): ESLint.Plugin | undefined {
  const require = createRequire(join(folder, 'eslint.config.js'))
  for (const name of packages) {
    try {
      const loaded = require(name) as ESLint.Plugin & { default?: ESLint.Plugin; plugin?: ESLint.Plugin }
      const plugin = loaded.plugin ?? loaded.default ?? loaded
      if (plugin.rules) return plugin
    } catch {
      // Not installed, or not for this Node: then its rules are not turned on.
    }
  }
  return undefined
}

/** The ESLint plugin: rules, presets, and the settings that go with ESLint's cache. */
import { readFileSync } from 'node:fs'
import type { ESLint, Linter } from 'eslint'
import { presetsOf } from './presets.ts'
import type { PresetName } from './presets.ts'
import { rules } from './rules/index.ts'

export { offloopSettings } from './settings.ts'
export type { OffloopSettings } from './settings.ts'
export type { PresetName } from './presets.ts'

const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { name: string; version: string }

/** What a configuration imports. */
export interface OffloopPlugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string }
  readonly rules: NonNullable<ESLint.Plugin['rules']>
  readonly configs: Record<PresetName, Linter.Config>
}

// Presets hold the plugin that holds them.
const configs = {} as Record<PresetName, Linter.Config>

/** Rules under the namespace `offloop`, with the presets `recommended`, `strict` and `recommendedTypeChecked`. */
const plugin: OffloopPlugin = {
  meta: { name, version, namespace: 'offloop' },
  rules: rules as unknown as NonNullable<ESLint.Plugin['rules']>,
  configs,
}

Object.defineProperties(configs, Object.getOwnPropertyDescriptors(presetsOf(plugin, rules)))

export default plugin

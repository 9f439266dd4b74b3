/** The ESLint plugin: rules, presets, and the settings that go with ESLint's cache. */
import { readFileSync } from 'node:fs'
import type { ESLint } from 'eslint'
import { presetsOf } from './presets.ts'
import type { Presets } from './presets.ts'
import { rules } from './rules/index.ts'

export { offloopSettings } from './settings.ts'
export type { OffloopSettings } from './settings.ts'
export type { PresetName, Presets } from './presets.ts'

const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { name: string; version: string }

/** What a configuration imports. */
export interface OffloopPlugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string }
  readonly rules: NonNullable<ESLint.Plugin['rules']>
  readonly configs: Presets
}

/** Rules under the namespace `offloop`, with the presets `recommended`, `strict` and `recommendedTypeChecked`. */
const plugin = {
  meta: { name, version, namespace: 'offloop' },
  rules: rules as unknown as NonNullable<ESLint.Plugin['rules']>,
} as OffloopPlugin

// Presets hold the plugin that holds them.
Object.assign(plugin, { configs: presetsOf(plugin as ESLint.Plugin, rules) })

export default plugin

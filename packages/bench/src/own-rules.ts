/** The rules of our preset alone: `recommended` also turns on rules of others where these are installed. */
import plugin from '@offloop/eslint-plugin'
import type { Linter } from 'eslint'

const prefix = 'offloop/'

/** Rules of `recommended` that are ours, as ESLint wants them. */
export const ownRules: Readonly<Record<string, Linter.RuleEntry>> = Object.fromEntries(
  Object.entries(plugin.configs.recommended.rules ?? {}).flatMap(([name, entry]) =>
    entry && name.startsWith(prefix) ? [[name, entry]] : [],
  ),
)

/** An element of a flat configuration that turns them on for a project at `root`. */
export function ownConfig(root: string): Linter.Config {
  return { plugins: { offloop: plugin }, settings: { offloop: { root } }, rules: ownRules }
}

/** `no-blocking-call` of `offloop/no-blocking-call`; undefined for rules of others. */
export function ownName(ruleId: string | null): string | undefined {
  return ruleId?.startsWith(prefix) ? ruleId.slice(prefix.length) : undefined
}

/** Runs ESLint on this repository's own packages, with types or without, with one set of rules more or not. */
import { ESLint } from 'eslint'
import type { Linter } from 'eslint'
import n from 'eslint-plugin-n'
import { parser, plugin as typescriptPlugin } from 'typescript-eslint'
import { untypedParser } from './lint-untyped.ts'
import { ownConfig } from './own-rules.ts'

/** A lint, and what is added to it. */
export type EslintRun = 'untyped' | 'untyped + no-sync' | 'untyped + offloop' | 'typed' | 'typed + offloop'

const untyped: Linter.Config = { files: ['**/*.ts'], languageOptions: { parser: untypedParser } }

/** What a project with types has on anyway: the two rules that look for forgotten promises. */
function typed(cwd: string): Linter.Config {
  return {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': typescriptPlugin as never },
    languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: cwd } },
    rules: { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/no-misused-promises': 'error' },
  }
}

/** Lints, and says how many reports there were. Comments in the files turn nothing off, so that every rule works. */
export async function lintPackages(run: EslintRun, cwd: string): Promise<number> {
  const [base, added] = run.split(' + ')
  const more: Linter.Config[] =
    added === 'offloop' ? [ownConfig(cwd)] : added === 'no-sync' ? [{ plugins: { n: n as never }, rules: { 'n/no-sync': 'error' } }] : []
  const overrideConfig = [
    { linterOptions: { noInlineConfig: true } },
    base === 'typed' ? typed(cwd) : untyped,
    ...more.map((config) => ({ ...config, files: ['**/*.ts'] })),
  ]
  const results = await new ESLint({ cwd, overrideConfigFile: true, overrideConfig }).lintFiles(['packages/*/src/**/*.ts'])
  const fatal = results.flatMap(({ messages }) => messages).find((message) => message.fatal)
  if (fatal) throw new Error(`a file could not be linted: ${fatal.message}`)
  return results.reduce((sum, { messages }) => sum + messages.length, 0)
}

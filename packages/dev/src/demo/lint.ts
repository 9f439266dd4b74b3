/** The recommended preset over an application's sources, as its CI would run it. */
import offloop from '@offloop/eslint-plugin'
import parser from '@typescript-eslint/parser'
import { ESLint } from 'eslint'
import type { Linter } from 'eslint'
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** One report of the lint. */
export interface LintFinding {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly message: string
}

/** Lints `src` and the scripts beside it. */
export async function lintFolder(folder: string): Promise<LintFinding[]> {
  const manifest = join(folder, 'package.json')
  const { type } = (existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {}) as { type?: string }
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      { ignores: ['dist/**'] },
      { files: ['**/*.ts'], languageOptions: { parser } },
      { files: ['**/*.js'], languageOptions: { sourceType: type === 'module' ? 'module' : 'commonjs' } },
      offloop.configs.recommended,
    ],
    errorOnUnmatchedPattern: false,
  })
  const results = await eslint.lintFiles(['src/**/*.{ts,js,mjs,cjs}', '*.js'])
  return results.flatMap((each) =>
    each.messages.filter(isOurs).map((message) => ({
      file: relative(folder, each.filePath),
      line: message.line,
      rule: message.ruleId ?? 'parser',
      message: message.message,
    })),
  )
}

/** The preset also turns on what others do well; here only our own rules count, and files that can't be read. */
function isOurs({ ruleId }: Linter.LintMessage): boolean {
  return ruleId === null || ruleId.startsWith('offloop/')
}

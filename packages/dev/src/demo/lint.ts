/** The recommended preset over an application's sources, as its CI would run it. */
import offloop from '@offloop/eslint-plugin'
import parser from '@typescript-eslint/parser'
import { ESLint } from 'eslint'
import { relative } from 'node:path'

export interface LintFinding {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly message: string
}

export async function lintFolder(folder: string): Promise<LintFinding[]> {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [{ ignores: ['dist/**'] }, { files: ['**/*.ts'], languageOptions: { parser } }, offloop.configs.recommended],
    errorOnUnmatchedPattern: false,
  })
  const results = await eslint.lintFiles(['src/**/*.{ts,js,mjs,cjs}', '*.js'])
  return results.flatMap(each => each.messages.map(message => ({ file: relative(folder, each.filePath), line: message.line, rule: message.ruleId ?? 'parser', message: message.message })))
}

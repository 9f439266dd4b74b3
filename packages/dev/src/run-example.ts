/** Runs one example of a rule's page under ESLint and says in what the page and the rule differ. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import * as parser from '@typescript-eslint/parser'
import { ESLint } from 'eslint'
import type { Linter } from 'eslint'
import type { Example, ExampleFile } from './page.ts'

const silent = new Set(['Correct', 'Not reported'])

/** Lints the example's files in a folder of their own. Returns one line per difference: a report without its mark, a mark without its report, a parse error, another suggestion. */
export async function runExample(example: Example, ruleName: string, plugin: ESLint.Plugin): Promise<string[]> {
  const marks = example.files.flatMap((file) => file.marks)
  if (silent.has(example.section) && marks.length > 0)
    return [`An example under "${example.section}" must report nothing, so it has no marks`]
  if (example.section === 'Incorrect' && marks.length === 0)
    return ['An example under "Incorrect" marks what is reported: //~ fragment of the message']
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'offloop-page-')))
  try {
    for (const { path, text } of example.files) await write(join(folder, path), text)
    const results = await eslintAt(folder, ruleName, example, plugin).lintFiles(example.files.map(({ path }) => path).filter(isLinted))
    return results.flatMap((result) => {
      const path = relative(folder, result.filePath).split(sep).join('/')
      const file = example.files.find((other) => other.path === path)
      if (!file) return []
      return [...differences(file, result.messages), ...suggestionDifferences(file, example, result.messages)]
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function isLinted(path: string): boolean {
  return /\.[cm]?[jt]sx?$/u.test(path) && !path.includes('node_modules/')
}

function eslintAt(cwd: string, ruleName: string, { options, settings }: Example, plugin: ESLint.Plugin): ESLint {
  const rules: Linter.RulesRecord = { [`offloop/${ruleName}`]: ['error', ...options] }
  const config: Linter.Config[] = [
    // Only one rule runs, so that a directive for another one looks unused.
    { linterOptions: { reportUnusedDisableDirectives: 'off' } },
    {
      files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
      plugins: { offloop: plugin },
      rules,
      ...(settings !== undefined && { settings: { offloop: settings } }),
    },
    { files: ['**/*.{jsx,tsx}'], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
    { files: ['**/*.{ts,mts,cts,tsx}'], languageOptions: { parser } },
  ]
  return new ESLint({ cwd, overrideConfigFile: true, overrideConfig: config })
}

function differences(file: ExampleFile, messages: readonly Linter.LintMessage[]): string[] {
  const unmet = [...file.marks]
  const found: string[] = []
  for (const { line, message } of messages) {
    const at = unmet.findIndex((mark) => mark.line === line && message.includes(mark.fragment))
    if (at < 0) found.push(`${file.path}:${line} is reported without a mark: ${message}`)
    else unmet.splice(at, 1)
  }
  for (const { line, fragment } of unmet) found.push(`${file.path}:${line} is marked "${fragment}" but no report there says so`)
  return found
}

function suggestionDifferences(file: ExampleFile, example: Example, messages: readonly Linter.LintMessage[]): string[] {
  const expected = example.suggestions.find(({ path }) => path === file.path)
  if (!expected) return []
  const fix = messages.flatMap(({ suggestions }) => suggestions ?? [])[0]?.fix
  if (!fix) return [`${file.path} has no suggestion, the page shows one`]
  const actual = file.text.slice(0, fix.range[0]) + fix.text + file.text.slice(fix.range[1])
  return actual === expected.text ? [] : [`${file.path}: the suggestion makes\n${actual}`]
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

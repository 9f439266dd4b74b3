/** For tests: lints a handful of files in a temporary folder and compares the reports with the `//~` markers in them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Linter } from 'eslint'
import * as typescriptParser from '@typescript-eslint/parser'
import { afterAll, expect } from 'vitest'
import plugin from './index.ts'
import type { OffloopSettings } from './settings.ts'

/** Path below the project's root -> text; the markers are part of the text. */
export type Files = Readonly<Record<string, string>>

/** How a case is linted. */
export interface LintOptions {
  readonly options?: Readonly<Record<string, unknown>>
  readonly settings?: OffloopSettings
  /** Types for the parser: needs a tsconfig.json among the files. */
  readonly typed?: boolean
}

const folders: string[] = []

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Writes the files into a fresh folder, which goes when the test file ends. */
export function folderOf(files: Files): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-lint-')))
  folders.push(folder)
  for (const [path, text] of Object.entries({ 'package.json': '{ "name": "orders", "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** Reports of one rule for one text. */
export function lintText(
  folder: string,
  path: string | undefined,
  text: string,
  rule: string,
  how: LintOptions = {},
): Linter.LintMessage[] {
  const languageOptions = path === undefined || /\.[cm]?tsx?$/u.test(path) ? { parser: typescriptParser } : {}
  const parserOptions = how.typed ? { parserOptions: { projectService: true, tsconfigRootDir: folder } } : {}
  const sourceType = path?.endsWith('.cjs') ? { sourceType: 'commonjs' as const } : {}
  const config: Linter.Config = {
    files: ['**/*.*', '**'],
    plugins: { offloop: plugin },
    languageOptions: { ...languageOptions, ...parserOptions, ...sourceType },
    settings: { offloop: how.settings ?? {} },
    rules: { [`offloop/${rule}`]: ['error', how.options ?? {}] },
  }
  return new Linter({ cwd: folder }).verify(text, [config], { filename: path === undefined ? '<input>' : join(folder, path) })
}

/** Lints every script of the case and holds each report against the marker on its line, both ways. */
export function checkFiles(rule: string, files: Files, how: LintOptions = {}): void {
  const folder = folderOf(files)
  const seen: string[] = []
  const wanted: string[] = []
  for (const [path, text] of Object.entries(files)) {
    if (!/\.[cm]?[jt]sx?$/u.test(path)) continue
    const markers = markersOf(text)
    for (const { line, message } of lintText(folder, path, text, rule, how)) {
      const fragment = markers.get(line)
      seen.push(`${path}:${line} ${fragment !== undefined && message.includes(fragment) ? fragment : message}`)
    }
    for (const [line, fragment] of markers) wanted.push(`${path}:${line} ${fragment}`)
  }
  expect(seen).toEqual(wanted)
}

function markersOf(text: string): Map<number, string> {
  const markers = new Map<number, string>()
  for (const [at, line] of text.split('\n').entries()) {
    const fragment = /\/\/~ (.*)$/u.exec(line)?.[1]
    if (fragment !== undefined) markers.set(at + 1, fragment.trim())
  }
  return markers
}

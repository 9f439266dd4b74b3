/** As an editor lints: text that the disk doesn't have, files that are not there yet, text of no file, and text that doesn't parse. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as babelParser from '@babel/eslint-parser'
import { Linter } from 'eslint'
import type { Linter as LinterTypes } from 'eslint'
import { describe, expect, test } from 'vitest'
import plugin from '../index.ts'
import { folderOf } from '../lint-files.test.kit.ts'
import { findingsOf, writeConfig } from './command.test.kit.ts'
import { everyRule, mendedInvoice, releases, small, smallFindings } from './small-project.test.kit.ts'

const app = small['src/app.js']
const invoice = small['src/invoice.js']
const config: LinterTypes.Config[] = [{ files: ['**/*.*', '**'], plugins: { offloop: plugin }, rules: everyRule() }]

/** An editor's server: the same process for every keystroke. */
function editorIn(cwd: string, configs = config) {
  return (path: string | undefined, text: string): string[] => {
    const filename = path === undefined ? '<input>' : join(cwd, path)
    return new Linter({ cwd })
      .verify(text, configs, { filename })
      .map(({ line, ruleId, message }) => `${line} ${ruleId?.replace('offloop/', '') ?? message}`)
  }
}

const chain = ['5 no-blocking-chain']

describe('unsaved text', () => {
  test('counts for the file itself and for those that call it, and until the editor sends another', () => {
    const lint = editorIn(folderOf(small))
    expect(lint('src/app.js', app)).toEqual(chain)
    lint('src/invoice.js', mendedInvoice)
    expect([lint('src/app.js', app), lint('src/app.js', app)]).toEqual([[], []])
    lint('src/invoice.js', invoice)
    expect(lint('src/app.js', `\n${app}`)).toEqual(['6 no-blocking-chain'])
  })

  test('wins over the disk while another file changes there', () => {
    const folder = folderOf({ ...small, 'src/other.js': '' })
    const lint = editorIn(folder)
    lint('src/invoice.js', mendedInvoice)
    writeFileSync(join(folder, 'src/other.js'), 'export const other = 1\n')
    expect([lint('src/app.js', app), lint('src/app.js', app)]).toEqual([[], []])
  })
})

describe('a file that is not on disk yet', () => {
  test('is linted with the helper that it imports', () => {
    const lint = editorIn(folderOf({ 'src/invoice.js': invoice }))
    expect(lint('src/app.js', app)).toEqual(chain)
  })

  test('keeps its text while other files are linted again', () => {
    const folder = folderOf({
      'src/invoice.js': `export function invoice() {}\n`,
      'src/load.js': `import { readFileSync } from 'node:fs'\nexport function load() { readFileSync('a') }\n`,
    })
    const lint = editorIn(folder)
    const load = `import { readFileSync } from 'node:fs'\nexport function load() { readFileSync('a') }\n`
    // The new file makes \`load\` a handler.
    lint('src/app.js', `import express from 'express'\nimport { load } from './load.js'\nexpress().get('/', load)\n`)
    expect([1, 2, 3].map(() => lint('src/load.js', load))).toEqual([['2 no-blocking-call'], ['2 no-blocking-call'], ['2 no-blocking-call']])
  })

  test('counts for its callers as it stands in the editor', () => {
    const lint = editorIn(folderOf({ 'src/app.js': app }))
    expect(lint('src/app.js', app)).toEqual([])
    lint('src/invoice.js', invoice)
    expect(lint('src/app.js', app)).toEqual(chain)
  })

  test('counts for its callers as it stands in the editor once it is on disk, be it empty', () => {
    const folder = folderOf({ 'src/app.js': app })
    const lint = editorIn(folder)
    expect(lint('src/app.js', app)).toEqual([])
    writeFileSync(join(folder, 'src/invoice.js'), '')
    lint('src/invoice.js', invoice)
    expect(lint('src/app.js', app)).toEqual(chain)
  })
})

describe('text of no file', () => {
  const handler = `import express from 'express'\nimport { invoice } from './src/invoice.js'\nexpress().get('/', invoice)\n`

  test('is linted with what it imports', () => {
    const lint = editorIn(folderOf(small))
    expect(lint(undefined, app.replace('./invoice.js', './src/invoice.js'))).toEqual(chain)
  })

  test('says nothing about the files that are linted after it', () => {
    const lint = editorIn(folderOf({ 'src/invoice.js': invoice }))
    const before = lint('src/invoice.js', invoice)
    lint(undefined, handler)
    expect([lint('src/invoice.js', invoice), lint('src/invoice.js', invoice)]).toEqual([before, before])
  })

  test.each(releases)('comes through standard input of the command of ESLint %s', (_release, requireFrom) => {
    const folder = folderOf(small)
    writeConfig(folder)
    const text = app.replace('./invoice.js', './src/invoice.js')
    expect(findingsOf(requireFrom, folder, ['--stdin'], text).map((line) => line.split(' ')[1])).toEqual(['no-blocking-chain'])
    const named = findingsOf(requireFrom, folder, ['--stdin', '--stdin-filename', 'src/new.js'], app)
    expect(named.map((line) => line.split(' ', 2).join(' '))).toEqual(['src/new.js:5:12 no-blocking-chain'])
  })
})

test.each(releases)('a file outside of the working directory is read with the package around it, in ESLint %s', (_release, requireFrom) => {
  const two = Object.entries(small).map(([path, text]) => [`two/${path}`, text])
  const manifests = { 'one/package.json': '{ "name": "one" }', 'two/package.json': '{ "name": "two", "type": "module" }' }
  const folder = folderOf({ ...manifests, ...Object.fromEntries(two) })
  writeConfig(folder)
  const lines = findingsOf(requireFrom, join(folder, 'one'), ['../two/src/app.js'])
  expect(lines.map((line) => line.slice(line.indexOf(' ')))).toEqual([smallFindings[0]?.slice('src/app.js:5:12'.length)])
})

describe('text that does not parse', () => {
  test('has its own message alone, and the next text that parses has its findings in its own places', () => {
    const lint = editorIn(folderOf(small))
    expect(lint('src/app.js', app)).toEqual(chain)
    for (let length = 1; length < app.length; length += 7) {
      const typed = `\n${app.slice(0, length)}`
      for (const line of lint('src/app.js', typed)) expect(line).toMatch(/Parsing error/u)
    }
    expect(lint('src/app.js', `\n\n${app}`)).toEqual(['7 no-blocking-chain'])
  })

  test('leaves its callers the last text that did', () => {
    const lint = editorIn(folderOf(small))
    lint('src/invoice.js', `${invoice}export function (`)
    expect(lint('src/app.js', app)).toEqual(chain)
  })

  test('for the index but does for the parser has no findings of another text', () => {
    const parserOptions = { requireConfigFile: false, babelOptions: { parserOpts: { plugins: ['doExpressions'] } } }
    const lint = editorIn(folderOf(small), [...config, { languageOptions: { parser: babelParser as LinterTypes.Parser, parserOptions } }])
    expect(lint('src/app.js', app)).toEqual(chain)
    expect(lint('src/app.js', `const five = do { 5 }\n${app}`)).toEqual([])
    expect(lint('src/app.js', `\n${app}`)).toEqual(['6 no-blocking-chain'])
  })
})

/** Tests of the index of one ESLint process: unsaved text, other files that change, odd names and odd text. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Linter } from 'eslint'
import type { Linter as LinterTypes } from 'eslint'
import { expect, test } from 'vitest'
import plugin from './index.ts'
import { folderOf, lintText } from './lint-files.test.kit.ts'

const blocking = `import { readFileSync } from 'node:fs'\nexport function load() { return readFileSync('a') }\n`
const harmless = `import { readFile } from 'node:fs/promises'\nexport function load() { return readFile('a') }\n`
const app = `import { load } from './load.js'\nexport async function page() { return load() }\n`

const chains = (folder: string, text = app): number => lintText(folder, 'src/app.js', text, 'no-blocking-chain').length

/** As after a round over all files: the next file that comes again is not the last one. */
const chainsInNextRound = (folder: string): number => {
  lintText(folder, 'src/none.js', '', 'no-blocking-chain')
  return chains(folder)
}

test('unsaved text counts, for the file itself and for those that call it', () => {
  const folder = folderOf({ 'src/app.js': app, 'src/load.js': harmless })
  expect(chains(folder)).toBe(0)
  lintText(folder, 'src/load.js', blocking, 'no-blocking-chain')
  expect(chains(folder)).toBe(1)
  expect(chains(folder, 'export const none = 1')).toBe(0)
})

test('a file that is not on disk yet is linted with what it imports', () => {
  const folder = folderOf({ 'src/load.js': blocking })
  expect(chains(folder)).toBe(1)
})

test('another file that changed on disk is read again when a file is linted again', () => {
  const folder = folderOf({ 'src/app.js': app, 'src/load.js': blocking })
  expect(chains(folder)).toBe(1)
  writeFileSync(join(folder, 'src/load.js'), harmless)
  expect(chainsInNextRound(folder)).toBe(0)
  writeFileSync(join(folder, 'src/load.js'), 'export function load( {')
  expect(chainsInNextRound(folder)).toBe(0)
  writeFileSync(join(folder, 'src/load.js'), blocking)
  expect(chainsInNextRound(folder)).toBe(1)
  rmSync(join(folder, 'src/load.js'))
  expect(chainsInNextRound(folder)).toBe(0)
})

test('text without a file name is linted, JavaScript and TypeScript', () => {
  const folder = folderOf({})
  const text = `import { readFileSync } from 'node:fs'\nexport async function load(a: string) { return readFileSync(a) }`
  expect(lintText(folder, undefined, text, 'no-blocking-call')).toHaveLength(1)
  const plain: LinterTypes.Config = { plugins: { offloop: plugin }, rules: { 'offloop/no-blocking-call': 'error' } }
  for (const filename of ['<input>', '<text>']) {
    expect(new Linter({ cwd: folder }).verify(text.replace(': string', ''), [plain], { filename })).toHaveLength(1)
  }
})

test('an open file is never half read: a byte order mark and carriage returns leave the places right', () => {
  const text = `\uFEFFimport { readFileSync } from 'node:fs'\r\nexport async function load() {\r\n  return readFileSync('a')\r\n}\r\n`
  const [message] = lintText(folderOf({ 'src/a.js': text }), 'src/a.js', text, 'no-blocking-call')
  expect(message).toMatchObject({ line: 3, column: 10, endLine: 3, endColumn: 22 })
})

test('a parser for another kind of file leaves the rules without an answer, not with a crash', () => {
  const folder = folderOf({ 'src/page.vue': '<template/>' })
  const parser = { parseForESLint: () => ({ ast: emptyProgram(), services: { defineTemplateBodyVisitor: () => ({}) } }) }
  const config: LinterTypes.Config = {
    ...{ files: ['**/*.vue'], plugins: { offloop: plugin }, languageOptions: { parser } },
    rules: { 'offloop/no-blocking-call': 'error', 'offloop/no-blocking-chain': 'error' },
  }
  expect(
    new Linter({ cwd: folder }).verify(`${blocking}export async function page() { return load() }`, [config], {
      filename: join(folder, 'src/page.vue'),
    }),
  ).toEqual([])
})

test('files that the settings exclude are not followed', () => {
  const folder = folderOf({ 'src/app.js': app, 'src/load.js': blocking })
  expect(chains(folder)).toBe(1)
  expect(lintText(folder, 'src/app.js', app, 'no-blocking-chain', { settings: { exclude: ['src/load.js'] } })).toEqual([])
})

test('an id of the settings that does not exist is named', () => {
  const settings = { catalog: { exclude: ['node:fs.readFilesSync'] } }
  expect(() => lintText(folderOf({}), 'src/a.js', '', 'no-blocking-call', { settings })).toThrow(
    /settings\.offloop\.catalog.*readFilesSync/u,
  )
})

test('the root of the settings decides what is read', () => {
  const folder = folderOf({ 'api/src/app.js': app.replace('./load', '../../io/load'), 'io/load.js': blocking })
  mkdirSync(join(folder, 'empty'))
  const lint = (root: string) =>
    lintText(folder, 'api/src/app.js', app.replace('./load', '../../io/load'), 'no-blocking-chain', { settings: { root } }).length
  expect([lint('.'), lint('empty')]).toEqual([1, 0])
})

function emptyProgram() {
  const loc = { start: { line: 1, column: 0 }, end: { line: 1, column: 11 } }
  return {
    ...{ type: 'Program', body: [], tokens: [], comments: [], sourceType: 'module', range: [0, 11], loc },
    templateBody: {},
  } as never
}

/** The real `oxlint` runs the built plugin as a JS plugin: the same findings, and no rule that breaks on it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { folderOf } from '../lint-files.test.kit.ts'
import type plugin from '../index.ts'
import { builtPlugin, runOxlint } from './command.test.kit.ts'
import { engineOf, everything, everyRule, lintFolder, releases, small, smallFindings } from './small-project.test.kit.ts'

interface Diagnostic {
  readonly message: string
  readonly code?: string
  readonly filename: string
  readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[]
}

let built: typeof plugin

beforeAll(async () => {
  built = ((await import('@offloop/eslint-plugin')) as { default: typeof plugin }).default
})

/** Writes .oxlintrc.json with this plugin alone, under a name. */
function configure(folder: string, rules: Readonly<Record<string, unknown>>, more: object = {}, name: string | null = 'offloop'): void {
  const jsPlugins = [name === null ? builtPlugin : { name, specifier: builtPlugin }]
  const config = { plugins: [], categories: { correctness: 'off' }, jsPlugins, rules, ...more }
  writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(config))
}

/** What oxlint says, in the words of `linesOf`, sorted. Whatever is no report is thrown. */
function lint(folder: string): string[] {
  const { status, stdout, stderr } = runOxlint(folder, ['--format', 'json'])
  if (!stdout.startsWith('{')) throw new Error(`oxlint ended with ${status}: ${stdout}${stderr}`)
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }
  return diagnostics
    .map(({ message, code, filename, labels }) => {
      const { line, column } = labels[0]?.span ?? { line: 0, column: 0 }
      return `${filename.replaceAll('\\', '/')}:${line}:${column} ${code === undefined ? 'no rule' : /\((.*)\)/u.exec(code)?.[1]} ${message}`
    })
    .sort()
}

const preset = { 'offloop/no-blocking-call': 'error', 'offloop/no-blocking-chain': 'error' }

test('the small project has the findings that ESLint has', () => {
  const folder = folderOf(small)
  configure(folder, preset)
  expect(lint(folder)).toEqual(smallFindings)
})

test('without a name of its own the plugin is `@offloop`, after its package', () => {
  const folder = folderOf(small)
  configure(folder, { '@offloop/no-blocking-call': 'error', '@offloop/no-blocking-chain': 'error' }, {}, null)
  expect(lint(folder)).toEqual(smallFindings)
})

test('every rule of a file with a bit of everything says what it says in ESLint', async () => {
  const folder = folderOf({ ...small, 'src/everything.js': everything })
  configure(folder, everyRule(built.rules))
  const inEslint = await lintFolder(engineOf(releases[0][1]), folder, [{ plugins: { offloop: built }, rules: everyRule(built.rules) }])
  expect(inEslint.filter((line) => line.startsWith('src/everything.js')).length).toBeGreaterThan(7)
  expect(lint(folder)).toEqual(inEslint.sort())
})

test('each rule alone, which then opens the project itself, loads and runs', () => {
  const folder = folderOf({ ...small, 'src/everything.js': everything })
  for (const rule of Object.keys(built.rules)) {
    configure(folder, { [`offloop/${rule}`]: 'error' })
    expect(lint(folder).filter((line) => !line.includes(` ${rule} `))).toEqual([])
  }
})

test('options and settings reach the rules', () => {
  const folder = folderOf(small)
  configure(folder, { ...preset, 'offloop/no-blocking-call': ['error', { allow: ['node:fs.readFileSync'] }] })
  expect(lint(folder)).toEqual(smallFindings.slice(0, 1))
  configure(folder, preset, { settings: { offloop: { catalog: { exclude: ['node:fs.readFileSync'] } } } })
  expect(lint(folder)).toEqual([])
})

test('a byte order mark, carriage returns and letters beyond ASCII leave the places right', () => {
  const text = `\uFEFF// é😀\r\nimport { readFileSync } from 'node:fs'\r\nexport async function load() {\r\n  const a = 'a'; return readFileSync(a)\r\n}\r\n`
  const folder = folderOf({ 'src/a.js': text })
  configure(folder, preset)
  expect(lint(folder).map((line) => line.split(' ')[0])).toEqual(['src/a.js:4:25'])
})

test('TypeScript, JSX and the script of a Vue component run, too', () => {
  const read = `import { readFileSync } from 'node:fs'\n`
  const folder = folderOf({
    'src/a.ts': `${read}export async function a(b: string): Promise<Buffer> { return readFileSync(b) }\n`,
    'src/b.tsx': `${read}export async function B() { return <p>{readFileSync('b', 'utf8')}</p> }\n`,
    'src/C.vue': `<script>\n${read}export async function c() { return readFileSync('c') }\n</script>\n<template><p/></template>\n`,
  })
  configure(folder, everyRule(built.rules))
  expect(lint(folder).map((line) => line.split(' ', 2).join(' '))).toEqual([
    'src/a.ts:2:62 no-blocking-call',
    'src/b.tsx:2:40 no-blocking-call',
  ])
})

test("a file that does not parse has oxlint's own message, and the others their findings", () => {
  const folder = folderOf({ ...small, 'src/broken.js': 'export async function (' })
  configure(folder, preset)
  const lines = lint(folder)
  expect(lines.filter((line) => !line.startsWith('src/broken.js'))).toEqual(smallFindings)
  expect(lines.length).toBeGreaterThan(smallFindings.length)
})

test('the places of a finding are those of its own file, however many files are linted in a process', () => {
  const read = `import { readFileSync } from 'node:fs'\n`
  const files = Array.from(
    { length: 40 },
    (_, at) => [`src/f${at}.js`, `${read}${'\n'.repeat(at)}export async function f() { readFileSync('a') }\n`] as const,
  )
  const folder = folderOf(Object.fromEntries(files))
  configure(folder, preset)
  const places = files.map(([file], at) => `${file}:${at + 2}:29`)
  expect(lint(folder).map((line) => line.split(' ')[0])).toEqual(places.sort())
})

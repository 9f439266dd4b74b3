/** Every rule on text and projects that are odd, large, deep or broken: the lint goes on. */
import * as typescriptParser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import type { Linter as LinterTypes } from 'eslint'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../lint-files.test.kit.ts'
import type { Files } from '../lint-files.test.kit.ts'
import { everyRuleConfig, small } from './small-project.test.kit.ts'

const read = `import { readFileSync } from 'node:fs'\n`
const load = `${read}export async function load() {\n  return readFileSync('a')\n}\n`
const parsers: readonly [name: string, parser?: LinterTypes.Parser][] = [
  ['espree'],
  ['typescript-eslint', typescriptParser as LinterTypes.Parser],
]

/** `line rule` for each message. */
function lint(folder: string, text: string, { parser, rules }: { parser?: LinterTypes.Parser | undefined; rules?: object } = {}): string[] {
  const config = { ...everyRuleConfig, ...(rules && { rules }), ...(parser && { languageOptions: { parser } }) } as LinterTypes.Config
  const messages = new Linter({ cwd: folder }).verify(text, [config], { filename: join(folder, 'src/app.js') })
  return messages.map(({ line, ruleId, message }) => `${line} ${ruleId?.replace('offloop/', '') ?? message}`)
}

describe.each(parsers)('text for %s', (_name, parser) => {
  test.each([
    ['nothing', '', []],
    ['only comments', '// a\n/* b\n */\n', []],
    ['only a byte order mark', '\uFEFF', []],
    ['a byte order mark', `\uFEFF${load}`, ['3 no-blocking-call']],
    ['carriage returns', load.replaceAll('\n', '\r\n'), ['3 no-blocking-call']],
    ['line separators of Unicode', load.replaceAll('\n', '\u2028'), ['3 no-blocking-call']],
    ['a hashbang', `#!/usr/bin/env node\n${load}`, ['4 no-blocking-call']],
    ['a hashbang and carriage returns', `#!/usr/bin/env node\r\n${load.replaceAll('\n', '\r\n')}`, ['4 no-blocking-call']],
    ['letters beyond ASCII', load.replace('return', `const 名 = 'é😀'; return`), ['3 no-blocking-call']],
    ['NUL characters', load.replace(`'a'`, `'\0'`), ['3 no-blocking-call']],
    ['five megabytes in a line', `${load}export const text = '${'x'.repeat(5_000_000)}'\n`, ['3 no-blocking-call']],
  ])('with %s has the findings in their places', (_title, text, found) => {
    expect(lint(folderOf({ 'src/app.js': text }), text, { parser })).toEqual(found)
  })

  test('with a switch of 10,000 cases is linted', () => {
    const cases = Array.from({ length: 10_000 }, (_, at) => `    case ${at}: kind.f${at}(); break\n`).join('')
    const text = `${read}export async function load(kind) {\n  switch (kind.n) {\n${cases}  }\n  return readFileSync('a')\n}\n`
    expect(lint(folderOf({ 'src/app.js': text }), text, { parser })).toEqual(['10005 no-blocking-call'])
  })
})

const nests: readonly [name: string, open: string, inner: string, close: string][] = [
  ['blocks', '{', `readFileSync('a')`, '}'],
  ['arrays', '[', `readFileSync('a')`, ']'],
  ['calls', 'f(', `readFileSync('a')`, ')'],
  ['chained calls', 'f', '', '.g()'],
  ['sums', 'f + ', `readFileSync('a')`, ''],
  ['choices', 'f ? f : ', `readFileSync('a')`, ''],
  ['conditions', 'if (f) { ', 'state = await f', ' }'],
  ['else branches', 'if (f) { state = await f } else ', '{}', ''],
  ['awaits', 'await (', `f`, ')'],
  ['async functions', '(async () => { ', `readFileSync('a')`, ' })()'],
  ['then', 'f', '', '.then(async (v) => { state += await v })'],
  ['objects', '({ a: ', `readFileSync('a')`, ' })'],
  ['templates', '`${', 'f', '}`'],
  ['loops', 'for (const x of f) ', 'state += await f', ''],
  ['tries', 'try { ', 'state = await f', ' } finally { f() }'],
]

describe('nesting', () => {
  /** Chains begin once. */
  const nested = (open: string, inner: string, close: string, depth: number) => {
    const begin = close.startsWith('.') ? open : open.repeat(depth)
    return `${read}let state = 0\nexport async function load(f) {\n;${begin}${inner}${close.repeat(depth)}\n}\n`
  }
  const outcome = (folder: string, text: string, rules?: object): string => {
    try {
      return lint(folder, text, rules && { rules }).find((line) => /Parsing error/u.test(line)) ?? 'linted'
    } catch (error) {
      return `thrown: ${(error as Error).message}`
    }
  }

  test.each(nests)('of %s, as deep as ESLint itself can go, overflows no stack of ours', (_name, open, inner, close) => {
    const folder = folderOf({})
    // Half of what it manages: how much of the stack a parser takes differs from run to run.
    const depth = [1000, 500, 250, 125, 50].find((each) => outcome(folder, nested(open, inner, close, 2 * each), {}) === 'linted')
    expect(depth).toBeDefined()
    expect(outcome(folder, nested(open, inner, close, depth ?? 0))).toBe('linted')
  })

  test.each(nests)('deep nesting of %s in another file of the project leaves the findings of this one', (_name, open, inner, close) => {
    const depth = close.startsWith('.') ? 500 : 2000
    const folder = folderOf({ 'src/deep.js': nested(open, inner, close, depth), 'src/app.js': load })
    expect(lint(folder, load)).toEqual(['3 no-blocking-call'])
  })
})

describe('a project', () => {
  const app = small['src/app.js']
  const chain = ['5 no-blocking-chain']
  const tsconfig = (text: string): Files => ({ ...small, 'tsconfig.json': text })

  test.each<[string, Files, string, readonly string[]]>([
    [
      'whose files import each other in a ring',
      { ...small, 'src/invoice.js': `import './app.js'\n${small['src/invoice.js']}` },
      app,
      chain,
    ],
    [
      'whose functions call each other in a ring across files',
      { 'src/b.js': `${read}import { a } from './app.js'\nexport function b(n) { return n ? a(n - 1) : readFileSync('a') }\n` },
      `import { b } from './b.js'\nexport function a(n) { return b(n) }\nexport async function load() {\n  return a(2)\n}\n`,
      ['4 no-blocking-chain'],
    ],
    ['that exports in a ring', { 'src/b.js': `export * from './app.js'\n` }, `export * from './b.js'\n${load}`, ['4 no-blocking-call']],
    ['that imports itself', {}, `export { load } from './app.js'\n${load.replace('load', 'again')}`, ['4 no-blocking-call']],
    [
      'whose tsconfig has paths that lead nowhere',
      tsconfig('{ "compilerOptions": { "baseUrl": "./gone", "paths": { "@/*": ["no/*"], "*": ["x/*"] } } }'),
      app,
      chain,
    ],
    [
      'whose tsconfig extends what is not there',
      tsconfig('{ "extends": "./gone.json", "references": [{ "path": "./gone" }] }'),
      load,
      ['3 no-blocking-call'],
    ],
    ['whose tsconfig extends itself', tsconfig('{ "extends": "./tsconfig.json" }'), load, ['3 no-blocking-call']],
    ['whose tsconfig is no JSON', tsconfig('{ "compilerOptions": '), load, ['3 no-blocking-call']],
    ['whose tsconfig is empty', tsconfig(''), load, ['3 no-blocking-call']],
    ['whose package.json is no JSON', { ...small, 'package.json': '{ "name": ' }, load, ['3 no-blocking-call']],
    ['whose package.json is a list', { ...small, 'package.json': '[null]' }, load, ['3 no-blocking-call']],
    ['whose package.json is null', { ...small, 'package.json': 'null' }, load, ['3 no-blocking-call']],
    [
      'whose dependencies are not installed',
      { ...small, 'package.json': '{ "dependencies": { "express": "^5.0.0", "gone": "file:./gone" } }' },
      app,
      chain,
    ],
    ['with a file that does not parse', { ...small, 'src/broken.ts': 'export async function (' }, app, chain],
    ['with a folder that has the name of a file', { ...small, 'src/folder.js/index.js': load }, app, chain],
  ])('%s', (_title, files, text, found) => {
    expect(lint(folderOf({ ...files, 'src/app.js': text }), text)).toEqual(found)
  })
})

/** What a migration makes interleavable is said, and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../index.ts'

function notesFor(text: string): string[] {
  const root = mkdtempSync(join(tmpdir(), 'offloop-races-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, contents] of Object.entries({ 'package.json': '{ "private": true, "type": "module" }', 'src/store.js': text })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), contents)
  }
  return migrate('sync-to-async', root, { from: 'all' }).plan.pieces.flatMap((each) => [...each.notes])
}

const head = "import { readFileSync, writeFileSync } from 'node:fs'\n"
const store = (body: string): string => `${head}class Store {
  load() { return JSON.parse(readFileSync('x', 'utf8')) }
  save(items) { writeFileSync('x', JSON.stringify(items)) }
  ${body}
}
const store = new Store()
export async function handle() { return store.change() }
`

test('what is loaded, changed and saved', () => {
  expect(notesFor(store('change() { const items = this.load(); items.push(1); this.save(items) }'))).toEqual([
    expect.stringMatching(/^src\/store\.js:5: Store\.change saves what it loaded/),
  ])
})

test('also through a variable made of it', () => {
  expect(notesFor(store('change() { const items = this.load(); const rest = items.slice(1); this.save(rest) }'))).toHaveLength(1)
})

test('a variable that is read before the new await and written after it', () => {
  const text = `${head}let last\nexport async function handle() { const old = last; last = readFileSync('x'); return old }\n`
  expect(notesFor(text)).toEqual([expect.stringContaining('handle reads last before a new await and writes it after')])
})

test.each([
  ['total = total + readFileSync("x").length', 'reads total'],
  ['if (!pages.has(1)) pages.set(1, readFileSync("x"))', 'fills pages'],
  ['byName[1] ??= readFileSync("x")', 'fills byName[1]'],
  ['if (!isDone) { isDone = true; readFileSync("x") }', 'sets isDone'],
])('%s', (text, note) => {
  const state = 'let total = 0, isDone = false\nconst pages = new Map(), byName = {}\n'
  expect(notesFor(`${head}${state}export async function handle() { ${text} }\n`)).toEqual([expect.stringContaining(`handle ${note}`)])
})

test.each([
  ['const store = this.store; if (!store.text) store.text = readFileSync("x")', 'fills this.store.text'],
  ['const { store: held } = this; if (!held.text) held.text = readFileSync("x")', 'fills this.store.text'],
  ['const all = pages; const kept = all; if (!kept.has(1)) kept.set(1, readFileSync("x"))', 'fills pages'],
  ['const own = { text: this.text }; if (!own.text) own.text = readFileSync("x")', undefined],
  ['const count = this.count; count.total = readFileSync("x")', undefined],
  ['let store = this.store; store = {}; if (!store.text) store.text = readFileSync("x")', undefined],
])('state under a local name: %s', (text, note) => {
  const body = `class Store { change() { ${text} } }\nconst store = new Store()\nexport async function handle() { return store.change() }\n`
  const expected = note === undefined ? [] : [expect.stringContaining(`Store.change ${note}`) as string]
  expect(notesFor(`${head}const pages = new Map()\n${body}`)).toEqual(expected)
})

test.each([
  'total += readFileSync("x").length',
  'cache ??= readFileSync("x")',
  'if (!cache) cache = readFileSync("x")',
  'total = readFileSync("x").length + total',
  'isDone = true; readFileSync("x")',
])('nothing for %s', (text) => {
  expect(notesFor(`${head}let total = 0, isDone = false, cache\nexport async function handle() { ${text} }\n`)).toEqual([])
})

test('a cache whose load may ask for the cache itself shares nothing', () => {
  const text = `${head}let cache\nfunction load() { return readFileSync('x') && handle() }\nexport async function handle() { if (!cache) cache = load(); return cache }\n`
  expect(notesFor(text)).toEqual([expect.stringContaining('handle fills cache after a new await')])
})

test('a file that is asked for and then read', () => {
  const text = (path: string): string =>
    `import { existsSync, readFileSync } from 'node:fs'\nexport async function handle(name) { return existsSync(${path}) ? readFileSync(${path}, 'utf8') : '' }\n`
  expect(notesFor(text('name'))).toEqual([expect.stringContaining('[toctou]')])
  expect(notesFor(text('`${name}.txt`'))).toEqual([])
})

test('nothing where what is saved was not loaded, and nothing for local variables', () => {
  expect(notesFor(store('change() { const items = this.load(); this.save([]); return items }'))).toEqual([])
  expect(notesFor(`${head}export async function handle() { let text = ''; text = readFileSync('x', 'utf8'); return text }\n`)).toEqual([])
})

/** A summary comes out of its bytes as it went in, and equal summaries have equal bytes. */
import { readFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'
import { expect, test } from 'vitest'
import { parseFile } from '../parse/file.ts'
import { summarise } from '../summarise/summarise.ts'
import type { FileSummary } from '../summarise/summary.ts'
import { decodeSummary } from './decode-summary.ts'
import { encodeSummary } from './encode-summary.ts'

const packages = new URL('../../../', import.meta.url).pathname
const sources = globSync('*/src/**/*.{ts,tsx}', { cwd: packages, absolute: true })
const summaryOf = (text: string, file = '/p/a.ts'): FileSummary => summarise(parseFile(file, text))
const again = (summary: FileSummary): FileSummary => decodeSummary(encodeSummary(summary), summary.file)

test('every source of this repository comes back as it was', () => {
  expect(sources.length).toBeGreaterThan(100)
  for (const file of sources) {
    const summary = summaryOf(readFileSync(file, 'utf8'), file)
    expect(again(summary)).toEqual(summary)
  }
})

test.each([
  ['a property called __proto__', "export const a = { ['__proto__']: () => 1, ['constructor']: () => 2 }\na.x()"],
  ['half of a surrogate pair', String.raw`import { b } from './\ud800'; b('\udc00')`],
  ['a label that only a number is', 'const a = { 1: b, 0: c, x: d }\nfunction b() {}\nfunction c() {}\nfunction d() {}\na[1]()'],
  [
    'classes with everything',
    'abstract class A extends B { static #s = f(); get x() { return g() } constructor(private c: C) { super() } static { h() } m?(): void }',
  ],
  ['code for a thread', "import { parentPort } from 'node:worker_threads'\nparentPort.on('message', () => {})"],
  ['a script', 'module.exports = function () { return require("x")`y` }\nmodule.exports.z = 1'],
  ['nothing', ''],
])('%s comes back as it was', (_, text) => {
  const summary = summaryOf(text)
  expect(again(summary)).toEqual(summary)
})

test('a value that is mentioned twice is one object', () => {
  const { uses } = again(summaryOf("import { a } from 'a'\nexport const b = [a.x, a.x]\nexport function c() { return a.x }"))
  const members = uses.filter(({ value }) => value.k === 'member').map(({ value }) => value)
  expect(members.length).toBeGreaterThan(1)
  expect(new Set(members).size).toBe(1)
})

test('another place changes the places and not the content; another call changes the content', () => {
  const text = 'class A { get b() { return 1 } }\nexport async function c(a: A) { await d(a.b, [e]) }\nfunction d() {}\nconst e = 1'
  const [first, moved, changed] = [text, `\n/* c */ ${text.replace('await', 'await  ')}`, text.replace('d(a.b', 'd(a.c')].map((each) =>
    encodeSummary(summaryOf(each)),
  )
  expect(moved!.content).toEqual(first!.content)
  expect(moved!.positions).not.toEqual(first!.positions)
  expect(changed!.content).not.toEqual(first!.content)
})

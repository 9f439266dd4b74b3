/** Checks that docs/errors.md and CONFORMANCE.md say what the code and its tests say. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('docs/errors.md lists every code of errors.ts with its class, and no other', () => {
  const inCode = [
    ...read('./errors.ts').matchAll(/class (\w+) extends (?:OffloopError|RequestError) (?:(?!\nexport )[\s\S])*?'(OFFLOOP_\w+)'/g),
  ].map((match) => `${match[2]} ${match[1]}`)
  const onPage = [...read('../docs/errors.md').matchAll(/^\| `(OFFLOOP_\w+)` +\| `(\w+)`/gm)].map((match) => `${match[1]} ${match[2]}`)
  expect(onPage.toSorted()).toEqual(inCode.toSorted())
})

const rows = [
  ...read('../CONFORMANCE.md').matchAll(
    /^\| (?<ids>[BCDGMW\d ]+?) +\| (?<behaviour>.+?) +\|(?: `(?<test>[^`]+)`)? +\| (?<verdict>.*?) +\|$/gmu,
  ),
].map(({ groups = {} }) => ({ ids: (groups['ids'] ?? '').split(' '), test: groups['test'], verdict: groups['verdict'] ?? '' }))

test('CONFORMANCE.md has every row once, with a verdict, and a reason where the verdict needs one', () => {
  const numbered = (letter: string, count: number, digits: number): string[] =>
    Array.from({ length: count }, (_, index) => letter + String(index + 1).padStart(digits, '0'))
  const all = [
    ['B', 83, 2],
    ['C', 24, 2],
    ['D', 14, 2],
    ['G', 31, 2],
    ['M', 23, 2],
    ['W', 10, 1],
  ] as const
  expect(rows.flatMap(({ ids }) => ids).toSorted()).toEqual(
    all.flatMap(([letter, count, digits]) => numbered(letter, count, digits)).toSorted(),
  )
  const isFine = ({ verdict, test }: (typeof rows)[number]): boolean =>
    test === undefined ? /^not in Node: .{10}/u.test(verdict) : /^(?:same|better|differs: .{10})/u.test(verdict)
  expect(rows.filter((row) => !isFine(row))).toEqual([])
})

test('every test that CONFORMANCE.md names exists, runs and bears its rows', () => {
  const tests = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => read(`./${file}`))
    .join('\n')
  // Preceded by `test(` or by the table of a `test.each`: none that is left out counts.
  const isTest = (name: string): boolean =>
    new RegExp(`(?:\\btest(?:With\\w+)?|\\]\\)?|const\\))\\(\\s*(['"\`])${literally(name)}\\1`, 'u').test(tests)
  const named = rows.flatMap(({ ids, test }) => (test === undefined ? [] : [{ ids, test }]))
  expect(named.length).toBeGreaterThan(70)
  expect(named.filter(({ test }) => !isTest(test))).toEqual([])
  expect(named.filter(({ ids, test }) => !ids.every((id) => test.split(' ').includes(id)))).toEqual([])
})

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}

/** Checks that docs/errors.md and CONFORMANCE.md say what the code and its tests say. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('docs/errors.md lists every code of errors.ts with its class, and no other', () => {
  const inCode = [...read('./errors.ts').matchAll(/class (\w+) extends OffloopError[\s\S]*?'(OFFLOOP_\w+)'/g)].map(
    (match) => `${match[2]} ${match[1]}`,
  )
  const onPage = [...read('../docs/errors.md').matchAll(/^\| `(OFFLOOP_\w+)` +\| `(\w+)`/gm)].map((match) => `${match[1]} ${match[2]}`)
  expect(onPage.toSorted()).toEqual(inCode.toSorted())
})

test('every test that CONFORMANCE.md names exists', () => {
  const tests = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => read(file))
    .join('\n')
  const named = [...read('../CONFORMANCE.md').matchAll(/\| `([^`]+)` \|/g)].map((match) => match[1] ?? '')
  expect(named.length).toBeGreaterThan(0)
  const isTest = (name: string): boolean => new RegExp(`test\\(\\s*(['"])${literally(name)}\\1`, 'u').test(tests)
  expect(named.filter((name) => !isTest(name))).toEqual([])
})

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}

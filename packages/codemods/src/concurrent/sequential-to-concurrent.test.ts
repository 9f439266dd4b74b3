/** The codemod with nothing but one file, as jscodeshift runs it; and what overlaps afterwards. */
import { expect, test } from 'vitest'
import sequentialToConcurrent from '../codemods/sequential-to-concurrent.ts'
import type { FileCodemod } from '../file-codemod.ts'
import { transformOf } from '../transform.ts'

const run = (text: string, options: Readonly<Record<string, unknown>> = {}, path = 'a.mjs'): string =>
  transformOf(sequentialToConcurrent as FileCodemod)({ path, source: text }, {}, options) ?? text

const two = (a: string, b: string, around = ''): string =>
  `${around}export async function f(x) {\n  const a = await ${a}\n  const b = await ${b}\n  return [a, b]\n}\n`
const read = `import { readFile } from 'node:fs/promises'\n`

test('Node and own functions are known; other files are not', () => {
  expect(run(two(`readFile('a')`, `readFile('b')`, read))).toContain(`await Promise.all([readFile('a'), readFile('b')])`)
  expect(run(two('own(1)', 'own(2)', `${read}async function own(n) { return readFile('a' + n) }\n`))).toContain(
    'Promise.all([own(1), own(2)])',
  )
  const foreign = two('load(1)', 'load(2)', `import { load } from './load.mjs'\n`)
  expect(run(foreign)).toBe(foreign)
  expect(run(foreign, { assume: 'reads' })).toContain('Promise.all([load(1), load(2)])')
})

test('a type that is an array is not known: any iterable will do', () => {
  const loop = `${read}export async function f(names) {\n  const all = []\n  for (const name of names) all.push(await readFile(name))\n  return all\n}\n`
  expect(run(loop)).toContain('const all = await Promise.all(Array.from(names, (name) => readFile(name)))')
  expect(run(loop, { loops: 'none' })).toBe(loop)
  expect(run(loop, { with: 'gather' })).toContain('const all = await gather(...Array.from(names, (name) => () => readFile(name)))')
})

test('it runs again without a change', () => {
  const once = run(two(`readFile('a')`, `readFile('b')`, read), { with: 'gather' })
  expect(once).toContain(`import { gather } from '@offloop/runtime'`)
  expect(run(once, { with: 'gather' })).toBe(once)
  expect(run(once)).toBe(once)
})

test.each(['promise-all', 'gather'])('what was one after the other overlaps, with %s', async (how) => {
  const body = `const a = await fetch('/a')\nconst b = await fetch('/b')\nconst c = []\nfor (const x of ['/c', '/d']) c.push(await fetch(x))\nreturn [a, b, ...c]\n`
  const text = `async function f() {\n${body}}\n`
  const most = async (code: string): Promise<unknown> => {
    let running = 0
    let highest = 0
    const fetch = async (path: string): Promise<string> => {
      highest = Math.max(highest, ++running)
      await Promise.resolve()
      running--
      return path
    }
    const gather = (...fns: (() => Promise<unknown>)[]): Promise<unknown> => Promise.all(fns.map((each) => each()))
    const made = new Function('fetch', 'gather', `${code.replace(/^import .*\n/u, '')}\nreturn f`) as (
      ...given: unknown[]
    ) => () => Promise<unknown>
    return [await made(fetch, gather)(), highest]
  }
  expect(await most(text)).toEqual([['/a', '/b', '/c', '/d'], 1])
  expect(await most(run(text, { with: how }, 'a.mjs'))).toEqual([['/a', '/b', '/c', '/d'], 2])
})

test('the report says what stands in the way', () => {
  const counts: string[] = []
  const text = two(`writeFile('a', '')`, `readFile('b')`, `import { readFile, writeFile } from 'node:fs/promises'\n`)
  transformOf(sequentialToConcurrent as FileCodemod)({ path: 'a.mjs', source: text }, { stats: (name) => void counts.push(name) }, {})
  expect(counts).toEqual(['left alone: write'])
})

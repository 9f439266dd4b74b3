/** What is known to be a promise, and each reason for leaving a chain alone. */
import { expect, test } from 'vitest'
import thenToAwait from '../codemods/then-to-await.ts'
import { noFacts } from '../file-codemod.ts'
import { openSource } from '../rewrite/source.ts'

/** Reasons of the chains that stay; `-` for each that does not. */
function outcome(text: string, options: Readonly<Record<string, string | boolean>> = {}, file = 'main.ts'): string[] {
  const { changes, left } = thenToAwait.change({ source: openSource(file, text), options, facts: noFacts })
  return [...changes.flatMap((each) => each.places.map(() => '-')), ...left.map((each) => each.reason)]
}

const load = 'async function load(id?: any) { return id }\n'

test.each([
  ["fetch('/')", '-'],
  ["import('./a.js')", '-'],
  ['new Promise((resolve) => resolve(1))', '-'],
  ['Promise.allSettled([])', '-'],
  ['load()', '-'],
  ['(async () => 1)()', '-'],
  ['load().finally(() => 1)', '-'],
  ['(yes ? load(1) : load(2))', '-'],
  ['held', '-'],
  ['given', '-'],
  ['declared()', '-'],
  ['readFile("a")', '-'],
  ['fs.promises.stat("a")', '-'],
  ['promisify(fs.stat)("a")', '-'],
  ['bcrypt.hash("a", 10)', '-'],
  ['once(process, "exit")', '-'],
  ['watch("a")', 'unknown-receiver'],
  ['fs.stat("a")', 'unknown-receiver'],
  ['(yes ? load() : other())', 'unknown-receiver'],
  ['other()', 'unknown-receiver'],
  ['kept', 'unknown-receiver'],
  ['$.ajax()', 'unknown-receiver'],
])('%s: %s', (base, expected) => {
  const text = `import fs from 'node:fs'
import { readFile, watch } from 'fs/promises'
import { promisify } from 'node:util'
import { once } from 'node:events'
import bcrypt from 'bcrypt'
${load}const held = load()
let kept: any = load()
declare function declared(): Promise<string>
export const f = (given: Promise<number>, yes: boolean, other: any, $: any) => ${base}.then((x) => x)
`
  expect(outcome(text).filter((each) => each !== 'stored')[0]).toBe(expected)
})

test('a Promise of another library is none of the language', () => {
  expect(outcome("import Promise from 'bluebird'\nexport const f = () => Promise.resolve(1).then((x) => x)\n")).toEqual([
    'unknown-receiver',
  ])
})

const reasons = [
  ['floating', 'load().then((x) => x)'],
  ['floating', 'void load().then((x) => x)'],
  ['stored', 'const p = load().then((x) => x)'],
  ['in-expression', 'const f = () => [load().then((x) => x)]'],
  ['in-expression', 'const f = async () => (await load().then((x) => x)).y'],
  ['in-expression', 'let a = 1; void load().then((x) => x), a++'],
  ['mixed-result', 'function f(a) { if (a) return load().then((x) => x) }'],
  ['mixed-result', 'function f(a) { if (a) return a; return load().then((x) => x) }'],
  ['sync-throw', 'export function f(a) { if (a) throw a; return load().then((x) => x) }'],
  [
    'sync-throw',
    'function f(a) { if (a) throw a; return load().then((x) => x) }\nasync function g() { try { return f() } catch { return 1 } }',
  ],
  ['inside-try', 'async function f() { try { return load().then((x) => x) } catch { return 1 } }'],
  ['inside-try', 'function f() { return load().then((x) => { try { return load(x) } catch { return 1 } }).catch(() => 2) }'],
  ['early-return', 'const f = () => load().then((x) => { for (const y of x) return y }).then((y) => y)'],
  ['early-return', 'const f = () => load().finally(() => { return 1 })'],
  ['two-callbacks', 'async function f() { await load().then((x) => x, () => 1) }'],
  ['callback', 'const f = (g) => load().then(g)'],
  ['callback', 'const f = (g) => load().then(g.h)'],
  ['callback', 'const f = () => load().then((x = 1) => x)'],
  ['callback', 'const f = () => load().then((x, y) => y)'],
  ['callback', 'const f = () => load().then(function* (x) { yield x })'],
  ['callback', 'async function f() { for (;;) await load().then((x) => { var y = x; console.log(y) }) }'],
  ['own-this', 'const f = () => load().then(function () { return () => this })'],
  ['own-this', 'const f = () => load().then(function g() { return g })'],
  ['return-type', 'const f = (): PromiseLike<1> => load().then((x) => x)'],
  ['constructor', 'class C { constructor() { return load().then((x) => x) } }'],
  ['constructor', 'function F() { return load().then((x) => x) }\nnew F()'],
  ['constructor', 'const thenable = { then() { return load().then((x) => x) } }'],
  ['accessor', 'const o = { get f() { return load().then((x) => x) } }'],
  ['generator', 'function* f() { return load().then((x) => x) }'],
  ['place', 'class C { static { load().then((x) => x) } }'],
  ['place', 'const f = (a = load().then((x) => x)) => a'],
  ['place', 'const f = () => new Promise(() => load().then((x) => x))'],
  ['optional-chain', 'const p = load()\nconst f = () => p.then?.((x) => x)'],
] as const

test.each(reasons)('%s: %s', (reason, text) => {
  expect(outcome(load + text)).toEqual([reason])
})

test('every reason is met here', () => {
  const met = new Set<string>(['unknown-receiver', ...reasons.map(([reason]) => reason)])
  expect(Object.keys(thenToAwait.reasons).filter((each) => !met.has(each))).toEqual([])
})

test('flags', () => {
  expect(outcome(`${load}load().then((x) => x)`, { floating: 'wrap' })).toEqual(['-'])
  expect(outcome('export const f = (client) => client.query().then((x) => x)', { assumePromises: true })).toEqual(['-'])
  expect(outcome('export const f = () => cy.get().then((x) => x)', { assumePromises: true })).toEqual(['unknown-receiver'])
  expect(outcome(`${load}export function f(a) { if (a) throw a; return load().then((x) => x) }`, { throws: 'reject' })).toEqual(['-'])
})

test('a catch or a finally that takes no callback is no chain', () => {
  expect(outcome("export const schema = z.string().catch('none')\n")).toEqual([])
})

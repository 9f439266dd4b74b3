/** Cases of no-dropped-combinator that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const given = `declare const ps: Promise<number>[]\n`

ruleCases('no-dropped-combinator', {
  invalid: [
    // every combinator
    ['all', `${given}export async function f() { Promise.all(ps) } //~ \`Promise.all\``],
    ['allSettled', `${given}export async function f() { Promise.allSettled(ps) } //~ \`Promise.allSettled\``],
    ['race', `${given}export async function f() { Promise.race(ps) } //~ \`Promise.race\``],
    ['any', `${given}export async function f() { Promise.any(ps) } //~ \`Promise.any\``],
    ['gather', `import { gather } from '@offloop/runtime'\n${given}export async function f() { gather(...ps) } //~ \`gather\``],
    [
      'gather by another name',
      `import { gather as all } from '@offloop/runtime'\n${given}export async function f() { all(...ps) } //~ \`gather\``,
    ],
    [
      'gather of a namespace',
      `import * as offloop from '@offloop/runtime'\n${given}export async function f() { offloop.gather(...ps) } //~ \`gather\``,
    ],
    // where it stands
    ['a sync function', `${given}export function f() { Promise.all(ps) } //~ Nothing waits`],
    ['the top level', `${given}Promise.all(ps) //~ Nothing waits`],
    ['left of a comma', `${given}export const f = () => (Promise.all(ps), 1) //~ Nothing waits`],
    ['in an if', `${given}export async function f(a: boolean) { if (a) Promise.all(ps) } //~ Nothing waits`],
    // what follows it
    ['then without a handler', `${given}export function f() { Promise.all(ps).then(console.log) } //~ Nobody catches`],
    ['finally without a handler', `${given}export function f() { Promise.all(ps).finally(() => 1) } //~ Nobody catches`],
    ['then and finally', `${given}export function f() { Promise.all(ps).then(console.log).finally(() => 1) } //~ Nobody catches`],
    ['catch without an argument', `${given}export function f() { Promise.all(ps).catch() } //~ Nobody catches`],
    // kept and forgotten
    ['a constant', `${given}export async function f() { const all = Promise.all(ps) } //~ \`all\` holds`],
    ['a variable that is written twice', `${given}export async function f() {\n  let all\n  all = Promise.all(ps) //~ \`all\` holds\n}`],
    ['a constant with then', `${given}export async function f() { const all = Promise.all(ps).then(console.log) } //~ \`all\` holds`],
    ['in a page, where nothing waits', `${given}export function f() { Promise.all(ps) } //~ Nothing waits\ndocument.title = 'a'`],
    [
      'a file that asks whether it is a page',
      `${given}export function f() { Promise.all(ps).then(console.log) } //~ Nobody catches\nif (typeof document !== 'undefined') document.title = 'a'`,
    ],
    [
      'a file of Node that drives a page',
      `import { join } from 'node:path'\n${given}export function f() { Promise.all(ps).then(() => document.append(join('a'))) } //~ Nobody catches`,
    ],
    ['with a type assertion', `${given}export async function f() { const all = Promise.all(ps) as unknown } //~ \`all\` holds`],
  ],
  valid: [
    ['awaited', `${given}export async function f() { await Promise.all(ps) }`],
    ['returned', `${given}export async function f() { return Promise.all(ps) }`],
    ['the value of an arrow function', `${given}export const f = () => Promise.all(ps)`],
    ['handled by catch', `${given}export function f() { Promise.all(ps).catch(console.error) }`],
    ['handled by the second argument of then', `${given}export function f() { Promise.all(ps).then(console.log, console.error) }`],
    ['catch and finally', `${given}export function f() { Promise.all(ps).catch(console.error).finally(() => 1) }`],
    ['void', `${given}export function f() { void Promise.all(ps) }`],
    ['awaited later', `${given}export async function f() { const all = Promise.all(ps); await all }`],
    ['handed on', `${given}export function f(wait: (p: unknown) => void) { wait(Promise.all(ps)) }`],
    ['kept in an object', `${given}export const f = () => ({ all: Promise.all(ps) })`],
    ['exported', `${given}export const all = Promise.all(ps)`],
    ['assigned to a property', `${given}export function f(this: any) { this.all = Promise.all(ps) }`],
    [
      'a callback goes on, and the elements catch',
      `export function f(xs: string[], done: (x: unknown) => void) { Promise.all(xs.map(async (x) => { try { return await fetch(x) } catch { return null } })).then(done) }`,
    ],
    ['another Promise', `import { Promise } from './promise'\n${given}export function f() { Promise.all(ps) }`],
    ['another gather', `import { gather } from './leaves'\nexport function f() { gather(1) }`],
    ['resolve', `export function f() { Promise.resolve(1) }`],
    ['the right of a comma that is returned', `${given}export const f = () => (1, Promise.all(ps))`],
    ['a callback goes on in a page', `${given}export function f() { Promise.all(ps).then(() => document.body.append('a')) }`],
    ['await of a chain', `${given}export async function f() { await Promise.all(ps).then(console.log) }`],
  ],
})

/** Cases of no-unused-promise that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'
import type { Files } from '../lint-files.test.kit.ts'

const given = `async function save(x?: unknown) { await fetch('a') }\n`
const inside = (...lines: string[]): string => `${given}export async function f(g: any) {\n  ${lines.join('\n  ')}\n}`
const typed = (text: string): Files => ({
  'src/app.ts': `declare function save(): Promise<void>\ndeclare function plain(): number\n${text}`,
  'tsconfig.json': '{ "include": ["src"], "compilerOptions": { "types": [], "lib": ["es2023"], "strict": true, "noEmit": true } }',
})

ruleCases('no-unused-promise', {
  invalid: [
    // where the promise comes from
    ['an async function', inside('const p = save() //~ `p` holds the promise of `save()`')],
    ['an async arrow', `const save = async () => { await fetch('a') }\nexport function f() { const p = save() } //~ \`p\` holds`],
    ['a method', `export class A { async save() {}\n  f() { const p = this.save() } //~ \`p\` holds the promise of \`this.save()\`\n}`],
    [
      'another file',
      {
        'src/save.ts': `export async function save() { await fetch('a') }`,
        'src/app.ts': `import { save } from './save'\nexport function f() { const p = save() } //~ \`p\` holds`,
      },
    ],
    ['fetch', inside(`const p = fetch('a') //~ \`fetch()\``)],
    ['new Promise', inside('const p = new Promise((resolve) => setTimeout(resolve, 1)) //~ `new Promise`')],
    ['with a step', inside(`const p = fetch('a').then((x) => x.json()) //~ \`p\` holds the promise of \`fetch()\``)],
    ['asserted', inside('const p = save() as Promise<void> //~ `p`')],
    ['a sync function around', `${given}export function f() { const p = save() } //~ \`p\``],
    // where it is kept
    ['assigned later', inside('let p', 'p = save() //~ `p` holds')],
    ['a list', inside('const ps = [save()] //~ `ps` holds')],
    ['pushed', inside('const ps: any[] = []', 'ps.push(save()) //~ `ps` holds')],
    ['an object', inside('const o = { a: save() } //~ `o.a` holds')],
    ['a property that nobody reads', inside('const o = { a: save(), b: 1 } //~ `o.a` holds', 'return o.b')],
    ['a property that is assigned', inside('const o: any = {}', 'o.a = save() //~ `o.a` holds')],
    ['a place that is assigned', inside('const o: any = []', 'o[g] = save() //~ `o` holds')],
    // a statement
    ['a statement', inside('save() //~ Nothing waits for `save()`')],
    ['a statement with a step', inside('save().then(g) //~ Nothing waits for `save()`')],
    ['a statement in a callback', `${given}export const f = (xs: any[]) => xs.map(async () => { save() }) //~ Nothing waits`],
    ['a method as a statement', `export class A { async save() { await fetch('a') }\n  async f() { this.save() } //~ \`this.save()\`\n}`],
    ['in a try', inside('try {', 'save() //~ Nothing waits', '} catch {}')],
    [
      'JavaScript',
      { 'src/a.cjs': `async function save() { await fetch('a') }\nexports.f = async () => {\n  save() //~ Nothing waits\n}\n` },
    ],
    // types
    ['by type', typed('export function f() { const p = save() } //~ `p` holds'), { typed: true }],
    [
      'by type, a method',
      typed('export function f(g: { load(): PromiseLike<number> }) { const p = g.load() } //~ `g.load()`'),
      { typed: true },
    ],
  ],
  valid: [
    ['awaited', inside('const p = save()', 'await p')],
    ['returned', inside('const p = save()', 'return p')],
    ['handed on', inside('const p = save()', 'g(p)')],
    ['void later', inside('const p = save()', 'void p')],
    ['the awaited value is unread', inside('const p = await save()')],
    ['read in another function', inside('const p = save()', 'return () => p')],
    ['a name to ignore', inside('const _p = save()')],
    ['handled', inside('const p = save().catch(g)')],
    ['exported', `${given}export const p = save()`],
    ['exported by name', `${given}const p = save()\nexport { p }`],
    ['exported by default', `${given}const p = save()\nexport default p`],
    ['a global of a script', { 'src/a.cjs': `globalThis.p = fetch('a')` }],
    ['using', inside('await using p = g()')],
    ['a sync function', `function save() {}\nexport function f() { const p = save() }`],
    ['a function that nobody knows', `import { save } from 'unknown'\nexport async function f() { const p = save(); save() }`],
    ['one of several functions', `async function a() {}\nfunction b() {}\nexport function f(x: any) { const p = (x ? a : b)() }`],
    ['a generator', `async function* a() { yield 1 }\nexport async function f() { const p = a(); a() }`],
    ['a list that is awaited', inside('const ps: any[] = []', 'ps.push(save())', 'await Promise.all(ps)')],
    ['a list that is looked into', inside('const ps = [save()]', 'return ps[0]')],
    ['an object that is returned', inside('const o: any = {}', 'o.a = save()', 'return o')],
    ['a property that is read', inside('const o = { a: save() }', 'return o.a')],
    ['a property that may be read', inside('const o: any = { a: save() }', 'return o[g]')],
    ['a list of a parameter', inside('g.push(save())', 'g.p = save()')],
    ['a list of the module', `${given}const ps: any[] = []\nexport function f() { ps.push(save()) }`],
    ['a set', inside('const ps = new Set()', 'ps.add(save())')],
    ['void', inside('void save()')],
    ['a statement, handled', inside('save().catch(g)', 'save().then(g, g)', 'save().then(g).catch(g)')],
    ['a statement in a sync function', `${given}export function f() { save() }`],
    ['a statement at the top', `${given}save()`],
    [
      'a function that catches',
      `async function save() { try { await fetch('a') } catch { console.error('a') } }\nexport async function f() { save() }`,
    ],
    ['a shadowed fetch', `export function f(fetch: any) { const p = fetch('a') }`],
    ['combinators are another rule', inside('const p = Promise.all([save()])')],
    ['by type, no promise', typed('export function f() { const p = plain() }'), { typed: true }],
    ['by type, any', typed('export function f(g: any) { const p = g() }'), { typed: true }],
  ],
})

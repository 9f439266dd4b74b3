/** Cases of no-async-to-sync-on-loop that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const bridge = `import { asyncToSync } from '@offloop/runtime'\nasync function load(x?: string) { return x }\n`

ruleCases('no-async-to-sync-on-loop', {
  invalid: [
    // where it runs
    ['an async function', `${bridge}export async function f() { return asyncToSync(load)('a') } //~ in async function \`f\``],
    ['an async arrow function', `${bridge}export const f = async () => asyncToSync(load)('a') //~ \`asyncToSync(load)\` makes`],
    [
      'a handler',
      `import express from 'express'\n${bridge}express().get('/', (req, res) => { res.send(asyncToSync(load)('a')) }) //~ Express handler \`GET /\``,
    ],
    ['a listener', `${bridge}process.on('message', () => { asyncToSync(load)('a') }) //~ in \`listener`],
    ['a timer', `${bridge}setInterval(() => { asyncToSync(load)('a') }, 1000) //~ makes the event loop wait`],
    [
      'a callback in an async function',
      `${bridge}export const f = async (xs: string[]) => xs.map((x) => asyncToSync(load)(x)) //~ makes the event loop wait`,
    ],
    ['an async method', `${bridge}export class A { async f() { return asyncToSync(load)() } } //~ makes`],
    // how it is made
    ['a constant', `${bridge}const sync = asyncToSync(load)\nexport const f = async () => sync('a') //~ \`sync\` makes`],
    [
      'a namespace',
      `import * as offloop from '@offloop/runtime'\nasync function load() {}\nexport const f = async () => offloop.asyncToSync(load)() //~ makes`,
    ],
    [
      'by another name',
      `import { asyncToSync as sync } from '@offloop/runtime'\nasync function load() {}\nexport const f = async () => sync(load)() //~ makes`,
    ],
    [
      'require',
      {
        'src/a.cjs': `const { asyncToSync } = require('@offloop/runtime')\nasync function load() {}\nexports.f = async () => asyncToSync(load)() //~ makes`,
      },
    ],
    [
      'of another file',
      {
        'src/sync.ts': `${bridge}export const sync = asyncToSync(load)`,
        'src/app.ts': `import { sync } from './sync.ts'\nexport const f = async () => sync() //~ \`sync\` makes`,
      },
    ],
    [
      'a property',
      `${bridge}const store = { load: asyncToSync(load) }\nexport const f = async () => store.load() //~ \`store.load\` makes`,
    ],
    // through sync functions
    [
      'one',
      `${bridge}const g = () => asyncToSync(load)()\nexport const f = async () => g() //~ \`f -> g -> asyncToSync(load) (src/app.ts:3)\``,
    ],
    [
      'two',
      `${bridge}const h = () => asyncToSync(load)()\nconst g = () => h()\nexport const f = async () => g() //~ \`f -> g -> h -> asyncToSync(load)`,
    ],
    [
      'a method',
      `${bridge}class A { g() { return asyncToSync(load)() } }\nexport const f = async () => new A().g() //~ -> asyncToSync(load)`,
    ],
    [
      'awaited all the same',
      `${bridge}const g = () => asyncToSync(load)()\nexport const f = async () => await g() //~ -> asyncToSync(load)`,
    ],
  ],
  valid: [
    ['start-up', `${bridge}export const settings = asyncToSync(load)('a')`],
    ['a command', `${bridge}function main() { console.log(asyncToSync(load)('a')) }\nmain()`],
    ['a sync function that nobody calls', `${bridge}export const f = () => asyncToSync(load)('a')`],
    ['only made', `${bridge}export const f = async () => { const sync = asyncToSync(load); return sync }`],
    [
      'on a thread',
      `import { asyncToSync, syncToAsync } from '@offloop/runtime'\nasync function load() {}\nexport function g() { return asyncToSync(load)() }\nexport const f = async () => await syncToAsync(g)()`,
    ],
    [
      'on a thread, through a constant',
      `import { asyncToSync, syncToAsync } from '@offloop/runtime'\nasync function load() {}\nexport function g() { return asyncToSync(load)() }\nconst run = syncToAsync(g)\nexport const f = async () => await run()`,
    ],
    [
      'a worker',
      { 'src/w.ts': `import { parentPort } from 'node:worker_threads'\n${bridge}parentPort?.on('message', () => { asyncToSync(load)() })` },
    ],
    ['a test', { 'test/a.test.ts': `${bridge}export const f = async () => asyncToSync(load)()` }],
    [
      'syncToAsync',
      `import { syncToAsync } from '@offloop/runtime'\nexport function g() {}\nexport const f = async () => await syncToAsync(g)()`,
    ],
    ['another package', `import { asyncToSync } from 'other'\nasync function load() {}\nexport const f = async () => asyncToSync(load)()`],
    [
      'a function of the project',
      `const asyncToSync = (f: () => unknown) => f\nasync function load() {}\nexport const f = async () => asyncToSync(load)()`,
    ],
    ['awaited', `${bridge}export const f = async () => await load('a')`],
    ['handed on', `${bridge}import { register } from 'plugins'\nregister(asyncToSync(load))`],
    ['a callback of exit', `${bridge}process.on('exit', () => { asyncToSync(load)() })`],
    ['a blocking call is another rule', `import { readFileSync } from 'node:fs'\nexport const f = async () => readFileSync('a')`],
    ['imported and unused', `${bridge}export const f = async () => load()`],
  ],
})

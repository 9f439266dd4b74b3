/** Cases of no-awaited-blocking that would bore a reader of its page. */
import { ruleCases } from '../rule-cases.test.kit.ts'

const read = `import { readFileSync } from 'node:fs'\nfunction load(path: string) { return readFileSync(path) }\n`
const inFile = (name: string): string => `import { load } from './${name}'\n`

ruleCases('no-awaited-blocking', {
  invalid: [
    // where the await stands
    ['an async function', `${read}export async function f() { return await load('a') } //~ \`f -> load -> readFileSync (src/app.ts:2)\``],
    ['an arrow function', `${read}export const f = async () => await load('a') //~ \`await\` does not take \`load\``],
    ['a method', `${read}export class A { async f() { return await load('a') } } //~ \`A.f -> load`],
    [
      'a handler',
      `import express from 'express'\n${read}express().get('/a', async (req, res) => { res.send(await load('a')) }) //~ \`GET /a -> load`,
    ],
    ['a timer', `${read}setInterval(async () => { await load('a') }, 1000) //~ \`load\``],
    ['an async generator', `${read}export async function* f() { yield await load('a') } //~ \`load\``],
    // how it stands
    ['in parentheses', `${read}export const f = async () => (await (load('a'))).length //~ \`load\``],
    ['with a type assertion', `${read}export const f = async () => await (load('a') as unknown as Promise<Buffer>) //~ \`load\``],
    ['with an exclamation mark', `${read}export const f = async () => await load('a')! //~ \`load\``],
    ['as an argument', `${read}export const f = async () => JSON.parse(String(await load('a'))) //~ \`load\``],
    ['optional', `${read}export const f = async () => await load?.('a') //~ \`load\``],
    // how it blocks
    [
      'in another file',
      {
        'src/load.ts': `export ${read.split('\n')[1]}`.replace('export ', `import { readFileSync } from 'node:fs'\nexport `),
        'src/app.ts': `${inFile('load.ts')}export const f = async () => await load('a') //~ (src/load.ts:2)`,
      },
    ],
    [
      'through two functions',
      `${read}const config = () => load('a')\nexport const f = async () => await config() //~ \`f -> config -> load -> readFileSync`,
    ],
    [
      'a method of an object',
      `${read}const store = { get: (path: string) => load(path) }\nexport const f = async () => await store.get('a') //~ \`store.get\``,
    ],
    [
      'a method of a class',
      `import { readFileSync } from 'node:fs'\nclass Store { get(path: string) { return readFileSync(path) } }\nexport const f = async () => await new Store().get('a') //~ get`,
    ],
    [
      'a process',
      `import { execSync } from 'node:child_process'\nconst run = () => execSync('ls')\nexport const f = async () => await run() //~ waits for a process first`,
    ],
    [
      'it returns a promise',
      `import { readFileSync } from 'node:fs'\nconst load = () => Promise.resolve(readFileSync('a'))\nexport const f = async () => await load() //~ \`load\``,
    ],
    [
      'it returns what an async function gives',
      `import { readFileSync } from 'node:fs'\nasync function send(x: unknown) { return x }\nconst load = () => send(readFileSync('a'))\nexport const f = async () => await load() //~ \`load\``,
    ],
    [
      'two of them',
      `import { readFileSync, writeFileSync } from 'node:fs'\nconst move = () => writeFileSync('b', readFileSync('a'))\nexport const f = async () => await move() //~ It also reaches`,
    ],
  ],
  valid: [
    ['not awaited is another rule', `${read}export async function f() { return load('a') }`],
    [
      'the blocking call itself is another rule',
      `import { readFileSync } from 'node:fs'\nexport const f = async () => await readFileSync('a')`,
    ],
    [
      'an async helper',
      `import { readFileSync } from 'node:fs'\nasync function load() { return readFileSync('a') }\nexport const f = async () => await load()`,
    ],
    [
      'a helper that does not block',
      `import { readFile } from 'node:fs/promises'\nconst load = () => readFile('a')\nexport const f = async () => await load()`,
    ],
    [
      'metadata by default',
      `import { existsSync } from 'node:fs'\nconst isThere = () => existsSync('a')\nexport const f = async () => await isThere()`,
    ],
    ['start-up', `${read}const config = await load('a')\nexport const f = () => config`],
    ['main', `${read}async function main() { await load('a') }\nmain()`],
    ['a test', { 'test/a.test.ts': `${read}export const f = async () => await load('a')` }],
    ['allowed', `${read}export const f = async () => await load('a')`, { options: { allow: ['node:fs.readFileSync'] } }],
    ['a parameter of that name', `${read}export const f = async (load: () => Promise<void>) => await load()`],
    ['an unknown method', `${read}export const f = async (store: any) => await store.load('a')`],
    ['a function that is only made', `${read}const lazy = () => () => load('a')\nexport const f = async () => await lazy()`],
    ['on a thread', `import { syncToAsync } from '@offloop/runtime'\n${read}export const f = async () => await syncToAsync(load)('a')`],
    ['Promise.all of others', `${read}export const f = async (xs: Promise<void>[]) => await Promise.all(xs)`],
    ['a callback that runs later', `${read}const later = () => setTimeout(() => load('a'), 1)\nexport const f = async () => await later()`],
    [
      'a worker',
      {
        'src/worker.ts': `import { parentPort } from 'node:worker_threads'\n${read}export const f = async () => { parentPort?.postMessage(await load('a')) }`,
      },
    ],
  ],
})

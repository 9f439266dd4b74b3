/** Cases of no-blocking-chain that would bore a reader of its page. */
import { describe, test } from 'vitest'
import { checkFiles } from '../lint-files.test.kit.ts'
import type { Files, LintOptions } from '../lint-files.test.kit.ts'

type Case = readonly [title: string, files: Files, how?: LintOptions]

const read = `import { readFileSync } from 'node:fs'\n`
const load = `${read}export function load(path) { return readFileSync(path, 'utf8') }`
const loadTs = `${read}export function load(path: string): string { return readFileSync(path, 'utf8') }`
const one = (text: string): Files => ({ 'src/app.js': text })

const invalid: Case[] = [
  // in one file
  ['a helper', one(`${load}\nexport async function page() { return load('a') } //~ \`page -> load -> readFileSync (src/app.js:2)\``)],
  [
    'a helper of a helper',
    one(
      `${load}\nconst twice = (a) => load(a) + load(a)\nexport async function page() { return twice('a') } //~ \`page -> twice -> load -> readFileSync (src/app.js:2)\``,
    ),
  ],
  [
    'this',
    one(
      `${read}export class Store {\n  read() { return readFileSync('a') }\n  async page() { return this.read() } //~ read -> readFileSync (src/app.js:3)\n}`,
    ),
  ],
  [
    'constructor',
    one(
      `${read}class Store { constructor() { this.text = readFileSync('a') } }\nexport async function page() { return new Store() } //~ readFileSync (src/app.js:2)`,
    ),
  ],
  [
    'static method',
    one(
      `${read}class Store { static open() { return readFileSync('a') } }\nexport async function page() { return Store.open() } //~ open -> readFileSync`,
    ),
  ],
  [
    'more than five names',
    one(
      `${read}const e = () => readFileSync('a')\nconst d = () => e()\nconst c = () => d()\nconst b = () => c()\nconst a = () => b()\nexport async function page() { return a() } //~ \`page -> a -> … 3 more … -> e -> readFileSync (src/app.js:2)\``,
    ),
  ],
  [
    'recursion',
    one(
      `${read}function walk(depth) { return depth ? walk(depth - 1) : readFileSync('a') }\nexport async function page() { return walk(3) } //~ walk -> readFileSync`,
    ),
  ],
  [
    'callback that runs in place',
    one(`${load}\nexport async function pages(paths) {\n  return paths.map((path) => load(path)) //~ load -> readFileSync\n}`),
  ],
  [
    'handler',
    one(
      `import express from 'express'\n${load}\nexpress().get('/a', (req, res) => {\n  res.send(load('a')) //~ \`GET /a -> load -> readFileSync (src/app.js:3)\`\n})`,
    ),
  ],
  // across files
  [
    'ESM',
    {
      'src/load.js': load,
      'src/app.js': `import { load } from './load.js'\nexport async function page() { return load('a') } //~ load -> readFileSync (src/load.js:2)`,
    },
  ],
  [
    'default export',
    {
      'src/load.js': `${read}export default function load() { return readFileSync('a') }`,
      'src/app.js': `import l from './load.js'\nexport async function page() { return l() } //~ readFileSync (src/load.js:2)`,
    },
  ],
  [
    'namespace',
    {
      'src/load.js': load,
      'src/app.js': `import * as io from './load.js'\nexport async function page() { return io.load('a') } //~ \`io.load\` blocks`,
    },
  ],
  [
    'barrel',
    {
      'src/load.js': load,
      'src/index.js': `export * from './load.js'`,
      'src/app.js': `import { load } from './index.js'\nexport async function page() { return load('a') } //~ (src/load.js:2)`,
    },
  ],
  [
    'TypeScript without extension',
    {
      'src/load.ts': loadTs,
      'src/app.ts': `import { load } from './load'\nexport async function page(): Promise<string> { return load('a') } //~ (src/load.ts:2)`,
    },
  ],
  [
    'TypeScript by .js name',
    {
      'src/load.ts': loadTs,
      'src/app.ts': `import { load } from './load.js'\nexport async function page(): Promise<string> { return load('a') } //~ (src/load.ts:2)`,
    },
  ],
  [
    'CommonJS',
    {
      'src/load.cjs': `const fs = require('fs')\nmodule.exports = { load: (path) => fs.readFileSync(path) }`,
      'src/app.cjs': `const { load } = require('./load.cjs')\nexports.page = async () => load('a') //~ fs.readFileSync (src/load.cjs:2)`,
    },
  ],
  [
    'CommonJS exports',
    {
      'src/load.cjs': `const fs = require('fs')\nexports.load = function load(path) { return fs.readFileSync(path) }`,
      'src/app.cjs': `const io = require('./load.cjs')\nexports.page = async () => io.load('a') //~ (src/load.cjs:2)`,
    },
  ],
  [
    'circular imports',
    {
      'src/a.js': `import { b } from './b.js'\nexport function a(n) { return b(n) }\nexport async function page() { return a(1) } //~ readFileSync (src/b.js:3)`,
      'src/b.js': `import { a } from './a.js'\n${read}export function b(n) { return n ? a(n - 1) : readFileSync('a') }`,
    },
  ],
  [
    'typed',
    {
      'src/load.ts': loadTs,
      'src/app.ts': `import { load } from './load.ts'\nexport async function page(): Promise<string> { return load('a') } //~ (src/load.ts:2)`,
      'tsconfig.json': '{ "include": ["src"], "compilerOptions": { "types": [], "allowImportingTsExtensions": true, "noEmit": true } }',
    },
    { typed: true },
  ],
  // one call that reaches several
  [
    'what else is reached by the same call',
    one(
      `import { readFileSync, writeFileSync } from 'node:fs'\nfunction save() { writeFileSync('b', 'c') }\nfunction load() { save(); return readFileSync('a') }\nexport async function page() { return load() } //~ \`page -> load -> readFileSync (src/app.js:3)\`. Use \`readFile\` of \`node:fs/promises\`, and await it up the chain. It also reaches \`writeFileSync\` (src/app.js:2).`,
    ),
  ],
  [
    'what stands behind an allowed call',
    one(
      `import { readFileSync, writeFileSync } from 'node:fs'\nfunction save() { writeFileSync('b', 'c') }\nfunction load() { save(); return readFileSync('a') }\nexport async function page() { return load() } //~ \`page -> load -> save -> writeFileSync (src/app.js:2)\``,
    ),
    { options: { allow: ['node:fs.readFileSync'] } },
  ],
  // options
  [
    'a dearer call is found behind a cheaper one',
    one(
      `import { existsSync, readFileSync } from 'node:fs'\nfunction inner() { return readFileSync('a') }\nfunction load() { return existsSync('a') && inner() }\nexport async function page() { return load() } //~ load -> inner -> readFileSync`,
    ),
  ],
  [
    'only the tiers asked for',
    one(
      `import { existsSync } from 'node:fs'\nconst has = () => existsSync('a')\nexport async function page() { return has() } //~ waits for the file system`,
    ),
    { options: { tiers: ['metadata'] } },
  ],
]

const valid: Case[] = [
  ['direct call', one(`${read}export async function page() { return readFileSync('a') }`)],
  ['async helper', one(`${read}async function load() { return readFileSync('a') }\nexport async function page() { return await load() }`)],
  [
    'helper that reads without blocking',
    one(
      `import { readFile } from 'node:fs/promises'\nconst load = () => readFile('a')\nexport async function page() { return await load() }`,
    ),
  ],
  [
    'own functions named as the catalogue does',
    {
      'src/store.js': `export function readFileSync() { return 1 }`,
      'src/app.js': `import { readFileSync } from './store.js'\nconst load = () => readFileSync()\nexport async function page() { return load() }`,
    },
  ],
  ['helper called while modules load', one(`${load}\nconst page = load('a')\nexport async function get() { return page }`)],
  ['helper called in main', one(`${load}\nasync function main() { load('a') }\nmain()`)],
  [
    'helper called before listen',
    one(
      `import express from 'express'\n${load}\nasync function bootstrap() {\n  const page = load('a')\n  express().listen(80)\n  return page\n}\nbootstrap()`,
    ),
  ],
  [
    'helper called at exit',
    one(`import { writeFileSync } from 'node:fs'\nconst save = () => writeFileSync('a', 'b')\nprocess.on('exit', () => save())`),
  ],
  [
    'helper called by a test',
    {
      'src/load.js': load,
      'src/load.test.js': `import { load } from './load.js'\nimport { test } from 'node:test'\ntest('a', async () => { load('a') })`,
    },
  ],
  [
    'helper called in a worker',
    {
      'src/load.js': load,
      'src/worker.js': `import { parentPort } from 'node:worker_threads'\nimport { load } from './load.js'\nparentPort.on('message', async (path) => { parentPort.postMessage(load(path)) })`,
    },
  ],
  ['helper called by a command', one(`import { program } from 'commander'\n${load}\nprogram.action(async (path) => { load(path) })`)],
  ['nested function that is only defined', one(`${load}\nexport async function reader() { return () => load('a') }`)],
  [
    'shadowed',
    { 'src/load.js': load, 'src/app.js': `import { load } from './load.js'\nexport async function page(load) { return load('a') }` },
  ],
  [
    'another class with the same method',
    one(
      `${read}export class Disk { read() { return readFileSync('a') } }\nclass Memory { read() { return '' } }\nexport async function page() { return new Memory().read() }`,
    ),
  ],
  ['sync function that nobody on the loop calls', one(`${load}\nexport function page() { return load('a') }`)],
  [
    'cheap tier behind a helper',
    one(`import { existsSync } from 'node:fs'\nconst has = () => existsSync('a')\nexport async function page() { return has() }`),
  ],
  ['allowed by id', one(`${load}\nexport async function page() { return load('a') }`), { options: { allow: ['node:fs.readFileSync'] } }],
  ['missing import', one(`import { load } from './no-such-file.js'\nexport async function page() { return load('a') }`)],
  [
    'unparsable neighbour',
    {
      'src/app.js': `import { load } from './broken.mjs'\nexport async function page() { return load('a') }`,
      'src/broken.mjs.txt': 'export function load( {',
    },
  ],
  ['empty file', one('')],
]

describe('reports', () => {
  for (const [title, files, how] of invalid) test(title, () => checkFiles('no-blocking-chain', files, how))
})

describe('is silent on', () => {
  for (const [title, files, how] of valid) test(title, () => checkFiles('no-blocking-chain', files, how))
})

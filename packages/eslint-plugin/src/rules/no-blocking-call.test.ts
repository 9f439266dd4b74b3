/** Cases of no-blocking-call that would bore a reader of its page. */
import { describe, expect, test } from 'vitest'
import { checkFiles } from '../lint-files.test.kit.ts'
import type { Files, LintOptions } from '../lint-files.test.kit.ts'
import { suggestedErrors } from '../suggestions.test.kit.ts'

type Case = readonly [title: string, files: Files, how?: LintOptions]

const read = `import { readFileSync } from 'node:fs'\n`
const inJs = (text: string): Files => ({ 'src/app.js': text })
const inTs = (text: string): Files => ({ 'src/app.ts': text })

const invalid: Case[] = [
  // how the name is bound
  [
    'renamed import',
    inJs(`import { readFileSync as slurp } from 'fs'\nexport async function load() { return slurp('a') } //~ \`slurp\` blocks`),
  ],
  ['namespace', inJs(`import * as fs from 'node:fs'\nexport const load = async () => fs.readFileSync('a') //~ \`fs.readFileSync\` blocks`)],
  ['default import', inTs(`import fs from 'fs'\nexport const load = async (): Promise<Buffer> => fs.readFileSync('a') //~ blocks`)],
  ['require, destructured', { 'src/a.cjs': `const { readFileSync: r } = require('fs')\nexports.load = async () => r('a') //~ blocks` }],
  [
    'require, whole',
    { 'src/a.cjs': `const fs = require('fs')\nexports.load = async () => fs.statfsSync('a') //~ blocks` },
    { options: { tiers: ['metadata', 'file'] } },
  ],
  [
    're-exported by a file of the project',
    {
      'src/io.js': `export { readFileSync as readText } from 'node:fs'`,
      'src/app.js': `import { readText } from './io.js'\nexport async function load() { return readText('a') } //~ \`readText\` blocks`,
    },
  ],
  // where it runs
  ['async arrow', inJs(`${read}export const load = async (path) => readFileSync(path) //~ in async function \`load\``)],
  [
    'async method',
    inTs(
      `${read}export class Store {\n  async load(path: string): Promise<Buffer> {\n    return readFileSync(path) //~ async function\n  }\n}`,
    ),
  ],
  ['object method', inJs(`${read}export const store = {\n  async load(path) {\n    return readFileSync(path) //~ async function\n  },\n}`)],
  ['async generator', inJs(`${read}export async function* lines(path) {\n  yield readFileSync(path) //~ async function \`lines\`\n}`)],
  [
    'Fastify',
    inJs(
      `import Fastify from 'fastify'\n${read}const app = Fastify()\napp.get('/a', (request, reply) => {\n  reply.send(readFileSync('a')) //~ Fastify handler \`GET /a\`\n})`,
    ),
  ],
  [
    'Koa middleware',
    inJs(`import Koa from 'koa'\n${read}const app = new Koa()\napp.use((ctx) => {\n  ctx.body = readFileSync('a') //~ Koa\n})`),
  ],
  [
    'Hono',
    inTs(
      `import { Hono } from 'hono'\n${read}const app = new Hono()\napp.get('/a', (c) => c.text(readFileSync('a', 'utf8'))) //~ Hono handler`,
    ),
  ],
  [
    'node:http',
    inJs(
      `import { createServer } from 'node:http'\n${read}createServer((req, res) => {\n  res.end(readFileSync('a')) //~ handler\n}).listen(80)`,
    ),
  ],
  [
    'Express router in a function',
    inTs(
      `import { Router } from 'express'\n${read}export function routes(): Router {\n  const router = Router()\n  router.post('/a', (req, res) => {\n    res.send(readFileSync('a')) //~ Express handler \`POST /a\`\n  })\n  return router\n}`,
    ),
  ],
  [
    'handler by name',
    inJs(
      `import express from 'express'\n${read}function terms(req, res) {\n  res.send(readFileSync('terms.html')) //~ Express handler \`GET /terms\`\n}\nexpress().get('/terms', terms)`,
    ),
  ],
  ['interval', inJs(`${read}setInterval(() => {\n  readFileSync('a') //~ blocks\n}, 1000)`)],
  [
    'callback of map',
    inJs(`${read}export async function all(paths) {\n  return paths.map((path) => readFileSync(path)) //~ in async function \`all\`\n}`),
  ],
  [
    'JSX',
    {
      'src/page.tsx': `${read}export async function Page() {\n  return <p>{readFileSync('a', 'utf8')}</p> //~ in async function \`Page\`\n}`,
    },
  ],
  // what is called
  [
    'two on one line',
    inJs(
      `${read}export async function same(a, b) {\n  return (\n    readFileSync(a) === //~ blocks\n    readFileSync(b) //~ blocks\n  )\n}`,
    ),
  ],
  [
    'a process',
    inJs(
      `import { execSync } from 'node:child_process'\nexport async function head() { return execSync('git rev-parse HEAD') } //~ waits for a process`,
    ),
  ],
  [
    'zlib',
    inJs(
      `import { gzipSync } from 'node:zlib'\nexport async function pack(data) { return gzipSync(data) } //~ \`gzip\` of \`node:zlib\` through \`promisify\``,
    ),
  ],
  [
    'bcryptjs',
    inTs(
      `import bcrypt from 'bcryptjs'\nexport async function hash(word: string): Promise<string> { return bcrypt.hashSync(word, 10) } //~ computes`,
    ),
  ],
  // types for the parser change nothing
  [
    'typed',
    {
      ...inTs(`${read}export async function load(): Promise<Buffer> { return readFileSync('a') } //~ blocks`),
      'tsconfig.json': '{ "include": ["src"], "compilerOptions": { "types": [] } }',
    },
    { typed: true },
  ],
  // options
  [
    'only the tiers asked for',
    inJs(
      `import { existsSync, readFileSync } from 'node:fs'\nexport async function load(a) {\n  return existsSync(a) && //~ waits for the file system\n    readFileSync(a)\n}`,
    ),
    { options: { tiers: ['metadata'] } },
  ],
  [
    'an entry of the settings',
    inJs(
      `import { crunch } from 'cruncher'\nexport async function total() { return crunch() } //~ \`crunch\` blocks the event loop (computes)`,
    ),
    {
      settings: {
        catalog: {
          apis: [{ module: 'cruncher', name: 'crunch', tier: 'cpu', effect: 'pure', remedy: 'offload', source: 'https://example.org' }],
        },
      },
    },
  ],
  [
    'start-up, when asked for',
    inJs(`${read}export const page = readFileSync('a') //~ while the program starts`),
    { options: { check: { startUp: true } } },
  ],
]

const valid: Case[] = [
  // names that only look like it
  ['own function', inJs(`export function execSync() { return 1 }\nexport async function run() { return execSync() }`)],
  [
    'own method',
    inTs(
      `class Store { readFileSync(): string { return '' } }\nexport async function load(store: Store): Promise<string> { return store.readFileSync() }`,
    ),
  ],
  [
    'own helper of another file',
    {
      'src/a.js': `export const statSync = () => 1`,
      'src/b.js': `import { statSync } from './a.js'\nexport async function b() { return statSync() }`,
    },
  ],
  ['shadowed', inJs(`${read}export async function load(readFileSync) { return readFileSync('a') }`)],
  [
    'a package that is not in the catalogue',
    inJs(`import { mergeSync } from 'unlisted-package'\nexport async function merge() { return mergeSync() }`),
  ],
  // the promise API
  ['twin', inJs(`import { readFile } from 'node:fs/promises'\nexport async function load() { return await readFile('a') }`)],
  ['fs.promises', inJs(`import fs from 'node:fs'\nexport async function load() { return await fs.promises.readFile('a') }`)],
  [
    'callback form',
    inJs(
      `import { randomBytes } from 'node:crypto'\nexport async function token() { randomBytes(16, (error, bytes) => console.log(bytes)) }`,
    ),
  ],
  // not on the loop
  ['module level', inJs(`${read}export const page = readFileSync('a')`)],
  [
    'nested function that is only defined',
    inJs(`${read}export async function reader() {\n  function load() { return readFileSync('a') }\n  return load\n}`),
  ],
  ['main', inTs(`${read}async function main(): Promise<void> { readFileSync('a') }\nvoid main()`)],
  ['main with catch', inJs(`${read}async function main() { readFileSync('a') }\nmain().catch(() => process.exit(1))`)],
  ['async function called at once', inJs(`${read};(async () => {\n  readFileSync('a')\n})()`)],
  [
    'bootstrap before listen',
    inJs(
      `import express from 'express'\n${read}async function bootstrap() {\n  const page = readFileSync('a')\n  const app = express()\n  app.get('/', (req, res) => res.send(page))\n  app.listen(80)\n}\nawait bootstrap()`,
    ),
  ],
  [
    'command line action',
    inJs(
      `import { program } from 'commander'\n${read}program.command('count').action(async (path) => {\n  console.log(readFileSync(path).length)\n})\nprogram.parse()`,
    ),
  ],
  ['test file', { 'src/app.test.ts': `${read}import { test } from 'vitest'\ntest('a', async () => { readFileSync('a') })` }],
  ['test folder', { 'test/app.js': `${read}export async function fixture() { return readFileSync('a') }` }],
  ['exit listener', inJs(`import { writeFileSync } from 'node:fs'\nprocess.on('exit', () => writeFileSync('a', 'b'))`)],
  [
    'worker file',
    {
      'src/worker.js': `${read}import { parentPort } from 'node:worker_threads'\nparentPort.on('message', async (path) => {\n  parentPort.postMessage(readFileSync(path))\n})`,
    },
  ],
  ['sync function that nobody calls', inJs(`${read}export function load() { return readFileSync('a') }`)],
  ['tool configuration', { 'vite.config.js': `${read}export default async () => ({ banner: readFileSync('a') })` }],
  // options and text
  ['tier that is off by default', inJs(`import { existsSync } from 'node:fs'\nexport async function has(a) { return existsSync(a) }`)],
  [
    'allowed by id',
    inJs(`${read}export async function load() { return readFileSync('a') }`),
    { options: { allow: ['node:fs.readFileSync'] } },
  ],
  ['empty file', inJs('')],
  ['type only', inTs(`import type { readFileSync } from 'node:fs'\nexport type Read = typeof readFileSync`)],
  [
    'excluded by id in the settings',
    inJs(`${read}export async function load() { return readFileSync('a') }`),
    { settings: { catalog: { exclude: ['node:fs.readFileSync'] } } },
  ],
]

test('what it suggests compiles', () => {
  expect(suggestedErrors('no-blocking-call', invalid)).toEqual([])
})

describe('reports', () => {
  for (const [title, files, how] of invalid) test(title, () => checkFiles('no-blocking-call', files, how))
})

describe('is silent on', () => {
  for (const [title, files, how] of valid) test(title, () => checkFiles('no-blocking-call', files, how))
})

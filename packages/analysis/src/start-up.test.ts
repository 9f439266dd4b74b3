/** What runs while a server starts, what starts it again, and what only a developer's server runs. */
import { expect, test } from 'vitest'
import { callsOf, scratchProject } from './scratch-project.test.kit.ts'

const fs = `import { readFileSync } from 'node:fs'\n`
const start = `async function start() { readFileSync('a') }\nstart()\n`
const reachOf = (text: string): string[] => callsOf(scratchProject({ 'src/app.js': fs + text })).map((each) => each.split(' ')[2]!)

test.each([
  ['after an awaited stop', `${start}export async function again(app) { await app.stop(); await start() }`],
  ['after it has closed what it served', `${start}export async function again(server) { await server.close(); await start() }`],
  ['where the process ends otherwise', `${start}export async function again(n) { if (n < 3) await start()\n else process.exit(1) }`],
])('a program that starts anew is at its start: %s', (_how, text) => {
  expect(reachOf(text)).toEqual(['start-up'])
})

test.each([
  ['while it serves', `${start}export async function again() { await start() }`],
  ['before it stops', `${start}export async function again(app) { await start(); await app.stop() }`],
  ['without waiting for the stop', `${start}export async function again(app) { app.stop(); await start() }`],
  [
    'what the module does not start',
    `async function start() { readFileSync('a') }\nexport async function again(app) { await app.stop(); await start() }`,
  ],
  [
    'under a name that starts nothing',
    `async function load() { readFileSync('a') }\nload()\nexport async function again(app) { await app.stop(); await load() }`,
  ],
])('a function that is called again runs on the loop: %s', (_how, text) => {
  expect(reachOf(text)).toEqual(['loop'])
})

test('a sync start in a restart blocks nobody either', () => {
  const project = scratchProject({
    'src/app.js': `${fs}function start() { readFileSync('a') }\nstart()\nexport async function again(app) { await app.stop(); start() }`,
  })
  expect(callsOf(project)).toEqual(['src/app.js:2 readFileSync start-up'])
  expect(project.findingsIn(project.files()[0]!)).toEqual([])
})

test('what a test calls besides the start is at the start', () => {
  const project = scratchProject({
    'src/app.js': `${fs}export class App { async start() { readFileSync('a') } }`,
    'src/main.js': `import { App } from './app.js'\nasync function boot() { await new App().start() }\nboot()`,
    'test/app.test.js': `import { App } from '../src/app.js'\nspy(async () => { await new App().start() })`,
  })
  expect(callsOf(project)).toEqual(['src/app.js:2 readFileSync start-up'])
})

test('what listen calls back is at the start, with what it starts', () => {
  const text = `import http from 'node:http'
const load = async () => readFileSync('a')
const serve = () => { http.createServer((req, res) => { readFileSync('b') }).listen(80, () => { readFileSync('c'); void load() }) }
serve()`
  expect(reachOf(text)).toEqual(['start-up', 'loop', 'start-up'])
})

test('a listener that is added beside listen is not', () => {
  const text = `import http from 'node:http'\nhttp.createServer().on('connection', () => readFileSync('a')).listen(80)`
  expect(reachOf(text)).toEqual(['loop'])
})

test('an async function that is named for a start and that nobody calls begins the program', () => {
  expect(reachOf(`export async function createServer() { readFileSync('a') }`)).toEqual(['unreached'])
  expect(reachOf(`export async function createReport() { readFileSync('a') }`)).toEqual(['loop'])
})

test("what only a developer's server registers serves nobody", () => {
  const pages = (guard: string): string[] =>
    callsOf(
      scratchProject({
        'src/app.js': `import express from 'express'\nimport { pages } from './pages.js'\nconst app = express()\n${guard} pages(app)`,
        'src/pages.js': `${fs}const show = () => readFileSync('a')\nexport function pages(app) { app.get('/', async () => readFileSync('b')); app.get('/b', show) }`,
      }),
    )
  expect(pages('if (options.dev)')).toEqual(['src/pages.js:2 readFileSync unreached', 'src/pages.js:3 readFileSync unreached'])
  expect(pages('if (options.pages)')).toEqual(['src/pages.js:2 readFileSync loop', 'src/pages.js:3 readFileSync loop'])
})

test('what a build writes is its source', () => {
  const config = (options: object, more: object = {}): string =>
    JSON.stringify({ compilerOptions: { module: 'NodeNext', ...options }, ...more })
  const files = {
    'main.js': `import { load } from './dist/a/b.js'\nload()`,
    'lib/a/b.ts': `${fs}export async function load() { readFileSync('a') }`,
  }
  const reach = (tsconfig: string, more = {}): string[] => callsOf(scratchProject({ ...files, ...more, 'tsconfig.json': tsconfig }))
  expect(reach(config({ outDir: 'dist', rootDir: 'lib' }))).toEqual(['lib/a/b.ts:2 readFileSync start-up'])
  expect(reach(config({ outDir: 'dist' }, { include: ['lib/**/*'] }))).toEqual(['lib/a/b.ts:2 readFileSync start-up'])
  const built = { 'dist/a/b.js': 'export async function load() {}' }
  expect(reach(config({ outDir: 'dist', rootDir: 'lib' }), built)).toEqual(['lib/a/b.ts:2 readFileSync start-up'])
  expect(reach(config({ outDir: 'out', rootDir: 'lib' }))).toEqual(['lib/a/b.ts:2 readFileSync loop'])
  const other = {
    'main.js': '',
    'app/main.js': `import { load } from '../lib/dist/a.js'\nload()`,
    'lib/a.ts': files['lib/a/b.ts'],
    'lib/a/b.ts': '',
  }
  const ofOther = { ...other, 'lib/tsconfig.json': config({ outDir: 'dist', rootDir: '.' }) }
  expect(reach('{}', ofOther)).toEqual(['lib/a.ts:2 readFileSync loop'])
  expect(reach('{ broken')).toEqual(['lib/a/b.ts:2 readFileSync loop'])
})

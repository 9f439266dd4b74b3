/** What is found on the loop, over every way in which a call can reach a blocking one. */
import { describe, expect, test } from 'vitest'
import { callsOf, findingsOf, scratchProject } from './scratch-project.test.kit.ts'

const leaf = "import { readFileSync } from 'node:fs'\nexport function load() {\n  return readFileSync('x')\n}\n"
const found = (entry: string, others: Record<string, string> = { 'load.ts': leaf }): string[] =>
  findingsOf(scratchProject({ 'entry.ts': entry, ...others }))

describe('a call is followed', () => {
  test.each([
    ['a named import', "import { load } from './load.js'\nexport async function run() { load() }"],
    ['a renamed import', "import { load as read } from './load.js'\nexport async function run() { read() }"],
    ['a namespace', "import * as all from './load.js'\nexport async function run() { all.load() }"],
    ['an alias', "import { load } from './load.js'\nconst again = load\nexport async function run() { again() }"],
    ['an object', "import { load } from './load.js'\nconst tools = { load }\nexport async function run() { tools.load() }"],
    [
      'a conditional',
      "import { load } from './load.js'\nconst pick = Math.random() > 2 ? undefined : load\nexport async function run() { pick() }",
    ],
    ['call', "import { load } from './load.js'\nexport async function run() { load.call(null) }"],
    ['a dynamic import', "export async function run() { const all = await import('./load.js'); all.load() }"],
    ['require', "const { load } = require('./load.ts')\nexport async function run() { load() }"],
  ])('through %s', (_, entry) => {
    const findings = found(entry)
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatch(/^entry\.ts:\d+ chain: run -> load -> readFileSync$/)
  })

  test('through a barrel, a star export and a default export', () => {
    const others = {
      'load.ts': leaf,
      'barrel.ts': "export * from './load.js'\nexport { load as default } from './load.js'\n",
    }
    expect(found("import first, { load } from './barrel.js'\nexport async function run() {\n  first()\n  load()\n}", others)).toEqual([
      'entry.ts:3 chain: run -> load -> readFileSync',
      'entry.ts:4 chain: run -> load -> readFileSync',
    ])
  })

  test('through this, a typed field, a parameter property and a base class', () => {
    const store =
      "import fs from 'node:fs'\nexport class Base {\n  read() { return fs.readFileSync('x') }\n}\nexport class Store extends Base {\n  load() { return this.read() }\n}\n"
    const entry =
      "import { Store } from './store.js'\nexport class Service {\n  constructor(private store: Store) {}\n  async run() {\n    this.store.load()\n  }\n}\n"
    expect(found(entry, { 'store.ts': store })).toEqual(['entry.ts:5 chain: Service.run -> Store.load -> Base.read -> fs.readFileSync'])
  })

  test('through an interface to its implementations', () => {
    const entry =
      "import { readFileSync } from 'node:fs'\ninterface Source { read(): string }\nclass Disk implements Source {\n  read() { return readFileSync('x', 'utf8') }\n}\nexport async function run(source: Source) {\n  source.read()\n}\nexport const disk = new Disk()\n"
    expect(found(entry, {})).toEqual(['entry.ts:7 chain: run -> Disk.read -> readFileSync'])
  })

  test('through a getter', () => {
    const entry =
      "import { readFileSync } from 'node:fs'\nclass Config {\n  get text() { return readFileSync('x', 'utf8') }\n}\nconst config = new Config()\nexport async function run() {\n  return config.text\n}\n"
    expect(found(entry, {})).toEqual(['entry.ts:7 chain: run -> Config.text -> readFileSync'])
  })

  test('through a constructor and a class field', () => {
    const entry =
      "import { readFileSync, statSync } from 'node:fs'\nclass A { constructor() { readFileSync('x') } }\nclass B { size = statSync('x') }\nexport async function run() {\n  new A()\n  new B()\n}\n"
    expect(found(entry, {})).toEqual([
      'entry.ts:5 chain: run -> A.constructor -> readFileSync',
      'entry.ts:6 chain: run -> B.size -> statSync',
    ])
  })

  test('through toJSON, which the language calls', () => {
    const entry =
      "import { readFileSync } from 'node:fs'\nclass View {\n  toJSON() { return readFileSync('x', 'utf8') }\n}\nexport async function run(reply: { json(value: unknown): void }) {\n  reply.json(new View())\n}\n"
    expect(found(entry, {})).toEqual(['entry.ts:6 chain: run -> View.toJSON -> readFileSync'])
  })

  test('through functions that were assigned to a prototype or an exported object', () => {
    const others = {
      'lib.js':
        "const fs = require('fs')\nfunction Store() {}\nStore.prototype.load = function () { return this.read() }\nStore.prototype.read = function () { return fs.readFileSync('x') }\nmodule.exports = Store\n",
    }
    expect(found("import Store from './lib.js'\nexport async function run() {\n  new Store().load()\n}", others)).toEqual([
      'entry.ts:3 chain: run -> Store.prototype.load -> Store.prototype.read -> fs.readFileSync',
    ])
  })

  test('through a parameter, for the caller that passes the blocking function only', () => {
    const entry =
      "import { readFileSync } from 'node:fs'\nfunction twice(task: () => void) { task(); task() }\nexport async function bad() {\n  twice(() => { readFileSync('x') })\n}\nexport async function good() {\n  twice(() => {})\n}\n"
    expect(found(entry, {})).toEqual(['entry.ts:4 direct: bad -> readFileSync'])
  })
})

describe('a blocking call is found', () => {
  test('in a handler and in the callbacks that run in it', () => {
    const entry =
      "import express from 'express'\nimport { readFileSync } from 'node:fs'\nconst app = express()\napp.get('/files', (req, res) => {\n  res.json(['a'].map(name => readFileSync(name)))\n})\n"
    expect(found(entry, {})).toEqual(['entry.ts:5 direct: GET /files -> readFileSync'])
  })

  test.each([
    ['new Hono()', 'hono', "new Hono().get('/a', one).post('/b', two)", ['GET /a', 'POST /b']],
    ['a chained Hono that is kept', 'hono', "const app = new Hono().get('/a', one)\napp.post('/b', two)", ['GET /a', 'POST /b']],
    ['router.route()', 'express', "Router().route('/x').get(one).post(two)", ['Express get', 'Express post']],
    [
      'a server by event',
      'node:http',
      "createServer().on('request', one).on('upgrade', two)",
      ['listener of "request"', 'listener of "upgrade"'],
    ],
    [
      'the process',
      'node:http',
      "process.on('message', one)\nprocess.on('SIGHUP', two)\nprocess.on('exit', three)",
      ['listener of "message"', 'listener of "SIGHUP"'],
    ],
  ])('in the handlers of %s', (_, module, registration, names) => {
    const functions = ['one', 'two', 'three'].map((name) => `function ${name}() { readFileSync('x') }\n`).join('')
    const entry = `import { Hono, Router, createServer } from '${module}'\nimport { readFileSync } from 'node:fs'\n${functions}${registration}\n`
    expect(callsOf(scratchProject({ 'entry.js': entry })).filter((each) => each.endsWith(' loop'))).toHaveLength(2)
    const roots = [...scratchProject({ 'entry.js': entry }).graph().roots.values()].map((each) => each.name)
    expect(roots.toSorted()).toEqual(names.toSorted())
  })

  test('in a handler that is named elsewhere, and in a middleware', () => {
    const others = {
      'load.ts': leaf,
      'handlers.ts':
        "import { load } from './load.js'\nexport function show(req, res) { res.send(load()) }\nexport function session(req, res, next) { load(); next() }\n",
    }
    const entry =
      "import { Router } from 'express'\nimport { session, show } from './handlers.js'\nexport const router = Router()\nrouter.use(session)\nrouter.get('/x', show)\n"
    expect(found(entry, others)).toEqual([
      'handlers.ts:2 chain: GET /x -> load -> readFileSync',
      'handlers.ts:3 chain: Express middleware -> load -> readFileSync',
    ])
  })

  test('with fs under any name: default, namespace, require, promises left alone', () => {
    const entry =
      "import a from 'fs'\nimport * as b from 'node:fs'\nconst c = require('fs')\nexport async function run() {\n  a.readFileSync('x')\n  b.readFileSync('x')\n  c.readFileSync('x')\n  await a.promises.readFile('x')\n}\n"
    expect(found(entry, {}).map((each) => each.split(' ')[0])).toEqual(['entry.ts:5', 'entry.ts:6', 'entry.ts:7'])
  })
})

describe('nothing is said of', () => {
  test.each([
    ['an own function that is called fooSync', 'function readFileSync() {}\nexport async function run() { readFileSync() }'],
    [
      'a function that is merely defined',
      "import { readFileSync } from 'node:fs'\nexport async function run() { function later() { readFileSync('x') } return later.name }",
    ],
    ['start-up code', "import { readFileSync } from 'node:fs'\nasync function main() { readFileSync('x') }\nmain()"],
    [
      'an exit hook',
      "import { writeFileSync } from 'node:fs'\nexport async function run() { process.on('exit', () => writeFileSync('x', '')) }",
    ],
    [
      'a worker file',
      "import { parentPort } from 'node:worker_threads'\nimport { readFileSync } from 'node:fs'\nparentPort?.on('message', () => readFileSync('x'))",
    ],
    ['an async callee', "import { load } from './async.js'\nexport async function run() { await load() }"],
    ['a shadowed name', "import { load } from './load.js'\nexport async function run(load: () => void) { load() }"],
  ])('%s', (_, entry) => {
    const others = { 'load.ts': leaf, 'async.ts': 'export async function load() {}\n' }
    expect(found(entry, others)).toEqual([])
  })

  test('tests and tool configuration', () => {
    const text = "import { readFileSync } from 'node:fs'\nexport async function run() { readFileSync('x') }"
    expect(findingsOf(scratchProject({ 'a.test.ts': text, 'test/b.ts': text, 'vite.config.ts': text }))).toEqual([])
  })
})

test('every blocking call is told apart: on the loop, at start-up, unreached', () => {
  const project = scratchProject({
    'server.ts':
      "import express from 'express'\nimport { readFileSync, statSync, mkdirSync } from 'node:fs'\nconst app = express()\nreadFileSync('config')\nfunction handler() { statSync('x') }\nfunction unused() { mkdirSync('y') }\napp.get('/x', handler)\n",
  })
  expect(callsOf(project)).toEqual(['server.ts:4 readFileSync start-up', 'server.ts:5 statSync loop', 'server.ts:6 mkdirSync unreached'])
})

test('new text of a file replaces the old one, also in chains through other files', () => {
  const project = scratchProject({
    'load.ts': leaf,
    'entry.ts': "import { load } from './load.js'\nexport async function run() { load() }",
  })
  expect(findingsOf(project)).toHaveLength(1)
  project.update(
    project.files().find((each) => each.endsWith('load.ts'))!,
    'export function load() {}\n',
  )
  expect(findingsOf(project)).toEqual([])
})

test('import cycles end', () => {
  const project = scratchProject({
    'a.ts': "import { b } from './b.js'\nexport function a() { return b() }\nexport * from './b.js'\n",
    'b.ts':
      "import { a } from './a.js'\nimport { readFileSync } from 'node:fs'\nexport function b() { readFileSync('x'); return a }\nexport * from './a.js'\nexport async function run() { a() }\n",
  })
  expect(findingsOf(project)).toEqual(['b.ts:5 chain: run -> a -> b -> readFileSync'])
})

/** Values that travel through collections, promises, spreads and declarations. */
import { expect, test } from 'vitest'
import { callsOf, findingsOf, scratchProject } from './scratch-project.test.kit.ts'

const serve = (body: string): string => `import { createServer } from 'node:http'\nimport fs from 'node:fs'\n${body}`
const reachOf = (files: Readonly<Record<string, string>>): string[] =>
  scratchProject(files)
    .blockingCalls()
    .map(({ reach }) => reach)

test.each([
  ['pushed', `const list = []\nlist.push(new Text())\ncreateServer(() => { for (const each of list) each.note() })`],
  [
    'pushed to a field',
    `class Client { list = []\n constructor() { this.list.push(new Text()) }\n log() { for (const each of this.list) each.note() } }\nconst client = new Client()\ncreateServer(() => client.log())`,
  ],
  ['added to a set', `const all = new Set()\nall.add(new Text())\ncreateServer(() => { for (const each of all) each.note() })`],
  ['set in a map', `const all = new Map()\nall.set('a', new Text())\ncreateServer(() => { all.get('a').note() })`],
  [
    'values of a map',
    `const all = new Map()\nall.set('a', new Text())\ncreateServer(() => { for (const each of all.values()) each.note() })`,
  ],
  ['the last of a list', `const list = [new Text()]\ncreateServer(() => { list.at(-1).note() })`],
  ['found in a list', `const list = [new Text()]\ncreateServer(() => { list.find((each) => each).note() })`],
  ['assigned together', `const all = Object.assign({}, { text: new Text() })\ncreateServer(() => { all.text.note() })`],
])('what a collection gets, it gives: %s', (_how, code) => {
  expect(reachOf({ 'src/app.js': serve(`class Text { note() { fs.appendFileSync('a', 'b') } }\n${code}`) })).toEqual(['loop'])
})

/** Two classes with a method of the name, so that nothing is found by the name alone. */
const others = `class Log { note() {} }\nclass Memo { note() {} }\nexport { Log, Memo }`

test.each([
  ['types of a map', `const all = new Map<string, Text>()\ncreateServer((q) => { all.get(q.url!)?.note() })`],
  [
    'types of a field',
    `class Z { #all: Map<string, Text> = new Map(); on() { for (const [id, text] of this.#all) text.note() } }
const z = new Z()\ncreateServer(() => z.on())`,
  ],
  ['types of a record', `const all: Record<string, Text> = {}\ncreateServer((q) => { all[q.url!].note() })`],
  ['an index signature', `const all: { [id: string]: Text } = {}\ncreateServer((q) => { all[q.url!].note() })`],
  ['types of a set', `const all = new Set<Text>()\ncreateServer(() => { all.forEach((each) => each.note()) })`],
  ['a map with contents', `const all = new Map([['a', new Text()]])\ncreateServer(() => { all.get('a')!.note() })`],
  ['a set of a list', `const list = [new Text()]\nconst all = new Set(list)\ncreateServer(() => { for (const each of all) each.note() })`],
  ['values of an object', `const all = { a: new Text() }\ncreateServer(() => { for (const each of Object.values(all)) each.note() })`],
  [
    'entries of an object',
    `const all = { a: new Text() }\ncreateServer(() => { Object.entries(all).forEach(([name, each]) => each.note()) })`,
  ],
  ['some of a list', `const all = [new Text()]\ncreateServer(() => { for (const each of all.filter(Boolean).toSorted()) each.note() })`],
  [
    'a list with another in it',
    `const some = [new Text()]\nconst all = [...some]\ncreateServer(() => { for (const each of all) each.note() })`,
  ],
  ['a mapped list', `const all = [Text].map((Each) => new Each())\ncreateServer(() => { for (const each of all) each.note() })`],
  [
    'a table by computed names',
    `const all = {}\nfunction add(name, each) { all[name] = each }\nadd('a', new Text())\ncreateServer((q) => { all[q.url].note() })`,
  ],
  [
    'a copied table',
    `const plugin = { text: new Text() }, all = {}\nfor (const name in plugin) all[name] = plugin[name]\ncreateServer(() => { all.text.note() })`,
  ],
  ['a container of services', `import { container } from 'tsyringe'\ncreateServer(() => { container.resolve(Text).note() })`],
])('elements are followed without luck of names: %s', (_how, code) => {
  const files = { 'src/app.ts': serve(`class Text { note() { fs.appendFileSync('a', 'b') } }\n${code}`), 'src/others.ts': others }
  expect(reachOf(files)).toEqual(['loop'])
})

test('a module under a computed name is one of those that it may be', () => {
  const part = `module.exports = () => require('fs').readFileSync('a')`
  for (const name of [
    `path.join(__dirname, 'parts', q.url)`,
    `path.join(folder, q.url)`,
    `__dirname + '/parts/' + q.url`,
    `\`\${__dirname}/parts/\${q.url}\``,
    `require('path').resolve(__dirname, './parts', q.url)`,
  ]) {
    const app = `const path = require('path')\nconst folder = path.join(__dirname, 'parts')
require('http').createServer((q) => { require(${name})() })`
    expect(reachOf({ 'app.js': app, 'parts/a.js': part, 'other/a.js': part }), name).toEqual(['unreached', 'loop'])
  }
})

test('a name behind `./` is a file beside this one', () => {
  const part = `exports.load = () => require('fs').readFileSync('a')`
  const app = `require('http').createServer((req) => require('./' + req.url).load())`
  expect(reachOf({ 'app.js': app, 'part.js': part, 'below/part.js': part })).toEqual(['unreached', 'loop'])
})

test('a namespace by computed names is all that it exports', () => {
  const app = `import * as parts from './parts.js'\nimport { createServer } from 'node:http'\ncreateServer((q) => parts[q.url]())`
  const parts = `import fs from 'node:fs'\nexport const load = () => fs.readFileSync('a')`
  expect(reachOf({ 'src/app.js': app, 'src/parts.js': parts })).toEqual(['loop'])
})

test('what a wrapper gives back calls the function, and is no call of it to edit', () => {
  for (const [wrapper, name] of [
    ['lodash', 'memoize'],
    ['node:util', 'promisify'],
  ]) {
    const project = scratchProject({
      'src/app.js': serve(`import { ${name} } from '${wrapper}'\nfunction save() { fs.writeFileSync('a', 'b') }
const later = ${name}(save)\ncreateServer(() => later())`),
    })
    expect(callsOf(project)).toEqual(['src/app.js:4 writeFileSync loop'])
    const [site] = project.graph().blocking
    expect(
      project
        .graph()
        .callers(site!.fn)
        .filter(({ kind }) => kind === 'call'),
    ).toMatchObject([{ isWrapped: true }])
  }
})

test('what is debounced runs in a timer, and not where it is asked for', () => {
  const code = `import { debounce } from 'lodash'\nclass Client { save = debounce(function save() { fs.writeFileSync('a', 'b') }, 1000) }
const client = new Client()\ncreateServer(() => { client.save() })`
  const project = scratchProject({ 'src/app.js': serve(code) })
  expect(callsOf(project)).toEqual(['src/app.js:4 writeFileSync loop'])
  expect(findingsOf(project)).toEqual(['src/app.js:4 direct: debounce callback -> fs.writeFileSync'])
})

test('a module that spreads another has its functions', () => {
  const app = `const fs = require('./wrap')\nrequire('http').createServer((req, res) => res.end(fs.readFileSync('a'))).listen(1)`
  for (const wrap of [
    `module.exports = { ...require('fs') }`,
    `Object.assign(exports, require('fs'))`,
    `const fs = require('fs')\nObject.assign(exports, fs)`,
    `const fs = require('fs')\nfor (const name in fs) exports[name] = fs[name]`,
    `const fs = require('fs')\nObject.keys(fs).forEach((name) => { exports[name] = fs[name] })`,
    `module.exports = Object.assign({}, require('fs'), { own: 1 })`,
  ])
    expect(callsOf(scratchProject({ 'wrap.js': wrap, 'app.js': app })), wrap).toEqual(['app.js:2 readFileSync loop'])
})

test('a table that is filled from modules by their names', () => {
  const app = serve(
    `const table = new Map()\nfor (const name of ['quit']) import(\`./inputs/\${name}.js\`).then((plugin) => table.set(name, plugin.default))\ncreateServer(() => { table.get('quit').input('a') })`,
  )
  const quit = `import fs from 'node:fs'\nexport default { input(name) { fs.unlinkSync(name) } }`
  expect(callsOf(scratchProject({ 'src/app.js': app, 'src/inputs/quit.js': quit, 'src/other/quit.js': quit }))).toEqual([
    'src/inputs/quit.js:2 unlinkSync loop',
    'src/other/quit.js:2 unlinkSync unreached',
  ])
})

test('an interface of a file of declarations leads to the classes that implement it', () => {
  const app = serve(
    `import { Store } from './types'\nclass Text implements Store { note() { fs.appendFileSync('a', 'b') } }\nclass Client { stores: Store[] = [new Text()]; log() { for (const each of this.stores) each.note() } }\nconst client = new Client()\ncreateServer(() => client.log())`,
  )
  const types = `export interface Store { note(): void }`
  expect(reachOf({ 'src/types.d.ts': types, 'src/app.ts': app })).toEqual(['loop'])
  expect(reachOf({ 'src/types.d.ts': types.replace('export ', ''), 'src/app.ts': app })).toEqual(['loop'])
  expect(reachOf({ 'src/types.d.ts': `export type Row = object\n${types.replace('export ', '')}`, 'src/app.ts': app })).toEqual(['loop'])
})

test('declarations beside their source are left to it', () => {
  const project = scratchProject({
    'src/a.js': 'export const a = 1',
    'src/a.d.ts': 'export const a: number',
    'src/b.d.ts': 'export const b: number',
  })
  expect(project.files().map((file) => file.slice(project.root.length + 1))).toEqual(['src/a.js', 'src/b.d.ts'])
})

test.each([
  ['module.exports', `module.exports = { serve(n) { return this.read(n) }, read(n) { return fs.openSync(n, 'r') } }`],
  ['a default export', `export default { serve(n) { return this.read(n) }, read(n) { return fs.openSync(n, 'r') } }`],
  ['a constant', `const it = { async serve(n) { return this.read(n) }, read(n) { return fs.openSync(n, 'r') } }\nexport { it }`],
  [
    'an argument',
    `import { create } from 'x'\nexport default create({ serve(n) { [1].forEach(() => this.read(n)) }, read(n) { return fs.openSync(n, 'r') } })`,
  ],
])('`this` in a method of an object literal is the object: %s', (_where, code) => {
  const project = scratchProject({
    'src/a.js': `${code.startsWith('module') ? `const fs = require('fs')` : `import fs from 'node:fs'`}\n${code}`,
  })
  const [site] = project.graph().blocking
  expect(
    project
      .graph()
      .callers(site!.fn)
      .map(({ from }) => from.summary.name),
  ).not.toEqual([])
})

test.each([
  `crypto.randomBytes(8, done)`,
  `new Promise((resolve) => crypto.randomBytes(8, resolve))`,
  `crypto.randomBytes(8, options.callback)`,
])('a callback that is a parameter is a callback: %s', (code) => {
  expect(reachOf({ 'src/a.js': `import crypto from 'node:crypto'\nexport async function id(done, options) { ${code} }` })).toEqual([])
})

test('a listener in a wrapper is a listener', () => {
  const code = `import fs from 'node:fs'\nimport { debounce } from 'lodash'\nfs.watch('a', debounce(() => fs.readFileSync('a'), 200))`
  expect(callsOf(scratchProject({ 'src/app.js': code }))).toEqual(['src/app.js:3 readFileSync loop'])
})

test('which major of a framework it is, the package around the file says', () => {
  const project = scratchProject({
    'package.json': '{ "private": true }',
    'server/package.json': '{ "dependencies": { "express": "^5.0.0" } }',
    'server/app.js': `import express from 'express'\nexpress().get('/', async () => {})`,
    'old/package.json': '{ "dependencies": { "express": "^4.0.0" } }',
    'old/app.js': `import express from 'express'\nexpress().get('/', async () => {})`,
  })
  const handlers = [...project.graph().roots.values()].map(({ handler }) => handler)
  expect(handlers).toEqual(['express@4.app', 'express@5.app'])
})

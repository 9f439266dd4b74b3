/** Values that travel through collections, promises, spreads and declarations. */
import { expect, test } from 'vitest'
import { callsOf, scratchProject } from './scratch-project.test.kit.ts'

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

test('a module that spreads another has its functions', () => {
  const app = `const fs = require('./wrap')\nrequire('http').createServer((req, res) => res.end(fs.readFileSync('a'))).listen(1)`
  for (const wrap of [
    `module.exports = { ...require('fs') }`,
    `Object.assign(exports, require('fs'))`,
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

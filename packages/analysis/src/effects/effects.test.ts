/** What pieces of code are found to do, with a project around them and with the file alone. */
import { defaultCatalog } from '@offloop/catalog'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseFile } from '../parse/file.ts'
import { scratchProject } from '../scratch-project.test.kit.ts'
import { buildScopes } from '../summarise/scopes.ts'
import { Effects } from './effects.ts'
import { fileHost } from './file-host.ts'
import { graphHost } from './graph-host.ts'
import type { EffectFile, EffectOptions } from './host.ts'
import type { Effect } from './outside.ts'

const prelude = `import { readFile, writeFile, open } from 'node:fs/promises'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { createHash, randomBytes } from 'node:crypto'
import _ from 'lodash'
import { unknownThing } from 'nobody-knows'
import { helper } from './helper.js'
const shared = []
const cache = new Map()
`

const helper = `import { readFile, writeFile } from 'node:fs/promises'
export const helper = async (name) => (await readFile(name, 'utf8')).trim()
export async function writer(name) { await writeFile(name, 'x') }
`

function opened(file: string, text: string): EffectFile {
  const parsed = parseFile(file, text)
  return { ...parsed, scopes: buildScopes(parsed) }
}

/** The effect of the value of \`probe\`. */
function ask(effects: Effects, file: EffectFile, options: EffectOptions): Effect {
  const probe = file.nodes.find((each) => each.type === 'VariableDeclarator' && each.id.type === 'Identifier' && each.id.name === 'probe')
  if (probe?.type !== 'VariableDeclarator' || !probe.init) throw new Error('no probe')
  return effects.of(file, probe.init, options)
}

function effectOf(code: string, options: EffectOptions = {}): Effect {
  const project = scratchProject({ 'main.js': prelude + code, 'helper.js': helper }, { cache: false })
  const files = new Map(project.files().map((file) => [file, opened(file, project.text(file)!)]))
  const effects = new Effects(graphHost(project.graph(), { open: (file) => files.get(file)! }))
  return ask(effects, files.get(join(project.root, 'main.js'))!, options)
}

const fn = (body: string, call = 'f()'): string => `async function f(a) { ${body} }\nconst probe = ${call}`

test.each([
  // Node and packages
  ['read', `const probe = readFile('a')`],
  ['write', `const probe = writeFile('a', '')`],
  ['read', `const probe = fs.promises.stat('a')`],
  ['pure', `const probe = join('a', 'b')`],
  ['pure', `const probe = createHash('md5').digest()`],
  ['order', `const probe = randomBytes(4)`],
  ['pure', `const probe = _.groupBy([1], (x) => x)`],
  ['unknown', `const probe = _.debounce(f)`],
  ['unknown', `const probe = unknownThing()`],
  ['unknown', `const probe = open('a').then((file) => file.advance())`],
  // globals
  ['read', `const probe = fetch('/a')`],
  ['write', `const probe = fetch('/a', { method: 'POST' })`],
  ['write', `const probe = fetch('/a', options)`],
  ['order', `const probe = Date.now()`],
  ['order', `const probe = new Date()`],
  ['pure', `const probe = new Date(0)`],
  ['order', `const probe = new Promise((resolve) => setTimeout(resolve))`],
  ['pure', `const probe = new Promise((resolve) => resolve(1))`],
  ['write', `const probe = console.log(1)`],
  // functions of the project
  ['read', `const probe = helper('a')`],
  ['read', fn(`return helper(a)`)],
  ['write', fn(`shared.push(a)`)],
  ['write', fn(`shared[0] = a`)],
  ['write', fn(`cache.set(a, 1)`)],
  ['write', fn(`a.seen = true`)],
  ['pure', fn(`const own = []; own.push(a); own.last = a; return own`)],
  ['write', fn(`const own = { list: shared }; own.list.push(a)`)],
  ['pure', fn(`let n = 0; for (const x of a) n += x; return n`)],
  ['unknown', fn(`yield 1`).replace('async function', 'function*')],
  ['unknown', fn(`for await (const x of a) a.y`)],
  ['unknown', fn(`return a()`)],
  ['unknown', fn(`return a.load()`)],
  ['pure', fn(`return a.map((x) => x + 1).filter(Boolean)`)],
  ['write', fn(`return a.map((x) => shared.push(x))`)],
  ['pure', fn(`if (!a) throw new AnyError(a); return a`)],
  // variables that are given another function
  ['unknown', `let f = async () => helper('a')\nexport const use = (other) => { f = other }\nconst probe = f()`],
  ['unknown', `class A { m() {} }\nlet a = new A()\nexport const use = (other) => { a = other }\nconst probe = a.m()`],
  ['unknown', `exports.get = async (key) => get(key)\nconst get = exports.get\nconst probe = get(1)`],
  // recursion
  ['read', `async function f(n) { return n ? f(n - 1) : helper('a') }\nconst probe = f(2)`],
  [
    'write',
    `async function f(n) { return n ? g(n - 1) : 0 }\nasync function g(n) { await f(n); shared.push(n) }\nconst probe = [g(1), f(2)]`,
  ],
  [
    'write',
    `async function g(n) { return n ? f(n - 1) : 0 }\nasync function f(n) { await g(n); shared.push(n) }\nconst probe = [f(1), g(2)]`,
  ],
  // what is handed over by name is called
  ['write', `async function w(x) { shared.push(x) }\nconst probe = [1].map(w)`],
  ['pure', `const probe = ['1'].map(Number)`],
  ['unknown', `export const f = (given) => { const probe = [1].map(given) }`],
  // instances
  ['read', `class A { constructor(x) { this.x = x } }\nclass B extends A { y = 1 }\nconst probe = new B(1)`],
  ['write', `class A { constructor(x) { shared.push(x) } }\nclass B extends A {}\nconst probe = new B(1)`],
  ['unknown', `class A extends unknownThing {}\nconst probe = new A(1)`],
  ['read', `function A(x) { this.x = x }\nconst probe = new A(1)`],
  ['write', `class A { m() { this.n = 1 } }\nconst probe = new A().m()`],
])('%s: %s', (kind, code) => {
  expect(effectOf(code).kind).toBe(kind)
})

test.each([
  ['read', `export const f = (db) => { const probe = db.getUser(1) }`],
  ['unknown', `export const f = (db) => { const probe = db.saveUser(1) }`],
  ['unknown', `export const f = (db) => { const probe = db.user(1) }`],
  ['read', `export const f = (db) => { const probe = db.query('SELECT 1') }`],
  ['unknown', `export const f = (db) => { const probe = db.query('DELETE FROM a') }`],
  // a body that can be seen says more than the name
  ['read', `async function getUser(db) { return db.findUser() }\nconst probe = getUser()`],
  ['read', `async function getUser(db) { return parse(db.findUser()) }\nconst probe = getUser()`],
  ['unknown', `async function getUser(db) { return db.emitFilter() }\nconst probe = getUser()`],
  ['unknown', `async function getUser(db) { parse(db); await prompt('name'); return db }\nconst probe = getUser()`],
  ['write', `async function getUser(db) { parse(db); shared.push(db) }\nconst probe = getUser()`],
])('%s where names are believed: %s', (kind, code) => {
  expect(effectOf(code, { assumesReads: true }).kind).toBe(kind)
})

test.each([
  ['read', `const probe = readFile('a')`],
  ['read', `const f = async () => readFile('a')\nconst probe = f()`],
  ['unknown', `const probe = helper('a')`],
  ['read', `const { readFile: text } = require('fs').promises, { stat } = require('fs/promises')\nconst probe = stat('a')`],
  ['pure', `const path = require('path')\nconst probe = path.join('a')`],
  ['unknown', `let f = async () => readFile('a')\nconst probe = f()`],
])('%s with the file alone: %s', (kind, code) => {
  const file = opened('/main.js', prelude + code)
  expect(ask(new Effects(fileHost(file, defaultCatalog)), file, {}).kind).toBe(kind)
})

test('it says what does it, and where', () => {
  expect(effectOf(fn('await inner(a)') + '\nasync function inner(b) { shared.push(b) }').why).toBe(
    '`shared.push` changes `shared` in `inner`',
  )
})

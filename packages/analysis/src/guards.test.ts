/** Calls that run at most once, or only while somebody develops. */
import { expect, test } from 'vitest'
import { callsOf, findingsOf, scratchProject } from './scratch-project.test.kit.ts'

const head = `import express from 'express'\nimport { readFileSync } from 'node:fs'\nconst app = express()\nconst read = () => readFileSync('a')\n`
const handler = `app.get('/', (req, res) => { res.send(config()) })`

test.each([
  ['if there is none', `let c\nfunction config() { if (!c) c = read()\n return c }`],
  ['if it is undefined', `let c\nfunction config() { if (c === undefined) { c = read() }\n return c }`],
  ['if it is null', `let c = null\nfunction config() { if (c == null) c = read()\n return c }`],
  ['typeof', `let c\nfunction config() { if (typeof c === 'undefined') c = read()\n return c }`],
  ['and something else', `let c\nfunction config() { if (!c && app) c = read()\n return c }`],
  ['early return', `let c\nfunction config() { if (c) return c\n c = read()\n return c }`],
  ['early return of a flag', `let isDone = false\nfunction config() { if (isDone) return\n isDone = true\n read() }`],
  ['??=', `let c\nfunction config() { return (c ??= read()) }`],
  ['||=', `let c\nfunction config() { return (c ||= read()) }`],
  ['||', `let c\nfunction config() { c = c || read()\n return c }`],
  ['or assigned', `let c\nfunction config() { return c || (c = read()) }`],
  ['a property of the module', `const s = {}\nfunction config() { if (!s.c) s.c = read()\n return s.c }`],
  [
    'a static field',
    `class A { static one = null\n static get() { if (A.one == null) A.one = new A()\n return A.one }\n constructor() { read() } }\nconst config = () => A.get()`,
  ],
  [
    'this of a static method',
    `class A { static one\n static get() { if (!this.one) this.one = new A()\n return this.one }\n constructor() { read() } }\nconst config = () => A.get()`,
  ],
  ['a key', `const all = {}\nfunction config(k) { if (!all[k]) all[k] = read()\n return all[k] }`],
  ['a Map', `const all = new Map()\nfunction config(k) { if (!all.has(k)) all.set(k, read())\n return all.get(k) }`],
  [
    'a Map that is asked first',
    `const all = new Map()\nfunction config(k) { const hit = all.get(k)\n if (hit) return hit\n const c = read()\n all.set(k, c)\n return c }`,
  ],
  ['in', `const all = {}\nfunction config(k) { if (!(k in all)) { all[k] = read() }\n return all[k] }`],
  [
    'functions of a store',
    `const store = { getUser() {}, addUser() { read() } }\nconst config = (k) => { if (!store.getUser(k)) store.addUser(k) }`,
  ],
  ['assigned by a function of the file', `let c\nfunction fill() { c = read() }\nfunction config() { if (!c) fill()\n return c }`],
])('what is kept in the module runs once: %s', (_how, code) => {
  const project = scratchProject({ 'src/app.js': `${head}${code}\n${handler}` })
  expect(findingsOf(project)).toEqual([])
  expect(callsOf(project)).toEqual(['src/app.js:4 readFileSync start-up'])
})

test.each([
  ['a Map of the request', `function config(k) { const all = new Map()\n if (!all.has(k)) all.set(k, read()) }`],
  ['a Map that is asked and not filled', `const all = new Map()\nfunction config(k) { if (!all.has(k)) return read() }`],
  ['a Map that another fills', `const all = new Map(), other = new Map()\nfunction config(k) { if (!all.has(k)) other.set(k, read()) }`],
  ['a local variable', `function config() { let c\n if (!c) c = read()\n return c }`],
  ['a variable of the handler', `const config = () => { let c; [1].forEach(() => { if (!c) c = read() }) }`],
  ['nothing is kept', `let c\nfunction config() { if (!c) return read() }`],
  ['or a condition', `let c\nfunction config(force) { if (!c || force) c = read()\n return c }`],
  ['the other branch', `let c\nfunction config() { if (!c) { c = 1 } else { return read() } }`],
  ['a field of instances', `class A { get() { if (!this.c) this.c = read()\n return this.c } }\nconst config = () => new A().get()`],
  ['another way without the check', `let c\nfunction config() { if (!c) c = read()\n return read() }`],
])('what is asked for again runs again: %s', (_how, code) => {
  const project = scratchProject({ 'src/app.js': `${head}${code}\n${handler}` })
  expect(callsOf(project)).toEqual(['src/app.js:4 readFileSync loop'])
})

const kept = `let c\nfunction config() { if (c) return c\n c = read()\n return c }\n`
const keptByKey = `const all = new Map()\nfunction config(k) { if (!all.has(k)) all.set(k, read())\n return all.get(k) }\n`
const keptInField = `const s = {}\nfunction config() { if (!s.c) s.c = read()\n return s.c }\n`
const keptByInstances = `class A {\n constructor() { this.all = {} }\n get(k) { return (this.all[k] || this.fill(k)) }\n fill(k) { if (!this.all[k]) this.all[k] = read()\n return this.all[k] }\n drop() { this.all = {} }\n}\nconst a = new A()\nconst config = (k) => a.get(k)\n`

test.each([
  ['a timer', `${kept}setInterval(() => { c = undefined }, 1000)`],
  ['one who may fill it at once', `${kept}app.post('/reload', (req, res) => { c = null; if (req.query.now) config(); res.end() })`],
  ['a handler', `${kept}app.post('/reload', (req, res) => { c = null; res.end() })`],
  ['a function that a handler calls', `${kept}function reset() { c = '' }\napp.post('/reload', (req, res) => { reset(); res.end() })`],
  ['clear', `${keptByKey}app.post('/reload', (req, res) => { all.clear(); res.end() })`],
  ['delete', `${keptByKey}app.post('/reload', (req, res) => { all.delete(req.query.k); res.end() })`],
  ['the operator delete', `${keptInField}app.post('/reload', (req, res) => { delete s.c; res.end() })`],
  ['a member that is not known', `${keptInField}app.post('/set', (req, res) => { s[req.query.k] = req.query.v; res.end() })`],
  ['Object.assign', `${keptInField}app.post('/set', (req, res) => { Object.assign(s, req.body); res.end() })`],
  ['a new holder', `${keptInField.replace('const', 'let')}app.post('/set', (req, res) => { s = {}; res.end() })`],
  ['another method', `${keptByInstances}app.post('/reload', (req, res) => { a.drop(); res.end() })`],
  ['its own function', `let c\nfunction config(force) { if (force) c = undefined\n if (!c) c = read()\n return c }`],
  ['a failure that nobody hears of', `let c\nfunction config() { if (!c) { try { c = read() } catch {} }\n return c }`],
  ['a condition', `let c\nfunction config() { if (!c) { const text = read()\n if (text.length > 1) c = text }\n return c }`],
])('what is emptied while requests are served, or left empty, runs again: %s', (_by, code) => {
  const project = scratchProject({ 'src/app.js': `${head}${code}\n${handler}` })
  expect(callsOf(project)).toEqual(['src/app.js:4 readFileSync loop'])
})

test.each([
  ['the start', `${kept}function start() { c = undefined }\nstart()`],
  ['nobody', `${kept}export function resetForTests() { c = undefined }`],
  ['the last signal', `${kept}process.on('SIGTERM', () => { c = undefined })`],
  ['a failure', `let c\nfunction config() { c ??= Promise.resolve(read()).catch((error) => { c = undefined; throw error })\n return c }`],
  ['one who fills it at once', `${kept}app.post('/reload', (req, res) => { c = undefined; config(); res.end() })`],
  ['who makes an instance', keptByInstances],
  ['another class', `${keptByInstances}class B { drop() { this.all = {} } }\napp.post('/b', (req, res) => { new B().drop(); res.end() })`],
  [
    'nothing after a failure that is passed on',
    `let c\nfunction config() { if (!c) { try { c = read() } catch (e) { throw e } }\n return c }`,
  ],
  ['nothing where a failure fills it', `let c\nfunction config() { if (!c) { try { c = read() } catch { c = {} } }\n return c }`],
  [
    'nothing where both branches fill it',
    `let c\nfunction config() { if (!c) { const t = read()\n if (t) c = t\n else c = 1 }\n return c }`,
  ],
  [
    'nothing where it is filled in any case',
    `let isDone\nfunction config() { if (!isDone) { try { read() } catch {} finally { isDone = true } } }`,
  ],
  ['nothing before it is filled', `let isDone\nfunction config() { if (!isDone) { isDone = true\n try { read() } catch {} } }`],
])('what is emptied by %s runs once', (_by, code) => {
  const project = scratchProject({ 'src/app.js': `${head}${code}\n${handler}` })
  expect(callsOf(project)).toEqual(['src/app.js:4 readFileSync start-up'])
})

test('what a test empties runs once', () => {
  const project = scratchProject({
    'src/app.js': `${head}${kept}export function reset() { c = undefined }\n${handler}`,
    'src/app.test.js': `import { reset } from './app.js'\nsetInterval(() => { reset() }, 10)`,
  })
  expect(callsOf(project)).toEqual(['src/app.js:4 readFileSync start-up'])
})

test.each([
  [`if (process.env.NODE_ENV === 'development') {`, `}`],
  [`if (process.env.NODE_ENV !== 'production') {`, `}`],
  [`if (isDev) {`, `}`],
  [`if (config.IS_DEVELOPMENT) {`, `}`],
  [`if (process.env.NODE_ENV === 'production') { app.use(a) } else {`, `}`],
])('what only a developer has is not served: %s', (before, after) => {
  const route = `app.get('/snapshot', async (req, res) => { res.send(read()) })`
  const project = scratchProject({ 'src/app.js': `${head}import { isDev, config, a } from './config.js'\n${before}\n${route}\n${after}` })
  expect(callsOf(project)).toEqual(['src/app.js:4 readFileSync unreached'])
})

test.each([
  `if (process.env.NODE_ENV === 'production') {`,
  `if (device) {`,
  `if (isDevice) {`,
  `if (options.dev) {`.replace('dev', 'devices'),
])('other conditions change nothing: %s', (before) => {
  const route = `app.get('/snapshot', (req, res) => { res.send(read()) })`
  const project = scratchProject({ 'src/app.js': `${head}import { device, isDevice, options } from './config.js'\n${before}\n${route}\n}` })
  expect(callsOf(project)).toEqual(['src/app.js:4 readFileSync loop'])
})

const flagged = (call: string, fn = `function read(sync) { if (sync) return readFileSync('a')\n return 1 }`): string =>
  `import express from 'express'\nimport { readFileSync } from 'node:fs'\n${fn}\nexpress().get('/', (req, res) => { res.send(${call}) })`

test.each([
  ['if', `function read(sync) { if (sync) return readFileSync('a') }`],
  ['a default', `function read(sync = false) { if (sync) { return readFileSync('a') } }`],
  ['and', `function read(sync) { return sync && readFileSync('a') }`],
  ['a conditional', `function read(sync) { return sync ? readFileSync('a') : 1 }`],
  ['and something else', `function read(sync) { if (sync && x()) return readFileSync('a') }`],
  ['early return', `function read(sync) { if (!sync) { return 1 }\n return readFileSync('a') }`],
  ['early return for more than one reason', `function read(sync) { if (x() || !sync) return 1\n return readFileSync('a') }`],
  ['the other branch of not', `function read(sync) { if (!sync) return 1\n else return readFileSync('a') }`],
])('a call that wants a parameter which nobody passes is not made: %s', (_how, fn) => {
  expect(callsOf(scratchProject({ 'src/app.js': flagged('read()', fn) })).map((each) => each.split(' ').at(-1))).toEqual(['unreached'])
})

test.each([
  ['passed', 'read(true)', undefined],
  ['passed on', 'read(req.query.sync)', undefined],
  ['spread', 'read(...req.body)', undefined],
  ['on by default', 'read()', `function read(sync = true) { if (sync) return readFileSync('a') }`],
  ['the other branch', 'read()', `function read(sync) { if (sync) return 1\n else return readFileSync('a') }`],
  ['another value', 'read()', `function read(sync) { sync = sync ?? true\n if (sync) return readFileSync('a') }`],
  ['or', 'read()', `function read(sync) { if (sync || x()) return readFileSync('a') }`],
  ['early return where it is given', 'read()', `function read(sync) { if (sync) return 1\n return readFileSync('a') }`],
  ['early return for all of several reasons', 'read()', `function read(sync) { if (x() && !sync) return 1\n return readFileSync('a') }`],
  [
    'on by default where it is handed on',
    'outer()',
    `function read(sync) { if (sync) return readFileSync('a') }\nfunction outer(sync = true) { return read(sync) }`,
  ],
  ['apply', 'read.apply(null, req.body)', `function read(sync) { if (sync) return readFileSync('a') }`],
  ['another name', 'read()', `function read(sync) { const now = 1\n if (now) return readFileSync('a') }`],
])('a call that may be asked for is made: %s', (_how, call, fn) => {
  expect(callsOf(scratchProject({ 'src/app.js': flagged(call, fn) })).map((each) => each.split(' ').at(-1))).toEqual(['loop'])
})

test('a parameter that is handed on and that nobody passes at the outside is not passed', () => {
  const fn = `class Reader {\n read(sync) { if (sync) return readFileSync('a') }\n entry(sync) { return this.read(sync) } }`
  expect(callsOf(scratchProject({ 'src/app.js': flagged('new Reader().entry()', fn) }))).toEqual(['src/app.js:4 readFileSync unreached'])
  expect(callsOf(scratchProject({ 'src/app.js': flagged('new Reader().entry(true)', fn) }))).toEqual(['src/app.js:4 readFileSync loop'])
})

test('a caller that leaves the parameter out has no chain, another that passes it has one', () => {
  const fn = `function place(make = false) { if (make) readFileSync('a')\n return 'b' }\nexport async function remove() { place() }\nexport async function add() { place(true) }`
  const findings = findingsOf(scratchProject({ 'src/app.js': flagged('1', fn) }))
  expect(findings).toEqual(['src/app.js:6 chain: add -> place -> readFileSync'])
})

test.each(['false', 'undefined', 'null', '0', `''`, 'void 0'])('a parameter for which %s is written is left out', (nothing) => {
  const fn = `function read(sync) { if (sync) return readFileSync('a') }`
  const call = (code: string): string[] =>
    callsOf(scratchProject({ 'src/app.js': flagged(code, fn) })).map((each) => each.split(' ').at(-1)!)
  expect(call(`read(${nothing})`)).toEqual(['unreached'])
  expect(call(`read.call(null, ${nothing})`)).toEqual(['unreached'])
  expect(call(`read.call(${nothing}, req.query.sync)`)).toEqual(['loop'])
})

test('a caller has no chain through functions that hand on what it leaves out, and one that gives it has', () => {
  const code = `class Reader {
  read(sync, done) {
    if (sync) { readFileSync('a'); this.after(sync, done, 1) }
    else readFile('a', this.after.bind(this, sync))
  }
  after(sync, done, count) { if (done || !count) return
    this.read(sync, done) }
  entry(name, sync) { return this.read(sync) }
}
const reader = new Reader()
export async function first() { reader.read() }
export async function second() { reader.entry('a') }
export async function third() { reader.entry('a', false) }
export async function fourth() { reader.entry('a', true) }`
  expect(findingsOf(scratchProject({ 'src/app.js': `import { readFile, readFileSync } from 'node:fs'\n${code}` }))).toEqual([
    'src/app.js:15 chain: fourth -> Reader.entry -> Reader.read -> readFileSync',
  ])
})

test('the chain of a call goes by way of a caller that asks for it', () => {
  const fn = `function place(make) { if (make) readFileSync('a') }\nasync function remove() { place() }\nconst deep = () => place(true)\nasync function add() { deep() }\nexport { add, remove }`
  const project = scratchProject({ 'src/app.js': flagged('1', fn) })
  expect(project.blockingCalls()[0]?.chain?.steps.map(({ name }) => name)).toEqual(['add', 'deep', 'place', 'readFileSync'])
})

test('a call that wants what only code which is not served gives is not on the loop', () => {
  const fn = `class Reader {\n read(sync) { if (sync) readFileSync('a') }\n all() { return this.entry() }\n entry(sync) { return this.read(sync) }\n dump() { return this.entry(true) }\n}`
  expect(callsOf(scratchProject({ 'src/app.js': flagged('new Reader().all()', fn) }))).toEqual(['src/app.js:4 readFileSync unreached'])
  expect(callsOf(scratchProject({ 'src/app.js': flagged('new Reader().dump()', fn) }))).toEqual(['src/app.js:4 readFileSync loop'])
})

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
])('a call that wants a parameter which nobody passes is not made: %s', (_how, fn) => {
  expect(callsOf(scratchProject({ 'src/app.js': flagged('read()', fn) })).map((each) => each.split(' ').at(-1))).toEqual(['unreached'])
})

test.each([
  ['passed', 'read(true)', undefined],
  ['passed on', 'read(req.query.sync)', undefined],
  ['spread', 'read(...req.body)', undefined],
  ['on by default', 'read()', `function read(sync = true) { if (sync) return readFileSync('a') }`],
  ['the other branch', 'read()', `function read(sync) { if (sync) return 1\n else return readFileSync('a') }`],
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

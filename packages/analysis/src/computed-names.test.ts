/** Members under computed names: what is known of the name says which they are. */
import { expect, test } from 'vitest'
import { callsOf, scratchProject } from './scratch-project.test.kit.ts'

const reachOf = (code: string, others: Readonly<Record<string, string>> = {}): string[] =>
  callsOf(scratchProject({ 'src/app.js': `import { createServer } from 'node:http'\nimport fs from 'node:fs'\n${code}`, ...others })).map(
    (each) => each.split(' ').slice(1).join(' '),
  )

const store = (body: string): string =>
  `class Store { handle(task) { ${body} } onSave() { fs.writeFileSync('a', 'b') } load() { return fs.readFileSync('a') } }
const store = new Store()\ncreateServer((request) => store.handle(request))`

test.each([
  ['a text put together', `this['on' + task.kind]()`],
  ['a template', 'this[`on${task.kind}`]()'],
  ['a variable', 'const name = `on${task.kind}`\nthis[name]()'],
])('a part of the name of a method is known: %s', (_how, body) => {
  expect(reachOf(store(body))).toEqual(['writeFileSync loop', 'readFileSync unreached'])
})

test.each([
  ['a property', `this[task.action]()`],
  ['a variable with a default', `const action = task.action || 'none'\nthis[action]()`],
  ['a pattern', `const { action: name = 'none' } = task\nthis[name]()`],
])('the name of a method is data that the project makes: %s', (_how, body) => {
  const made = { 'bin/made.js': `process.send({ action: 'load' })`, 'bin/other.js': `process.send({ kind: 'onSave' })` }
  expect(reachOf(store(body), made)).toEqual(['writeFileSync unreached', 'readFileSync loop'])
  expect(reachOf(store(body))).toEqual(['writeFileSync unreached', 'readFileSync unreached'])
})

test('a name that is assigned is data, too', () => {
  const made = { 'bin/made.js': `const task = {}\ntask.action = 'onSave'\nprocess.send(task)` }
  expect(reachOf(store(`this[task.action]()`), made)).toEqual(['writeFileSync loop', 'readFileSync unreached'])
})

test('of a table only what fits is meant', () => {
  const table = `const table = { onSave() { fs.writeFileSync('a', 'b') }, load() { return fs.readFileSync('a') } }`
  expect(reachOf(`${table}\ncreateServer((request) => table['on' + request.url]())`)).toEqual([
    'writeFileSync loop',
    'readFileSync unreached',
  ])
  expect(reachOf(`${table}\ncreateServer((request) => table[request.url]())`)).toEqual(['writeFileSync loop', 'readFileSync loop'])
})

test('a key of a table may be computed, too', () => {
  const table = `import { Kind } from './kinds.js'\nconst table = { [Kind.page]: () => fs.readFileSync('a') }`
  for (const name of ['request.url', '`on${request.url}`'])
    expect(reachOf(`${table}\ncreateServer((request) => table[${name}]())`), name).toEqual(['readFileSync loop'])
})

test('a method that another file mixes into the object is found by its name, if that is data', () => {
  const queue = (receiver: string): string => `export default create({
  start(server) { server.on('tick', () => { for (const task of this.tasks) ${receiver}[task.action](task) }) },
})
const table = { other() {} }`
  const jobs = `import fs from 'node:fs'\nexport default create({ update() { fs.readFileSync('a') } })`
  const made = { 'src/jobs.js': jobs, 'bin/made.js': `process.send({ action: 'update' })` }
  expect(reachOf(queue('this'), made)).toEqual(['readFileSync loop'])
  expect(reachOf(queue('table'), made)).toEqual(['readFileSync unreached'])
  const again = { ...made, 'src/more.js': `export default create({ update() {} })` }
  expect(reachOf(queue('this'), again)).toEqual(['readFileSync unreached'])
})

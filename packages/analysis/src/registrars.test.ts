/** Functions that set a server up, and functions that are given to somebody who keeps them. */
import { expect, test } from 'vitest'
import { callsOf, findingsOf, scratchProject } from './scratch-project.test.kit.ts'

const fs = `import { readFileSync } from 'node:fs'\n`

test('an async function that registers handlers runs at start-up, with what only it calls', () => {
  const project = scratchProject({
    'package.json': '{ "dependencies": { "fastify": "^5.0.0" } }',
    'src/plugin.js': `import 'fastify'\n${fs}
const page = async () => readFileSync('b')
export default async function routes(app) {
  const text = readFileSync('a')
  await page()
  app.get('/a', () => readFileSync('c'))
}`,
  })
  expect(callsOf(project)).toEqual([
    'src/plugin.js:4 readFileSync start-up',
    'src/plugin.js:6 readFileSync start-up',
    'src/plugin.js:8 readFileSync loop',
  ])
})

test('a function that a handler calls runs on the loop, even if it registers more', () => {
  const project = scratchProject({
    'src/app.js': `import express from 'express'\n${fs}
const app = express()
async function add(path) {
  readFileSync('a')
  app.get(path, () => {})
}
app.post('/routes', (req) => add(req.body))`,
  })
  expect(callsOf(project)).toEqual(['src/app.js:6 readFileSync loop'])
})

test('what a function of the project only keeps does not run in it', () => {
  const kept = scratchProject({
    'src/app.js': `${fs}
const routes = {}
const set = (path, handler) => { routes[path] = handler }
export async function update() { set('/', () => readFileSync('a')) }`,
  })
  expect(findingsOf(kept)).toEqual([])
})

test.each([
  ['calls', 'const run = (handler) => { handler() }'],
  ['calls in a callback', 'const run = (handler) => { [1].forEach(() => handler()) }'],
  ['calls by way of a variable', 'const run = (handler) => { const other = handler; other() }'],
  ['hands on', 'const run = (handler) => { later(handler) }\nconst later = (handler) => handler()'],
  ['takes with others', 'const run = (...handlers) => { for (const each of handlers) each() }'],
  ['takes in options', 'const run = ({ handler }) => handler()'],
])('what a function %s runs in it', (_how, code) => {
  const given = code.includes('{ handler }') ? '{ handler: () => readFileSync("a") }' : '() => readFileSync("a")'
  const project = scratchProject({ 'src/app.js': `${fs}${code}\nexport async function update() { run(${given}) }` })
  expect(project.blockingCalls().map(({ reach }) => reach)).toEqual(['loop'])
})

test('a listener that a class of the project keeps is called for events', () => {
  const project = scratchProject({
    'src/app.js': `${fs}
class Bus {
  #all = {}
  on(name, listener) { this.#all[name] = listener }
}
new Bus().on('order', () => readFileSync('a'))`,
  })
  expect(callsOf(project)).toEqual(['src/app.js:7 readFileSync loop'])
})

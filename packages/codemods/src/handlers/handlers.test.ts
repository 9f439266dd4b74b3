/** Handlers in files on their own, as jscodeshift sees them, and errors that were lost before. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import handlersToAsync from '../codemods/handlers-to-async.ts'
import { migrate } from '../index.ts'
import { transformOf } from '../transform.ts'
import { pathForFive } from './route-path.ts'

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))
const folders: string[] = []
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true })))

function changed(text: string, options: Readonly<Record<string, string | boolean>> = {}): string {
  return transformOf(handlersToAsync)({ path: 'app.js', source: text }, {}, options) ?? text
}

const head = "const express = require('express')\nconst app = express()\n"

/** A server of Express 4 that prints the status of one request, and what nobody took. */
const server = (handler: string): string => `const express = require('express')
process.on('unhandledRejection', (error) => {
  console.log('lost:', error.message)
  process.exit()
})
const load = async () => {
  throw new Error('no order')
}
const app = express()
app.get('/', ${handler})
app.use((error, req, res, next) => res.status(500).send(error.message))
const listening = app.listen(0, '127.0.0.1', async () => {
  const response = await fetch('http://127.0.0.1:' + listening.address().port)
  console.log('answered:', response.status)
  process.exit()
})
`

test.each([
  ['async handler', 'async (req, res) => { res.json(await load()) }'],
  ['chain without a catch', '(req, res) => { load().then((order) => res.json(order)) }'],
  ['nested chain', '(req, res, next) => { Promise.resolve(1).then(() => { load().then((order) => res.json(order)) }).catch(next) }'],
  ['second callback', '(req, res, next) => { Promise.resolve(1).then(() => { throw new Error("no order") }, next) }'],
])('an error that was lost reaches the error handler: %s', (_name, handler) => {
  const root = mkdtempSync(join(tmpdir(), 'offloop-handlers-'))
  folders.push(root)
  mkdirSync(join(root, 'node_modules'))
  symlinkSync(join(modules, 'express4'), join(root, 'node_modules/express'))
  const file = join(root, 'app.js')
  writeFileSync(join(root, 'package.json'), '{ "dependencies": { "express": "^4.22.0" } }\n')
  writeFileSync(file, server(handler))
  const run = (): string => execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim()
  expect(run()).toBe('lost: no order')
  migrate('handlers-to-async', root).write()
  expect(run()).toBe('answered: 500')
  const once = readFileSync(file, 'utf8')
  migrate('handlers-to-async', root).write()
  expect(readFileSync(file, 'utf8')).toBe(once)
})

test('without a project handlers are known by the call that registers them, and written for Express 4', () => {
  const chain = "app.get('/', (req, res, next) => { load().then((order) => res.json(order)).catch(next) })\n"
  const written = changed(head + chain)
  expect(written).toContain("app.get('/', async (req, res, next) => { try {")
  expect(written).toContain('} catch (error) { next(error) } })')
  expect(changed(head + chain, { express: '5' })).toContain("app.get('/', async (req, res) => {")
  const elsewhere = 'exports.show = (req, res, next) => { load().then((order) => res.json(order)).catch(next) }\n'
  expect(changed(head + elsewhere)).toBe(head + elsewhere)
})

test('what takes four parameters still does, and `next` of app.param is the third', () => {
  const text = `${head}app.use((error, req, res, next) => {\n  log(error).then(() => next(error)).catch(next)\n})
app.param('id', (req, res, next, id) => {\n  load(id).then(() => next()).catch(next)\n})\n`
  const written = changed(text)
  expect(written).toContain('async (error, req, res, next) => {')
  expect(written).toContain('async (req, res, next, id) => {')
  expect(written).toContain('next(error2)')
})

test('a handler that destructures is guarded by the name of its `next`, and one without a name is left', () => {
  const body = 'load().then((order) => res.json(order)).catch(next)'
  expect(changed(`${head}app.get('/', ({ params }, res, next) => {\n  ${body}\n})\n`)).toContain('async ({ params }, res, next)')
  const rest = `${head}app.get('/', (...[req, res, next]) => {\n  ${body}\n})\n`
  expect(changed(rest)).toBe(rest)
})

test.each([
  ['/orders', '/orders'],
  ['*', '/{*splat}'],
  ['/files/*', '/files/{*splat}'],
  ['/orders/:id?', '/orders{/:id}'],
  ['/:a?/:b?', '{/:a}{/:b}'],
  ['/:file.:ext?', undefined],
  ['/ab+cd', undefined],
  ['/orders/:id(\\d+)', undefined],
  ['/*/edit', undefined],
])('the path %s is %s for Express 5', (path, expected) => {
  expect(pathForFive(path, false)).toBe(expected)
})

test('a wildcard whose match is read by its number is left', () => {
  expect(pathForFive('/files/*', true)).toBeUndefined()
})

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { migrate } from '../index.ts'

const root = join(import.meta.dirname, '../../../..')
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** Two requests that wait for each other before they answer; each prints its answer. */
const main = `
import { once } from 'node:events'
import { app } from './app.mjs'
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
const ask = async (user) => (await fetch('http://127.0.0.1:' + server.address().port, { headers: { user } })).text()
console.log((await Promise.all(['ada', 'grace'].map(ask))).join(' '))
server.close()
`
const meeting = `
let guests = 2
let open
const all = new Promise((resolve) => (open = resolve))
export const both = () => (--guests === 0 ? open() : undefined, all)
`

function projectOf(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'offloop-context-')))
  folders.push(folder)
  for (const [path, text] of Object.entries({ 'package.json': '{}', 'main.mjs': main, 'meeting.mjs': meeting, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

async function printed(folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs'], { cwd: folder })
  return stdout.trim()
}

describe('requests that overlap', () => {
  test.each([
    [
      'a middleware and a route',
      `import express from 'express'
import { both } from './meeting.mjs'
let user
export const app = express()
app.use((req, res, next) => { user = req.headers.user; next() })
app.get('/', async (req, res) => { await both(); res.send(user) })`,
    ],
    [
      'a handler and a function that reads',
      `import { createServer } from 'node:http'
import { both } from './meeting.mjs'
let current = null
const name = () => current.user
export const app = createServer(async (req, res) => {
  current = { user: req.headers.user }
  await both()
  res.end(name())
})`,
    ],
    [
      'a setter, called by Koa middleware',
      `import Koa from 'koa'
import { both } from './meeting.mjs'
let user = 'nobody'
const setUser = (name) => { user = name }
const getUser = () => user
export const app = new Koa()
app.use((ctx, next) => { setUser(ctx.get('user')); return next() })
app.use(async (ctx) => { await both(); ctx.body = getUser() })`,
    ],
  ])('%s: each sees its own value after, and the last one before', async (_name, app) => {
    const folder = projectOf({ 'app.mjs': app })
    expect(new Set((await printed(folder)).split(' ')).size).toBe(1)
    migrate('globals-to-context-var', folder).write()
    expect(readFileSync(join(folder, 'app.mjs'), 'utf8')).toContain('new ContextVar(')
    expect(await printed(folder)).toBe('ada grace')
  })

  test('a value that a handler leaves for another one stays where both find it', () => {
    const app = `import express from 'express'
let chosen
export const app = express()
app.post('/', (req, res) => { chosen = req.headers.user; res.end() })
app.get('/', (req, res) => res.send(chosen))`
    const { plan, texts } = migrate('globals-to-context-var', projectOf({ 'app.mjs': app }), { markers: false })
    expect(plan.sites.map((each) => each.wall?.reason)).toEqual(['read-by-other-request'])
    expect(texts.size).toBe(0)
  })
})

/** Checks that two copies of this package in one process meet: an application and a library of it may each have their own. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const cache = fileURLToPath(new URL('../../../node_modules/.cache/offloop', import.meta.url))

const main = `
import * as one from '${new URL('../dist/index.js', import.meta.url).href}'
import * as two from './dist/index.js'
import { where, readUser, user } from '../../../../fixtures/threads/work.mjs'

const threads = [await one.syncToAsync(where)(), await two.syncToAsync(where)()]
const seen = await one.createTask(async () => {
  user.set('ada')
  const there = await two.syncToAsync(readUser)()
  const inCopy = await two.createTask(() => user.get())
  return [there, inCopy, two.copyContext().get(user), two.copyContext().run(() => user.get())]
})
const refused = (() => {
  try {
    new two.ContextVar('fixture-user')
  } catch (error) {
    return error.code
  }
})()
await two.shutdown()
console.log(JSON.stringify({ isOther: one.syncToAsync !== two.syncToAsync, isOneThread: threads[0] === threads[1], seen, refused }))
`

test('copies share their threads, their contexts and the names of their variables', () => {
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'copy-'))
  try {
    cpSync(dist, join(folder, 'dist'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'main.js'), main)
    const output = execFileSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8', timeout: 30_000 })
    expect(JSON.parse(output)).toEqual({
      isOther: true,
      isOneThread: true,
      seen: ['ada', 'ada', 'ada', 'ada'],
      refused: 'OFFLOOP_CONTEXT',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

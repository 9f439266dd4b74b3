import { existsSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { copySubject, runScript, startServer } from './subject.ts'
import type { Subject } from './subject.ts'

let subject: Subject
beforeEach(() => {
  subject = copySubject('notes')
})
afterEach(() => subject.remove())

test("a copy has the application's own version of a package", () => {
  const { version } = createRequire(join(subject.folder, 'src/app.js'))('express/package.json') as { version: string }
  expect(version).toMatch(/^4\./)
})

test('a server answers until it is stopped, and then its data is gone', async () => {
  const server = await startServer(subject)
  expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ ok: true })
  await server.stop()
  await server.stop()
  await expect(fetch(`${server.url}/health`)).rejects.toThrow('fetch failed')
  expect(existsSync(server.dataDir)).toBe(false)
})

test('a server that ends before it listens is an error', async () => {
  writeFileSync(join(subject.folder, 'src/server.js'), 'process.exit(0)\n')
  await expect(startServer(subject)).rejects.toThrow('the server ended before it listened')
})

test('a build that an application lacks passes, a script that it lacks fails', async () => {
  expect(await runScript(subject, 'build')).toMatchObject({ ok: true })
  expect(await runScript(subject, 'publish-nowhere')).toMatchObject({ ok: false })
})

test('a removed copy leaves nothing behind', () => {
  subject.remove()
  expect(existsSync(dirname(subject.folder))).toBe(false)
})

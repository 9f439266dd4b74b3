/** Runs `offloop why` as users do, on projects in temporary folders. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect } from 'vitest'
import type { WhyAnswer } from './why-shape.ts'

/** The program that is run; a file outside of every project. */
export const bin = fileURLToPath(new URL('../../bin/offloop.js', import.meta.url))
const folders: string[] = []
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

/** Writes files (path to text) to a folder that goes with the tests. */
export function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'offloop-why-'))
  folders.push(root)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

/** How a run ended. */
export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `offloop why` in a folder. */
export function why(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [bin, 'why', ...args],
      { cwd, env: { PATH: process.env['PATH'], NO_COLOR: '1' } },
      (_error, stdout, stderr) => done({ code: child.exitCode ?? 1, stdout, stderr }),
    )
  })
}

/** What it prints where it must succeed, without a word on stderr. */
export async function said(cwd: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await why(cwd, ...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

/** The object that `--json` prints. */
export async function answered(cwd: string, place: string, ...args: readonly string[]): Promise<WhyAnswer> {
  return JSON.parse(await said(cwd, place, '--json', ...args)) as WhyAnswer
}

/** An Express handler, its helper, and what blocks, each in its own file; and code that only start-up, a test or nobody calls. */
export const shop = {
  'server.js': `import express from 'express'
import { listOrders } from './orders.js'
import { loadSettings } from './settings.js'

const settings = loadSettings()
const app = express()
app.get('/orders', (request, response) => {
  response.send(listOrders(settings, request.query.names))
})
`,
  'orders.js': `import { template } from './template.js'

// the list of orders
export function listOrders(settings, names) {
  const text = template(settings.name)

  return names.map((name) => text + template(name))
}
`,
  'template.js': `import { readFileSync, statSync } from 'node:fs'

export const template = (name) => readFileSync(name + '.html', 'utf8')
export const sizeOf = (name) => statSync(name).size
export function unused(name) {
  return template(name)
}
`,
  'settings.js': `import { readFileSync } from 'node:fs'
export function loadSettings() {
  return JSON.parse(readFileSync('settings.json', 'utf8'))
}
`,
  'test/template.test.js': `import { sizeOf } from '../template.js'
sizeOf('a')
`,
}

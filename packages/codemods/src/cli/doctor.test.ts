/** Checks what `offloop doctor` says of projects, and that it leaves them as they are. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codemods } from '../codemods/index.ts'
import { order } from '../doctor/order.ts'
import { offloop, project, read } from './offloop.test.kit.ts'

const server = `import express from 'express'
import { readFileSync } from 'node:fs'
const app = express()
app.get('/prices', (request, response) => { response.json(JSON.parse(readFileSync('prices.json', 'utf8'))) })
app.listen(3000)
`
const manifest = (more = {}): string =>
  JSON.stringify({
    name: 'shop',
    version: '1.2.0',
    type: 'module',
    scripts: { test: 'vitest run' },
    dependencies: { express: '^5' },
    ...more,
  })

test('it says what a project is, what to run in which order and with how much to do, and writes nothing', async () => {
  const root = project({ 'package.json': manifest({ engines: { node: '>=20' } }), 'tsconfig.json': '{}', 'src/app.js': server })
  const { code, stdout } = await offloop(root, 'doctor')
  expect(code).toBe(0)
  const lines = stdout.split('\n').map((line) => line.trim())
  expect(lines).toContain('shop 1.2.0: 1 file, ES modules, TypeScript')
  expect(lines).toContain(`Node       ${process.versions.node} (asks for >=20)`)
  expect(lines).toContain('frameworks Express (1 handler)')
  expect(lines).toContain('tests      npm test (vitest)')
  expect(lines).toContain('blocking   1 call, 1 of them can run on the loop')
  expect(lines).toContain('npx @offloop/codemods sync-to-async --verify "npm test"')
  const steps = lines.filter((line) => /^\d+\./u.test(line))
  expect(steps[0]).toBe('1. see what blocks while the server runs')
  expect(steps.some((line) => line.includes('sync-to-async: 1 blocking call in 1 file'))).toBe(true)
  expect(steps.at(-1)).toMatch(/keep it so$/u)
  expect(read(root, 'src/app.js')).toBe(server)
  expect(readdirSync(root).toSorted()).toEqual(['package.json', 'src', 'tsconfig.json'])
})

test('a report of the detector is used, and what is installed is not asked for', async () => {
  const installed = { '@offloop/codemods': '*', '@offloop/eslint-plugin': '*' }
  const root = project({ 'package.json': manifest({ devDependencies: installed }), 'app.js': server, 'blocking.jsonl': '' })
  const { stdout } = await offloop(root, 'doctor')
  expect(stdout).toContain('npx offloop report blocking.jsonl')
  expect(stdout).toContain('npx offloop sync-to-async --from-report blocking.jsonl')
  expect(stdout).not.toContain('keep it so')
})

test('it says where there are no tests and nothing to do', async () => {
  const root = project({ 'index.cjs': 'module.exports = 1\n' })
  const { code, stdout } = await offloop(root, 'doctor')
  expect(code).toBe(0)
  expect(stdout).toContain('this project: 1 file, CommonJS')
  expect(stdout).toContain('tests      none: nothing will say whether a change was right')
  expect(stdout).toContain('frameworks none that registers handlers')
  expect(stdout).toMatch(/nothing to do: .*sync-to-async/u)
})

test('as JSON it says the same', async () => {
  const root = project({ 'package.json': manifest(), 'app.js': server })
  const { stdout } = await offloop('.', 'doctor', root, '--json')
  const found = JSON.parse(stdout) as { name: string; blocking: object; counts: { codemod: string; changes: number; left: unknown[] }[] }
  expect(found).toMatchObject({ name: 'shop 1.2.0', modules: 'ES modules', frameworks: [['Express', 1]], blocking: { onLoop: 1, all: 1 } })
  expect(found.counts.find((each) => each.codemod === 'sync-to-async')).toMatchObject({ changes: 1, left: [] })
})

test.each([
  [['doctor', 'nowhere'], 'there is no folder nowhere'],
  [['doctor', 'package.json'], 'package.json is a file: name the folder of a project'],
  [['doctor', 'empty'], 'has no JavaScript or TypeScript files'],
  [['doctor', 'broken'], 'package.json is no JSON'],
  [['doctor', '--jsn'], 'there is no flag --jsn: did you mean --json?'],
])('%s is refused', async (args, message) => {
  const root = project({ 'package.json': manifest(), 'empty/readme.md': '', 'broken/package.json': '{', 'broken/a.js': '1', 'a.js': '1' })
  const { code, stderr } = await offloop(root, ...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
})

test('every codemod has its place in the order', () => {
  const placed = order.map((each) => each.codemod)
  expect(codemods.map((each) => each.name).filter((name) => !placed.includes(name))).toEqual([])
  expect(new Set(placed).size).toBe(placed.length)
})

/** The published transforms under the real jscodeshift: JavaScript and TypeScript, any parser, several workers. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { codemods } from './codemods/index.ts'

const own = fileURLToPath(new URL('..', import.meta.url))
const program = createRequire(import.meta.url).resolve('jscodeshift/bin/jscodeshift.js')
const folders: string[] = []
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true })))

function projectOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'offloop-jscodeshift-'))
  folders.push(root)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  mkdirSync(join(root, 'node_modules/@offloop'), { recursive: true })
  symlinkSync(own, join(root, 'node_modules/@offloop/codemods'))
  return root
}

function jscodeshift(root: string, name: string, ...flags: readonly string[]): Promise<{ code: number; output: string }> {
  const transform = `node_modules/@offloop/codemods/transforms/${name}.js`
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [program, '-t', transform, '--fail-on-error', ...flags, 'src'],
      { cwd: root },
      (_error, stdout, stderr) => done({ code: child.exitCode ?? 1, output: stdout + stderr }),
    )
  })
}

const page = 'export const page = (id) => fetch(`/${id}`).then((response) => response.text())\n'
const migrated = 'export const page = async (id) => {\n  const response = await fetch(`/${id}`)\n  return response.text()\n}\n'
const files = {
  'src/page.js': page,
  'src/page.cjs': page.replace('export const page', 'exports.page'),
  'src/page.ts': page.replace('(id)', '(id: number): Promise<string>'),
  'src/page.tsx': `${page.replace('(id)', '<T,>(id: T)')}export const view = <p>{String(page)}</p>\n`,
  'src/other.js': 'export const other = 1\n',
}
const expected = {
  'src/page.js': migrated,
  'src/page.cjs': migrated.replace('export const page', 'exports.page'),
  'src/page.ts': migrated.replace('(id)', '(id: number): Promise<string>'),
  'src/page.tsx': `${migrated.replace('(id)', '<T,>(id: T)')}export const view = <p>{String(page)}</p>\n`,
  'src/other.js': files['src/other.js'],
}

test.each([
  ['two workers', ['--parser=tsx', '--extensions=js,cjs,ts,tsx', '--cpus=2']],
  ['without Babel, in the same process', ['--parser=tsx', '--extensions=js,cjs,ts,tsx', '--no-babel', '--run-in-band']],
  ['the parser of JavaScript', ['--parser=babel', '--extensions=js,cjs,ts,tsx']],
])('then-to-await with %s', async (_name, flags) => {
  const root = projectOf(files)
  const { code, output } = await jscodeshift(root, 'then-to-await', ...flags)
  expect(output).toMatch(/4 ok/u)
  expect(code).toBe(0)
  expect(Object.fromEntries(Object.keys(files).map((name) => [name, readFileSync(join(root, name), 'utf8')]))).toEqual(expected)
  const again = await jscodeshift(root, 'then-to-await', ...flags)
  expect(again.output).toMatch(/0 ok/u)
})

test('own flags are options, and a dry run counts what is left alone', async () => {
  const floating = 'const load = async () => 1\nload().then((value) => console.log(value))\n'
  const root = projectOf({ 'src/a.js': floating })
  expect((await jscodeshift(root, 'then-to-await', '--dry')).output).toMatch(/left alone: floating: 1/u)
  expect(readFileSync(join(root, 'src/a.js'), 'utf8')).toBe(floating)
  await jscodeshift(root, 'then-to-await', '--floating=wrap')
  expect(readFileSync(join(root, 'src/a.js'), 'utf8')).toContain('void (async () => {')
})

test('a file that does not parse is an error by its name, and the others go on', async () => {
  const root = projectOf({ 'src/broken.js': 'const = 1\n', 'src/page.js': page })
  const { code, output } = await jscodeshift(root, 'then-to-await')
  expect(output).toMatch(/ERR[^\n]*broken\.js/u)
  expect(code).toBe(1)
  expect(readFileSync(join(root, 'src/page.js'), 'utf8')).toBe(migrated)
})

test('every codemod of files has a transform that loads', async () => {
  const names = codemods.filter((each) => each.scope === 'file').map((each) => each.name)
  const root = projectOf({ 'src/other.js': 'export const other = 1\n' })
  for (const name of names) expect((await jscodeshift(root, name, '--run-in-band')).output, name).toMatch(/1 skipped/u)
})

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { runFixture } from './fixture.ts'

/** A stand-in for the command line: puts `await` before `load()` in each file it is given, once, and prints how many it changed. */
const migrate = `
import { readFileSync, writeFileSync } from 'node:fs'
let changed = 0
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8')
  const next = text.replace(/(?<!await |function )load\\(\\)/g, 'await load()')
  if (next !== text) changed++
  writeFileSync(file, next)
}
console.log('changed ' + changed + ' files')
process.exitCode = changed > 9 ? 1 : 0
`
const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

function caseWith(files: Record<string, string>): { folder: string; offloop: string } {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-case-'))
  folders.push(folder)
  for (const [path, text] of Object.entries({ 'offloop.mjs': migrate, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder, offloop: join(folder, 'offloop.mjs') }
}

const page = (more = '', command = 'offloop main.mjs'): string =>
  `# A call is awaited\n\nBecause it is slow.\n\n\`\`\`sh\n${command}\n\`\`\`\n\n${more}`
const before = 'const load = async () => 1\nconsole.log(typeof load())\n'
const after = 'const load = async () => 1\nconsole.log(typeof await load())\n'
const differencesOf = (files: Record<string, string>): Promise<string[]> => {
  const { folder, offloop } = caseWith(files)
  return runFixture(folder, { offloop })
}

test('a case that is as its page and output say has no differences', async () => {
  const more = 'exit: 0\n\n```text\nchanged 1 files\n```\n'
  expect(await differencesOf({ 'case.md': page(more), 'input/main.mjs': before, 'input/b.mjs': 'b', 'output/main.mjs': after })).toEqual([])
})

test('another result, an unexpected change and a needless output file are differences', async () => {
  const found = await differencesOf({ 'case.md': page(), 'input/main.mjs': before, 'input/b.mjs': 'b', 'output/b.mjs': 'b' })
  expect(found).toEqual([
    expect.stringContaining('output/b.mjs is the same'),
    expect.stringMatching(/main\.mjs is not as expected[^]*\+ .*await load/u),
  ])
})

test('another exit code and a line that is not printed are differences', async () => {
  const more = 'exit: 3\n\n```text\nchanged 7 files\n```\n'
  const found = await differencesOf({ 'case.md': page(more), 'input/main.mjs': before, 'output/main.mjs': after })
  expect(found.slice(0, 2)).toEqual(['offloop main.mjs exits with 0, not 3', '"changed 7 files" is not printed'])
})

test('a second run that changes something is a difference', async () => {
  const found = await differencesOf({ 'case.md': page('', 'echo x >> main.mjs'), 'input/main.mjs': '', 'output/main.mjs': 'x\n' })
  expect(found).toEqual([expect.stringContaining('A second run changes the result'), expect.anything()])
})

test('a program that prints something else afterwards is a difference', async () => {
  const found = await differencesOf({ 'case.md': page('run: node main.mjs'), 'input/main.mjs': before, 'output/main.mjs': after })
  expect(found).toEqual([expect.stringMatching(/object[^]*number/u)])
})

test('a new type error is a difference, an old one is not', async () => {
  const tsconfig = JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', target: 'es2023' } })
  const input = 'async function load() { return 1 }\nexport const n: Promise<number> = load()\nexport const old: string = 1\n'
  const output = input.replace('= load()', '= await load()')
  const files = {
    'case.md': page('', 'offloop main.ts'),
    'input/tsconfig.json': tsconfig,
    'input/package.json': '{"type":"module"}',
    'input/main.ts': input,
    'output/main.ts': output,
  }
  expect(await differencesOf(files)).toEqual([expect.stringContaining('main.ts: TS2322')])
})

test('blessing stores the changed files only', async () => {
  const { folder, offloop } = caseWith({ 'case.md': page(), 'input/main.mjs': before, 'input/b.mjs': 'b', 'output/b.mjs': 'stale' })
  expect(await runFixture(folder, { offloop, bless: true })).toEqual([])
  expect(readFileSync(join(folder, 'output/main.mjs'), 'utf8')).toBe(after)
  expect(() => readFileSync(join(folder, 'output/b.mjs'))).toThrow('ENOENT')
})

test('a page without a reason or a command is refused', async () => {
  await expect(differencesOf({ 'case.md': '# x\n' })).rejects.toThrow('needs a command')
  await expect(differencesOf({ 'case.md': '# x\n\n```sh\ntrue\n```\n' })).rejects.toThrow('says why')
})

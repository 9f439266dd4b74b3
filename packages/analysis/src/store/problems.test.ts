/** Files that can't be read are said in one line each; the rest goes on. */
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openProject } from '../project.ts'
import { callsOf, scratchFolder } from '../scratch-project.test.kit.ts'

const good = { 'good.ts': "import { readFileSync } from 'node:fs'\nreadFileSync('x')\n" }

test('a file that does not parse is named with its line', () => {
  const project = openProject(scratchFolder({ ...good, 'bad.ts': 'const a = 1\nconst = 2\n' }))
  expect(project.problems).toMatchObject([{ code: 'unparsable' }])
  expect(project.problems[0]!.message).toMatch(/^bad\.ts:2: /)
  expect(callsOf(project)).toEqual(['good.ts:2 readFileSync start-up'])
})

test('a file that is not UTF-8 is refused, not mangled', () => {
  const project = openProject(scratchFolder({ ...good, 'latin.js': Buffer.from([0x2f, 0x2f, 0xe9, 0x0a]) }))
  expect(project.problems).toMatchObject([{ code: 'not-utf8' }])
  expect(project.files()).toHaveLength(1)
})

test('a path that is not there and a link that leads to itself are said', () => {
  const root = scratchFolder(good)
  symlinkSync('loop', join(root, 'loop'))
  const project = openProject(root, { paths: ['nowhere', 'loop', '.'] })
  expect(project.problems.map((each) => each.code)).toEqual(['missing', 'symlink-loop'])
  expect(project.files()).toHaveLength(1)
})

test('a folder that links to its parent is not walked twice', () => {
  const root = scratchFolder(good)
  symlinkSync('.', join(root, 'again'))
  expect(openProject(root).files()).toHaveLength(1)
})

test('an empty project is said', () => {
  expect(openProject(scratchFolder({ 'README.md': '' })).problems).toMatchObject([{ code: 'no-files' }])
})

test('what git ignores is left out, nested files included', () => {
  const root = scratchFolder({
    ...good,
    '.gitignore': 'build/\n',
    'build/out.js': '',
    'sub/.gitignore': 'gen.ts\n',
    'sub/gen.ts': '',
    'sub/kept.ts': '',
  })
  expect(
    openProject(root)
      .files()
      .map((each) => each.slice(root.length + 1)),
  ).toEqual(['good.ts', 'sub/kept.ts'])
})

test('a configuration that is wrong is named; the shipped catalogue is used', () => {
  const root = scratchFolder({ ...good, 'offloop.config.json': '{ "exclude": ["node:fs.nothing"] }' })
  const project = openProject(root)
  expect(project.problems).toMatchObject([{ code: 'bad-config' }])
  expect(project.problems[0]!.message).toContain('node:fs.nothing')
  expect(callsOf(project)).toHaveLength(1)
})

test('a configuration adds and removes entries', () => {
  const config = `export default { exclude: ['node:fs.readFileSync'], apis: [{ module: 'slow-lib', name: 'workSync', tier: 'cpu', effect: 'pure', remedy: 'offload', source: 'https://example.com' }] }`
  const root = scratchFolder({ ...good, 'offloop.config.mjs': config, 'use.ts': "import { workSync } from 'slow-lib'\nworkSync()\n" })
  expect(callsOf(openProject(root))).toEqual(['use.ts:2 workSync start-up'])
})

test('what is left out is listed with its reason', () => {
  const root = scratchFolder({
    ...good,
    '.gitignore': 'made.ts\n',
    'made.ts': '',
    'tsconfig.json': '{ "compilerOptions": { "outDir": "out" } }',
    'out/good.js': '',
    'lib.min.js': '',
    'lib.min.cjs': '',
  })
  const project = openProject(root)
  expect(project.skipped.map(({ file, why }) => `${file.slice(root.length + 1)} ${why}`).toSorted()).toEqual([
    'lib.min.cjs minified',
    'lib.min.js minified',
    'made.ts ignored',
    'out/good.js built',
  ])
  expect(project.files()).toEqual([`${root}/good.ts`])
})

test('what a build writes is left out', () => {
  const root = scratchFolder({ ...good, 'tsconfig.json': '{ // by hand\n "compilerOptions": { "outDir": "out" } }', 'out/good.js': '' })
  expect(
    openProject(root)
      .files()
      .map((each) => each.slice(root.length + 1)),
  ).toEqual(['good.ts'])
})

/** Calls from one package of a workspace to another, as its package.json says where that lies. */
import { expect, test } from 'vitest'
import { callsOf, scratchProject } from './scratch-project.test.kit.ts'

const load = `import { readFileSync } from 'node:fs'\nexport function load() { return readFileSync('a') }`
const server = (from: string): string =>
  `import express from 'express'\nimport { load } from '${from}'\nconst app = express()\napp.get('/', (req, res) => res.send(load()))`

const reachOf = (files: Record<string, string>, core: object, from = '@shop/core', name = '@shop/core', workspace = true): string[] =>
  callsOf(scratchProject({ 'core/package.json': JSON.stringify({ name, ...core }), 'web/app.js': server(from), ...files }, { workspace }))

const npm = { 'package.json': '{ "workspaces": ["core", "web"] }' }

test.each([
  ['its main', { 'core/a.ts': load }, { main: './a.ts' }],
  ['its index', { 'core/index.js': load }, {}],
  ['exports with conditions', { 'core/b.mts': load }, { exports: { '.': { types: './b.d.mts', node: { import: './b.mjs' } } } }],
  ['what a build writes from src', { 'core/src/a.ts': load }, { main: 'dist/a.js' }],
  [
    'what a build writes, as its tsconfig says',
    { 'core/code/a.ts': load, 'core/tsconfig.json': '{ "compilerOptions": { "outDir": "js", "rootDir": "code" } }' },
    { main: 'js/a.js' },
  ],
])('a package of the workspace is found by %s', (_how, files, core) => {
  const [file] = Object.keys(files)
  expect(reachOf({ ...npm, ...files }, core)).toEqual([`${file}:2 readFileSync loop`])
})

test('a subpath is found by its pattern', () => {
  const files = { ...npm, 'core/texts/de.js': load }
  expect(reachOf(files, { exports: { './texts/*': './texts/*.js' } }, '@shop/core/texts/de')).toEqual([
    'core/texts/de.js:2 readFileSync loop',
  ])
})

test.each([
  ['pnpm', { 'pnpm-workspace.yaml': `# all\npackages:\n  # ours\n  - 'co*' # and no other\n  - "web"\ncatalog:\n  x: 1\n` }],
  ['npm and Yarn, with settings', { 'package.json': '{ "workspaces": { "packages": ["./core/"] } }' }],
])('a workspace of %s', (_tool, root: Record<string, string>) => {
  expect(reachOf({ ...root, 'core/index.js': load }, {})).toEqual(['core/index.js:2 readFileSync loop'])
})

test('a package beside a project that is no workspace is another of its name', () => {
  expect(reachOf({ 'core/index.js': load }, {}, 'express', 'express')).not.toContain('core/index.js:2 readFileSync loop')
})

test('unless asked for, another package is outside: its build is what runs', () => {
  const files = { ...npm, 'core/index.js': load }
  expect(reachOf(files, {})).toEqual(['core/index.js:2 readFileSync loop'])
  expect(reachOf(files, {}, '@shop/core', '@shop/core', false)).not.toContain('core/index.js:2 readFileSync loop')
})

test('a package names itself, and parts of itself, behind conditions of its own', () => {
  const manifest = {
    name: 'shop',
    exports: './dist/load.js',
    imports: { '#load': { shop: './src/load.ts' }, '#parts/*.js': './dist/*.js' },
  }
  const names = ['#load', '#parts/load.js', 'shop', '#none']
  const users = names.map((name, index) => [`${index}.ts`, `import { load } from '${name}'\nexport const f = async () => load()`])
  const project = scratchProject(
    { 'package.json': JSON.stringify(manifest), 'src/load.ts': load, ...Object.fromEntries(users) },
    { workspace: true },
  )
  const graph = project.graph()
  const callers = graph.callers(graph.blocking[0]!.fn).map((each) => each.from.file.slice(project.root.length + 1))
  expect(callers.sort()).toEqual(['0.ts', '1.ts', '2.ts'])
})

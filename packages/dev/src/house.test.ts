import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { fixtureCases } from './fixture-cases.ts'
import { readCase } from './case-page.ts'
import { codemodsFolder, namesIn, rulesFolder } from './generate/lists.ts'
import { filesBelow, linesOf, sourceFiles, testFiles, textOf } from './house/files.ts'
import { undocumentedNames } from './house/public-names.ts'
import { packedFiles } from './pack.ts'
import { publicPackages } from './public-packages.ts'
import { root } from './root.ts'

/** Files that may be longer than 250 lines, each with its reason. */
const longOnPurpose: Readonly<Record<string, string>> = {
  'packages/catalog/src/node/fs.ts': 'data: one entry per export of node:fs',
}

/** Bytes that a package may take unpacked; raise it knowingly. */
const largest: Readonly<Record<(typeof publicPackages)[number], number>> = {
  analysis: 900_000,
  catalog: 600_000,
  codemods: 3_000_000,
  'eslint-plugin': 650_000,
  runtime: 1_000_000,
}

const read = (path: string): boolean => existsSync(join(root, path))

test('every rule has a page, a test, and a file name that is its own name', async () => {
  const { default: plugin } = await import('@offloop/eslint-plugin')
  const names = namesIn(rulesFolder)
  expect(Object.keys(plugin.rules).sort()).toEqual(names)
  expect(names.filter((name) => !read(`${rulesFolder}/${name}.md`) || !read(`${rulesFolder}/${name}.test.ts`))).toEqual([])
  expect(names.filter((name) => !textOf(`${rulesFolder}/${name}.ts`).includes(`name: '${name}'`))).toEqual([])
  expect(names.filter((name) => !/^(?:no|prefer|require)-|-(?:safe|reset)$/u.test(name))).toEqual([])
})

test("every rule's page has the agreed sections in order", () => {
  const sections = ['Why', 'Incorrect', 'Correct', 'Not reported', 'Options']
  for (const name of namesIn(rulesFolder)) {
    const found = [...textOf(`${rulesFolder}/${name}.md`).matchAll(/^## (.+)$/gmu)].map(([, title]) => title)
    expect(
      found.filter((title) => sections.includes(title ?? '')),
      `${name}.md`,
    ).toEqual(sections)
  }
})

test('every message is a sentence: no "Unexpected", suggestions without a full stop', async () => {
  const { default: plugin } = await import('@offloop/eslint-plugin')
  const messages = Object.entries(plugin.rules).flatMap(([rule, { meta }]) =>
    Object.entries(meta?.messages ?? {}).map(([id, text]) => ({ name: `${rule}/${id}`, text })),
  )
  expect(messages.length).toBeGreaterThan(0)
  expect(messages.filter(({ text }) => /unexpected|please|!$/iu.test(text))).toEqual([])
  expect(messages.filter(({ text }) => text.replaceAll(/\{\{\w+\}\}/gu, '').length > 110)).toEqual([])
  // A report ends with a full stop, a suggestion is an imperative without one and begins with a capital.
  expect(messages.filter(({ text }) => !/^[`A-Z{].*\.(?:\{\{\w+\}\})?$/u.test(text) && !/^[A-Z][^.]*[^.]$/u.test(text))).toEqual([])
})

test('every codemod has a page, a fixture, and a file name that is its own name', async () => {
  const names = namesIn(codemodsFolder)
  const { codemods } = await import('@offloop/codemods')
  expect(
    Object.values(codemods)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(names)
  expect(names.filter((name) => !read(`${codemodsFolder}/${name}.md`))).toEqual([])
  expect(names.filter((name) => fixtureCases(`${name}/`).length === 0)).toEqual([])
})

test('every fixture case has a reason, an input and an output', () => {
  for (const { name, folder } of fixtureCases()) {
    const page = readCase(textOf(join('fixtures/codemods', name, 'case.md')))
    expect(page.why.length, name).toBeGreaterThan(20)
    expect([existsSync(join(folder, 'input')), existsSync(join(folder, 'output'))], name).toEqual([true, true])
  }
})

test('every error code of the runtime is unique and explained in docs/errors.md, which names no other', () => {
  const codes = (text: string): string[] => [...new Set(text.match(/OFFLOOP_[A-Z_]*[A-Z]/gu))].sort()
  expect(codes(textOf('packages/runtime/docs/errors.md'))).toEqual(codes(textOf('packages/runtime/src/errors.ts')))
})

test('no file is longer than 250 lines without a reason, and half of them are shorter than 100', () => {
  const lengths = [...sourceFiles(), ...testFiles()].map((path) => ({ path, lines: linesOf(path) }))
  expect(lengths.filter(({ path, lines }) => lines > 250 && longOnPurpose[path] === undefined)).toEqual([])
  const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b)
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(100)
})

test('no file or folder is a drawer, and names are kebab-case', () => {
  const drawers = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'shared', 'lib'])
  const parts = [...sourceFiles(), ...testFiles()].flatMap((path) =>
    path.split('/').map((part) => ({ path, part: part.replace(/(?:\.test)?(?:\.kit)?\.tsx?$/u, '') })),
  )
  expect(parts.filter(({ part }) => drawers.has(part))).toEqual([])
  expect([...sourceFiles(), ...testFiles()].filter((path) => !/^[a-z0-9]+(?:[-_.][a-z0-9]+)*\.tsx?$/u.test(basename(path)))).toEqual([])
})

test('an index.ts is the entry of a package or a generated list', () => {
  const allowed = new Set(['packages/runtime/src/detect/index.ts', `${rulesFolder}/index.ts`, `${codemodsFolder}/index.ts`])
  const entries = sourceFiles().filter((path) => basename(path) === 'index.ts' && !allowed.has(path))
  expect(entries.filter((path) => !/^packages\/[\w-]+\/src$/u.test(dirname(path)))).toEqual([])
})

test('every module says in its first line what it answers, and every exported name is documented', () => {
  expect(sourceFiles().flatMap((path) => undocumentedNames(path))).toEqual([])
})

test('nothing is left for later: no TODO, no skipped or focused test', () => {
  const files = [...sourceFiles(), ...testFiles()].filter((path) => path !== 'packages/dev/src/house.test.ts')
  expect(files.filter((path) => /\b(?:TODO|FIXME|XXX)\b/u.test(textOf(path)))).toEqual([])
  expect(testFiles().filter((path) => /\b(?:test|it|describe)\.(?:skip|only|todo|fails)\(/u.test(textOf(path)))).toEqual([])
})

test('the catalogue and the runtime have no third-party dependency, and packages agree on one version', () => {
  const manifests = publicPackages.map(
    (name) => JSON.parse(textOf(`packages/${name}/package.json`)) as { version: string; dependencies?: Record<string, string> },
  )
  expect(new Set(manifests.map(({ version }) => version)).size).toBe(1)
  const own = (name: string): boolean => name.startsWith('@offloop/')
  for (const name of ['catalog', 'runtime']) {
    const { dependencies = {} } = JSON.parse(textOf(`packages/${name}/package.json`)) as { dependencies?: Record<string, string> }
    expect(
      Object.keys(dependencies).filter((dependency) => !own(dependency)),
      name,
    ).toEqual([])
  }
})

test.each(publicPackages)('the tarball of %s holds its build and its README, no tests, and is not too large', async (name) => {
  const { files, unpackedSize } = await packedFiles(name)
  const paths = files.map(({ path }) => path)
  expect(['README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts'].filter((path) => !paths.includes(path))).toEqual([])
  expect(paths.filter((path) => /\.test\.|\.tsbuildinfo|^src\//u.test(path))).toEqual([])
  expect(unpackedSize).toBeLessThan(largest[name])
})

test('every folder of the tree that a newcomer opens explains itself', () => {
  const readmes = ['README.md', 'fixtures/README.md', 'test/README.md', ...publicPackages.map((name) => `packages/${name}/README.md`)]
  expect(readmes.filter((path) => !read(path))).toEqual([])
  expect(filesBelow('fixtures/apps').filter((path) => /^fixtures\/apps\/[^/]+\/README\.md$/u.test(path)).length).toBeGreaterThan(0)
})

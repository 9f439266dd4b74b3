import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Rule } from 'eslint'
import { afterEach, expect, test } from 'vitest'
import { readPage } from './page.ts'
import { root } from './root.ts'
import { runExample } from './run-example.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

const kinds = [
  ['rule', 'no-slow-thing'],
  ['codemod', 'slow-to-fast'],
  ['api', '@acme/left-pad'],
  ['fixture', 'slow-to-fast/h001-plain-call'],
]

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'offloop-new-'))
  folders.push(made)
  return made
}

function scaffold(into: string, ...words: string[]): { status: number | null; output: string; paths: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'packages/dev/dist/new.js'), ...words, '--into', into], {
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr, paths: stdout.split('\n').filter((line) => /^(?:packages|fixtures)\//u.test(line)) }
}

test('it prints the paths that it wrote and the next command', () => {
  const into = folder()
  const { status, output, paths } = scaffold(into, 'rule', 'no-slow-thing')
  expect(status).toBe(0)
  expect(paths).toEqual(['ts', 'md', 'test.ts'].map((extension) => `packages/eslint-plugin/src/rules/no-slow-thing.${extension}`))
  expect(paths.filter((path) => !existsSync(join(into, path)))).toEqual([])
  expect(output).toContain('Next: npm run generate')
})

test('it refuses an unknown kind, a bad name, and to write over a file', () => {
  const into = folder()
  expect(scaffold(into, 'thing', 'x')).toMatchObject({ status: 2, output: expect.stringContaining('rule|codemod|api|fixture') })
  expect(scaffold(into, 'rule', 'NoSlow')).toMatchObject({ status: 2, output: expect.stringContaining('no-<what>') })
  expect(scaffold(into, 'fixture', '../escape')).toMatchObject({ status: 2 })
  expect(readdirSync(into)).toEqual([])
  expect(scaffold(into, 'api', 'left-pad').status).toBe(0)
  expect(scaffold(into, 'api', 'left-pad')).toMatchObject({ status: 2, output: expect.stringContaining('exists already') })
})

test('what it scaffolds builds, and a new rule passes its page and its test', async () => {
  const into = folder()
  for (const name of ['catalog', 'eslint-plugin', 'codemods']) {
    cpSync(join(root, 'packages', name), join(into, 'packages', name), {
      recursive: true,
      filter: (path) => !/\/(?:dist|node_modules)$/u.test(path),
    })
    const own = join(root, 'packages', name, 'node_modules')
    if (existsSync(own)) symlinkSync(own, join(into, 'packages', name, 'node_modules'))
  }
  symlinkSync(join(root, 'packages/analysis'), join(into, 'packages/analysis'))
  cpSync(join(root, 'tsconfig.json'), join(into, 'tsconfig.json'))
  cpSync(join(root, '.oxfmtrc.json'), join(into, '.oxfmtrc.json'))
  cpSync(join(root, 'package.json'), join(into, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(into, 'node_modules'))
  const written = kinds.flatMap((words) => scaffold(into, ...words).paths)
  expect(written).toHaveLength(14)
  const format = spawnSync('node_modules/.bin/oxfmt', ['-c', '.oxfmtrc.json', '--check', ...written], { cwd: into, encoding: 'utf8' })
  expect(format.stdout + format.stderr).toContain('All matched files use the correct format')
  for (const name of ['catalog', 'eslint-plugin', 'codemods']) {
    const compiled = spawnSync('node_modules/.bin/tsc', ['-p', `packages/${name}`, '--noEmit', '--composite', 'false'], {
      cwd: into,
      encoding: 'utf8',
    })
    expect(compiled.stdout, name).toBe('')
  }
  writeFileSync(
    join(into, 'packages/eslint-plugin/src/rules/index.ts'),
    "import rule from './no-slow-thing.ts'\nexport const rules = { 'no-slow-thing': rule }\n",
  )
  const tested = spawnSync('node_modules/.bin/vitest', ['run', '--root', into, 'no-slow-thing'], {
    cwd: into,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  expect(tested.stdout + tested.stderr).toMatch(/Tests {2}7 passed/u)
  const rules = join(into, 'packages/eslint-plugin/src/rules')
  const { default: rule } = (await import(join(rules, 'no-slow-thing.ts'))) as { default: Rule.RuleModule }
  const { examples } = readPage(readFileSync(join(rules, 'no-slow-thing.md'), 'utf8'))
  expect(examples).toHaveLength(3)
  for (const example of examples) expect(await runExample(example, 'no-slow-thing', { rules: { 'no-slow-thing': rule } })).toEqual([])
})

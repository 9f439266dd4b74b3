/** Runs that change what a package exports, and says so to people and to programs. */
import { expect, test } from 'vitest'
import { offloop, project, read } from './offloop.test.kit.ts'

const files = {
  'package.json': '{ "name": "price-catalog", "version": "1.0.0", "type": "module", "exports": "./index.mjs" }',
  'index.mjs': "import { readFileSync } from 'node:fs'\nexport function prices(name) {\n  return readFileSync(name, 'utf8')\n}\n",
}

interface Report {
  readonly settings: { readonly public?: string }
  readonly breaking: readonly { readonly package: string; readonly name: string; readonly file: string; readonly line: number }[]
}

const reports = ['--report', 'plan.json', '--report', 'plan.html']

test('exports that give a promise from now on are listed in the summary, the JSON and the page', async () => {
  const root = project(files)
  const { code, stdout } = await offloop(root, 'sync-to-async', '--dry', '--public', 'convert', ...reports)
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining(
      'breaking: semver major, 1 export gives a promise now\n    price-catalog: prices (index.mjs:2)\n',
    ) as string,
  })
  const { settings, breaking } = JSON.parse(read(root, 'plan.json')) as Report
  expect({ public: settings.public, breaking }).toEqual({
    public: 'convert',
    breaking: [{ package: 'price-catalog', name: 'prices', file: 'index.mjs', line: 2 }],
  })
  expect(read(root, 'plan.html')).toMatch(
    /<h2>Breaking: semver major<\/h2>.*<li>price-catalog: <code>prices<\/code> <code>index\.mjs:2<\/code><\/li>/su,
  )
})

test('without being asked nothing breaks, and a form that does not exist is refused', async () => {
  const root = project(files)
  const { stdout } = await offloop(root, 'sync-to-async', '--dry', ...reports)
  expect(stdout).not.toContain('breaking')
  expect((JSON.parse(read(root, 'plan.json')) as Report).breaking).toEqual([])
  expect(read(root, 'plan.html')).not.toContain('Breaking')
  expect(await offloop(root, 'sync-to-async', '--dry', '--public', 'break')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--public is "break": use keep, twin or convert') as string,
  })
  expect(await offloop(root, 'sync-to-async', '--dry', '--listeners', 'drop')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--listeners is "drop": use keep or convert') as string,
  })
})

test('a twin beside what is exported needs no strategy', async () => {
  const root = project(files)
  expect(await offloop(root, 'sync-to-async', '--yes', '--public', 'twin')).toMatchObject({ code: 0 })
  expect(read(root, 'index.mjs')).toContain('export async function pricesAsync(name)')
})

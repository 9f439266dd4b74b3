/** What one process has read, the next one doesn't parse: at any place, and never when the text is another. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openProject } from '../project.ts'
import type { OpenOptions, Project } from '../project.ts'
import { callsOf, findingsOf, scratchFolder } from '../scratch-project.test.kit.ts'
import { parseFile } from '../parse/file.ts'
import { summarise } from '../summarise/summarise.ts'
import { readCacheFile } from './cache-file.ts'
import { encodeSummary } from './encode-summary.ts'
import { SummaryCache } from './summary-cache.ts'

const load = "import { readFileSync } from 'node:fs'\nexport function load() {\n  return readFileSync('x')\n}\n"
const run = "import { load } from './load.js'\nexport async function run() {\n  load()\n}\n"
const files = { 'package.json': '{}', 'node_modules/.keep': '', 'load.ts': load, 'run.ts': run }
const found = ['run.ts:3 chain: run -> load -> readFileSync']
const inModules = 'node_modules/.cache/offloop/index'

afterEach(() => vi.unstubAllEnvs())

function read(root: string, options: OpenOptions = {}): { stats: string; findings: string[]; project: Project } {
  const project = openProject(root, options)
  const { parsed, fromCache } = project.stats()
  return { stats: `${parsed} parsed, ${fromCache} from the cache`, findings: findingsOf(project), project }
}

test('the second time nothing is parsed, and the answers are the same', () => {
  const root = scratchFolder(files)
  const [first, second] = [read(root), read(root)]
  expect([first.stats, second.stats]).toEqual(['2 parsed, 0 from the cache', '0 parsed, 2 from the cache'])
  expect([first.findings, second.findings]).toEqual([found, found])
  expect(second.project.blockingCalls()).toEqual(first.project.blockingCalls())
})

test('only a changed file is parsed, even if its size and its time stayed the same', () => {
  const root = scratchFolder(files)
  read(root)
  const path = join(root, 'run.ts')
  const { atime, mtime } = statSync(path)
  writeFileSync(path, run.replace('run()', 'row()'))
  utimesSync(path, atime, mtime)
  expect(read(root)).toMatchObject({ stats: '1 parsed, 1 from the cache', findings: ['run.ts:3 chain: row -> load -> readFileSync'] })
})

test('a file that gets another extension is parsed by its rules', () => {
  const root = scratchFolder({ ...files, 'generic.ts': 'export const a = <T>(b: T) => b' })
  read(root)
  renameSync(join(root, 'generic.ts'), join(root, 'generic.js'))
  expect(read(root).project.problems).toMatchObject([{ code: 'unparsable' }])
})

test('the text is the one that was read, whatever has become of the file since', () => {
  const root = scratchFolder(files)
  read(root)
  const { project } = read(root)
  writeFileSync(join(root, 'run.ts'), 'gone')
  expect(project.text(join(root, 'run.ts'))).toBe(run)
})

test('an unsaved text is not kept for others', () => {
  const root = scratchFolder(files)
  const { project } = read(root)
  project.update(join(root, 'run.ts'), '')
  expect(findingsOf(project)).toEqual([])
  expect(read(root)).toMatchObject({ stats: '0 parsed, 2 from the cache', findings: found })
})

test('without a node_modules folder in the repository nothing is written', () => {
  const { 'node_modules/.keep': _, ...others } = files
  const root = scratchFolder({ 'node_modules/.keep': '', 'repository/.git/HEAD': '' })
  for (const [path, text] of Object.entries(others)) writeFileSync(join(root, 'repository', path), text)
  read(join(root, 'repository'))
  expect(readdirSync(join(root, 'repository')).sort()).toEqual(['.git', 'load.ts', 'package.json', 'run.ts'])
  expect(readdirSync(join(root, 'node_modules'))).toEqual(['.keep'])
})

test.each([
  ['the option', { cache: false }, undefined],
  ['the environment', {}, 'off'],
])('%s turns it off', (_, options, environment) => {
  if (environment !== undefined) vi.stubEnv('OFFLOOP_INDEX_CACHE', environment)
  const root = scratchFolder(files)
  read(root, options)
  expect(read(root, options).stats).toBe('2 parsed, 0 from the cache')
  expect(existsSync(join(root, 'node_modules/.cache'))).toBe(false)
})

test('a folder may be named by the option or by the environment; the option comes first', () => {
  const [root, elsewhere] = [scratchFolder(files), scratchFolder({})]
  vi.stubEnv('OFFLOOP_INDEX_CACHE', join(elsewhere, 'environment'))
  read(root)
  read(root, { cache: join(elsewhere, 'option') })
  expect(readdirSync(elsewhere).sort()).toEqual(['environment', 'option'])
  expect(existsSync(join(root, 'node_modules/.cache'))).toBe(false)
  expect([read(root).stats, read(root, { cache: join(elsewhere, 'option') }).stats]).toEqual(Array(2).fill('0 parsed, 2 from the cache'))
})

test('entries go with their files; those that another run selects stay', () => {
  const root = scratchFolder({ ...files, 'other/more.ts': '' })
  const entries = (): string[] => [...readCacheFile(join(root, inModules, 'package.index')).keys()]
  read(root)
  expect(entries()).toEqual(['load.ts', 'other/more.ts', 'run.ts'])
  rmSync(join(root, 'load.ts'))
  read(root, { paths: ['other'] })
  expect(entries()).toEqual(['other/more.ts', 'run.ts'])
})

test('what another process wrote meanwhile is kept', () => {
  const root = scratchFolder(files)
  const cache = new SummaryCache(root, undefined)
  const path = join(root, 'run.ts')
  expect(cache.find(path, Buffer.from(run))).toBeUndefined()
  read(root, { paths: ['load.ts'] })
  cache.add(path, Buffer.from(run), encodeSummary(summarise(parseFile(path, run))))
  cache.save([])
  expect(read(root)).toMatchObject({ stats: '0 parsed, 2 from the cache', findings: found })
})

const workspace = {
  'package.json': '{ "workspaces": ["packages/*"] }',
  '.git/HEAD': '',
  'node_modules/.keep': '',
  'packages/a/package.json': '{ "name": "a" }',
  'packages/a/load.ts': load,
  'packages/b/package.json': '{ "name": "b" }',
  'packages/b/run.ts': run.replace('./load.js', '../a/load.js'),
}

test('another checkout takes a package from the cache that was copied to it, and parses the rest', () => {
  const [first, second] = [scratchFolder(workspace), scratchFolder(workspace)]
  const one = read(first)
  const name = join(inModules, 'packages%2Fa.index')
  mkdirSync(join(second, inModules), { recursive: true })
  cpSync(join(first, name), join(second, name))
  const other = read(second)
  expect([one.stats, other.stats]).toEqual(['2 parsed, 0 from the cache', '1 parsed, 1 from the cache'])
  expect(other.findings).toEqual(one.findings)
  expect(one.findings).toEqual(['packages/b/run.ts:3 chain: run -> load -> readFileSync'])
  expect(other.project.blockingCalls()[0]!.place.file).toBe(join(second, 'packages/a/load.ts'))
})

test('the same sources make the same bytes, at any place and in any order', () => {
  const [first, second] = [scratchFolder(workspace), scratchFolder({ ...workspace, 'packages/a/zero.ts': '' })]
  read(first)
  rmSync(join(second, 'packages/a/zero.ts'))
  for (const path of ['packages/b', 'packages/a', '.']) read(join(second, path))
  const bytes = (root: string): Buffer[] => readdirSync(join(root, inModules)).map((name) => readFileSync(join(root, inModules, name)))
  expect(bytes(first)).toHaveLength(2)
  expect(bytes(second)).toEqual(bytes(first))
})

test('a package that is opened by itself and the whole workspace share what was read', () => {
  const root = scratchFolder({ ...workspace, 'packages/b/node_modules/.keep': '' })
  read(join(root, 'packages/a'))
  read(join(root, 'packages/b'))
  expect(existsSync(join(root, 'packages/b', inModules, 'package.index'))).toBe(true)
  expect(read(root).stats).toBe('0 parsed, 2 from the cache')
})

test('a relative folder is one in each package', () => {
  const root = scratchFolder(workspace)
  read(root, { cache: '.cache/index' })
  for (const name of ['a', 'b']) expect(readdirSync(join(root, 'packages', name, '.cache/index'))).toEqual(['package.index'])
  expect(read(join(root, 'packages/a'), { cache: '.cache/index' }).stats).toBe('0 parsed, 1 from the cache')
})

test('a file that does not parse is said each time', () => {
  const root = scratchFolder({ ...files, 'bad.ts': 'const = 1' })
  expect([read(root), read(root)].map(({ project }) => project.problems.map(({ code }) => code))).toEqual([['unparsable'], ['unparsable']])
  expect(callsOf(read(root).project)).toHaveLength(1)
})

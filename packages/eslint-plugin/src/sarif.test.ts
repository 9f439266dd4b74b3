/** The SARIF that comes out of real ESLint runs, held against the schema. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import type { Linter } from 'eslint'
import { describe, expect, test } from 'vitest'
import type plugin from './index.ts'
import { folderOf } from './lint-files.test.kit.ts'
import { config, direct, flowOf, parsed, regionOf, runOf, shop } from './sarif/run.test.kit.ts'
import sarif from './sarif.ts'

const require = createRequire(import.meta.url)
const cast = 'export const is = (a: unknown) => { if (!!a) return 1; return 2 }\n'

describe('a finding with a chain', () => {
  test('leads from the handler through the helper to what blocks', async () => {
    const { results } = await runOf(folderOf(shop))
    expect(results).toHaveLength(1)
    const [result] = results
    expect(result).toMatchObject({ ruleId: 'offloop/no-blocking-chain', ruleIndex: 0, level: 'error' })
    expect(regionOf(result)).toEqual({ startLine: 5, startColumn: 12, endLine: 5, endColumn: 19 })
    expect(flowOf(result)).toEqual([
      'src/app.ts:4 `GET /invoice` begins here',
      'src/app.ts:5 calls `invoice`',
      'src/invoice.ts:4 `readFileSync` blocks',
    ])
    const last = result?.codeFlows?.[0]?.threadFlows[0]?.locations.at(-1)?.location?.physicalLocation
    expect(last?.region).toEqual({ startLine: 4, startColumn: 10, endLine: 4, endColumn: 22 })
    expect(last?.artifactLocation).toEqual({ uri: 'src/invoice.ts', uriBaseId: '%SRCROOT%' })
  })

  test('that blocks in the root itself has two steps', async () => {
    const { results } = await runOf(folderOf({ 'src/load.ts': direct }))
    expect(results.map(flowOf)).toEqual([['src/load.ts:3 `load` begins here', 'src/load.ts:4 `readFileSync` blocks']])
  })

  test('that begins at the same place as another is told apart by the message', async () => {
    const text = `import { existsSync, readFileSync } from 'node:fs'

export async function load() {
  return both('a')
}
function both(name: string) {
  return existsSync(name) && content(name)
}
function content(name: string) {
  return readFileSync(name)
}
`
    const { results } = await runOf(folderOf({ 'src/both.ts': text }))
    expect(flowOf(results[0]).at(-1)).toBe('src/both.ts:10 `readFileSync` blocks')
    const metadata = { rules: { 'offloop/no-blocking-chain': ['error', { tiers: ['metadata'] }] } } satisfies Linter.Config
    const other = await runOf(folderOf({ 'src/both.ts': text }), metadata)
    expect(flowOf(other.results[0]).at(-1)).toBe('src/both.ts:7 `existsSync` blocks')
  })

  test('keeps its places in a file with a byte order mark and old line ends', async () => {
    const { results } = await runOf(
      folderOf({ 'src/mark.ts': `\uFEFFexport async function load() { return require('fs').readFileSync('a') }\r\n` }),
    )
    const [root, call] = results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? []
    expect(root?.location?.message?.text).toBe('`load` begins here')
    expect(call?.location?.physicalLocation?.region).toEqual(regionOf(results[0]))
  })

  test('of another rule has no code flow', async () => {
    const { results } = await runOf(folderOf({ 'src/cast.ts': cast }))
    expect(results.map(({ ruleId, level, codeFlows }) => [ruleId, level, codeFlows])).toEqual([
      ['no-extra-boolean-cast', 'warning', undefined],
    ])
  })
})

describe('the run', () => {
  test('names the tool, the rules, the files and the folder', async () => {
    const folder = folderOf(shop)
    const { tool, artifacts, originalUriBaseIds, invocations } = await runOf(folder)
    expect(tool.driver).toMatchObject({ name: 'ESLint', version: ESLint.version })
    expect(tool.driver.rules?.map(({ id }) => id)).toEqual(['offloop/no-blocking-chain'])
    const [rule] = tool.driver.rules ?? []
    expect(rule?.shortDescription?.text).toMatch(/off the event loop$/u)
    expect(rule?.helpUri).toMatch(/no-blocking-chain\.md$/u)
    expect(rule?.properties).toMatchObject({ type: 'problem', recommended: true })
    expect(artifacts?.map(({ location }) => location?.uri)).toEqual(['src/app.ts', 'src/invoice.ts'])
    const base = originalUriBaseIds?.['%SRCROOT%']?.uri ?? ''
    expect(fileURLToPath(base)).toBe(`${folder}/`)
    expect(invocations).toEqual([{ executionSuccessful: true, workingDirectory: { uri: base } }])
  })

  test('without results is valid', async () => {
    expect((await runOf(folderOf({ 'src/fine.ts': 'export {}\n' }))).results).toEqual([])
    expect(parsed(sarif([], { cwd: '/', rulesMeta: {} })).artifacts).toEqual([])
  })

  test('says which file does not parse', async () => {
    const { invocations, results } = await runOf(folderOf({ ...shop, 'src/broken.ts': 'export const = 1\n' }))
    expect(results).toHaveLength(1)
    const [invocation] = invocations ?? []
    expect(invocation?.executionSuccessful).toBe(false)
    const [notification] = invocation?.toolConfigurationNotifications ?? []
    expect(notification).toMatchObject({ level: 'error', message: { text: expect.stringMatching(/^Parsing error/u) as string } })
    expect(notification?.locations?.[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'src/broken.ts' },
      region: { startLine: 1 },
    })
  })

  test('offers what `--fix` would do', async () => {
    const { results } = await runOf(folderOf({ 'src/cast.ts': cast }))
    const deletedRegion = { startLine: 1, startColumn: 41, endLine: 1, endColumn: 44 }
    expect(results[0]?.fixes).toEqual([
      {
        artifactChanges: [
          {
            artifactLocation: { uri: 'src/cast.ts', uriBaseId: '%SRCROOT%', index: 0 },
            replacements: [{ deletedRegion, insertedContent: { text: 'a' } }],
          },
        ],
      },
    ])
  })
})

describe('as ESLint loads it', () => {
  const releases = [
    ['10', require],
    ['newest 9', createRequire(require.resolve('eslint-9-newest/package.json'))],
    ['9.15', createRequire(require.resolve('eslint-9-oldest/package.json'))],
  ] as const

  test.each(releases)('ESLint %s, by its path', async (_, requireFrom) => {
    const { ESLint: Engine } = requireFrom('eslint') as { ESLint: typeof ESLint }
    const { default: built } = (await import('@offloop/eslint-plugin')) as { default: typeof plugin }
    const folder = folderOf(shop)
    const overrideConfig = [built.configs.recommended, ...config.slice(1)]
    const engine = new Engine({ cwd: folder, overrideConfigFile: true, overrideConfig })
    const results = await engine.lintFiles(['src'])
    const formatter = await engine.loadFormatter(require.resolve('@offloop/eslint-plugin/sarif'))
    const run = parsed(await formatter.format(results))
    expect(run.results.map((result) => flowOf(result).length)).toEqual([3])
  })
})

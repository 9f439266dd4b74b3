/** What becomes of one file's messages: marks, names, fingerprints, and what is left when the file has changed since. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Linter } from 'eslint'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { folderOf } from '../lint-files.test.kit.ts'
import sarif from '../sarif.ts'
import { direct, flowOf, lint, parsed, regionOf, runOf, shop } from './run.test.kit.ts'

afterEach(() => vi.unstubAllEnvs())

describe('what is suppressed', () => {
  const silenced = direct.replace('  return', '  // eslint-disable-next-line offloop/no-blocking-call -- once a day\n  return')

  test('is marked', async () => {
    const { results } = await runOf(folderOf({ 'src/load.ts': silenced }))
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'inSource', status: 'accepted', justification: 'once a day' }],
    ])
  })

  test('by the suppressions file is external', async () => {
    const folder = folderOf({ 'src/load.ts': direct })
    const linted = await lint(folder)
    const moved = linted.results.map((result) => {
      const suppressedMessages = result.messages.map((message) => ({ ...message, suppressions: [{ kind: 'file', justification: '' }] }))
      return { ...result, messages: [], suppressedMessages: suppressedMessages as Linter.SuppressedLintMessage[] }
    })
    expect(linted.run(moved).results[0]?.suppressions).toEqual([{ kind: 'external', status: 'accepted' }])
  })

  test('is left out on demand, and the fingerprints of the rest stay', async () => {
    const twice = `${silenced}\nexport async function again() {\n  return readFileSync('a')\n}\n`
    const folder = folderOf({ 'src/load.ts': twice })
    const all = await runOf(folder)
    vi.stubEnv('SARIF_ESLINT_IGNORE_SUPPRESSED', 'true')
    const rest = await runOf(folder)
    expect(all.results.map(({ suppressions }) => suppressions?.length)).toEqual([1, undefined])
    expect(rest.results).toEqual(all.results.slice(1))
  })
})

describe('file names', () => {
  test.each([
    ['src/a b.ts', 'src/a%20b.ts'],
    ['src/c#d.ts', 'src/c%23d.ts'],
    ['src/100%.ts', 'src/100%25.ts'],
    ['src/[id].ts', 'src/%5Bid%5D.ts'],
    ['c:/what?.ts', 'c%3A/what%3F.ts'],
    ['src/back\\slash.ts', 'src/back%5Cslash.ts'],
    ['src/größe.ts', 'src/gr%C3%B6%C3%9Fe.ts'],
  ])('%s', async (path, uri) => {
    const folder = folderOf({ [`[x] #1/${path}`]: direct })
    const cwd = join(folder, '[x] #1')
    const { results, originalUriBaseIds } = await runOf(cwd, {}, '.')
    expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({ uri, uriBaseId: '%SRCROOT%', index: 0 })
    const base = originalUriBaseIds?.['%SRCROOT%']?.uri ?? ''
    expect(base).toMatch(/%5Bx%5D%20%231\/$/u)
    expect(fileURLToPath(new URL(uri, base))).toBe(join(cwd, path))
    expect(flowOf(results[0])).toEqual([`${uri}:3 \`load\` begins here`, `${uri}:4 \`readFileSync\` blocks`])
  })

  test('outside the working directory are absolute', async () => {
    const folder = folderOf({ 'src/load.ts': direct, 'other/package.json': '{}' })
    const { results, run } = await lint(folder)
    const location = run(results, join(folder, 'other')).results[0]?.locations?.[0]?.physicalLocation?.artifactLocation
    expect(location?.uriBaseId).toBeUndefined()
    expect(fileURLToPath(location?.uri ?? '')).toBe(join(folder, 'src/load.ts'))
  })
})

describe('fingerprints', () => {
  test('stay when lines come above, and differ between equal lines', async () => {
    const twice = `${direct}\nexport async function again() {\n  return readFileSync('a')\n}\n`
    const folder = folderOf({ 'src/load.ts': twice })
    const before = (await runOf(folder)).results
    writeFileSync(join(folder, 'src/load.ts'), `// one\n\n// two\n${twice.replaceAll('  return', '    return')}`)
    const after = (await runOf(folder)).results
    expect(after.map((result) => regionOf(result)?.startLine)).toEqual([7, 11])
    expect(after.map(({ partialFingerprints }) => partialFingerprints)).toEqual(
      before.map(({ partialFingerprints }) => partialFingerprints),
    )
    expect(new Set(before.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).size).toBe(2)
  })

  test('are not those of the same line in another file', async () => {
    const { results } = await runOf(folderOf({ 'src/a.ts': direct, 'src/b.ts': direct }))
    expect(new Set(results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).size).toBe(2)
  })
})

describe('what changed since the lint', () => {
  test('a file that has gone keeps the chain that the lint has seen', async () => {
    const folder = folderOf(shop)
    const { run } = await lint(folder)
    rmSync(join(folder, 'src'), { recursive: true })
    const [result] = run().results
    expect(result?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(3)
  })

  test('a file that never was, in a folder that never was, has none', () => {
    const message = { ruleId: 'offloop/no-blocking-call', severity: 2 as const, message: 'x', line: 3, column: Number.NaN }
    const counts = { errorCount: 1, fatalErrorCount: 0, warningCount: 0, fixableErrorCount: 0, fixableWarningCount: 0 }
    const result = { filePath: '/never/was.ts', messages: [message], suppressedMessages: [], usedDeprecatedRules: [], ...counts }
    const run = parsed(sarif([result], { cwd: '/never', rulesMeta: {} }))
    expect(run.tool.driver.rules).toEqual([{ id: 'offloop/no-blocking-call' }])
    expect(regionOf(run.results[0])).toEqual({ startLine: 3 })
  })
})

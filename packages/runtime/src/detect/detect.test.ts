/** Runs servers under the detector, started as users start it, and reads what it reports. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, serve, shortOf } from './serve.test.kit.ts'

const server = fixture('server.mjs')

describe.concurrent('node --import @offloop/runtime/detect', () => {
  test('a blocking call in a request is a record with its place, route and time', async () => {
    const { records, answers, code } = await serve(['/read', '/read-later'])
    expect(code).toBe(0)
    expect(answers).toEqual([true, true])
    expect(records.map(shortOf)).toEqual([
      ['call', 'node:fs.readFileSync', 1, { method: 'GET', route: '/read' }, 'server.mjs'],
      ['call', 'node:fs.readFileSync', 1, { method: 'GET', route: '/read-later' }, 'server.mjs'],
    ])
    const line = readFileSync(server, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes("'/read':"))
    expect(records[0]?.source).toMatchObject({ name: '/read', line: line + 1 })
    expect(records[0]?.stack[0]).toEqual(records[0]?.source)
    expect(records[0]?.durationMs).toBeGreaterThan(0)
    expect(records[0]?.tier).toMatch(/./u)
  })

  test('G07 start-up code, async calls and allowed regions are no records', async () => {
    const { records, answers, stderr } = await serve(['/async', '/allowed', '/allowed-later'])
    expect(answers).toEqual([true, true, true])
    expect(records).toEqual([])
    expect(stderr).toBe('')
  })

  test('G28 what coverage, source maps and new threads read is no call of the application', async () => {
    const coverage = mkdtempSync(join(tmpdir(), 'offloop-coverage-'))
    const { records, answers, code } = await serve(['/async', '/thread'], {
      NODE_V8_COVERAGE: coverage,
      NODE_OPTIONS: '--enable-source-maps',
    })
    expect({ answers, code }).toEqual({ answers: [true, 'ended'], code: 0 })
    expect(records).toEqual([])
    expect(readdirSync(coverage).length).toBeGreaterThan(0)
  })

  test('G18 a module that is loaded in a request is a record of its own kind, once, with all that it reads', async () => {
    const { records } = await serve(['/require', '/require'])
    expect(records.map((each) => [...shortOf(each), basename(each.path ?? '')])).toEqual([
      ['load', 'node:module.require', 1, { method: 'GET', route: '/require' }, 'server.mjs', 'data.cjs'],
    ])
  })

  test('calls of one site and route are counted, none is lost', async () => {
    const { records } = await serve(['/many', '/many'])
    expect(records.reduce((sum, { count }) => sum + count, 0)).toBe(100)
    expect(records.length).toBeLessThan(20)
    expect(new Set(records.map(({ source }) => source?.line)).size).toBe(1)
  })

  test('mode throw refuses the call by name, with the remedy', async () => {
    const { answers, records } = await serve(['/read', '/allowed', '/require'], { OFFLOOP_MODE: 'throw' })
    expect(answers).toEqual([
      {
        name: 'SynchronousOnlyOperationError',
        code: 'OFFLOOP_SYNC_ON_LOOP',
        message: expect.stringMatching(/readFileSync[\s\S]*Await readFile of node:fs\/promises/u) as string,
      },
      true,
      3,
    ])
    expect(records.map(({ kind, durationMs }) => [kind, durationMs === 0])).toEqual([
      ['call', true],
      ['load', false],
    ])
  })

  test('ids that are allowed are no records; mode off is silence', async () => {
    expect((await serve(['/read'], { OFFLOOP_ALLOW: ' node:fs.readFileSync , ' })).records).toEqual([])
    expect(await serve(['/read'], { OFFLOOP_MODE: 'off' })).toEqual({ answers: [true], records: [], stderr: '', code: 0 })
  })

  test('settings that mean nothing are said once, and the default is used', async () => {
    const { stderr, records } = await serve(['/read'], { OFFLOOP_MODE: 'strict', OFFLOOP_THRESHOLD: 'soon', OFFLOOP_ALLOW: 'readFileSync' })
    const said = stderr.split('\n').filter((line) => /^offloop: (?:mode|threshold|allow) /u.test(line))
    expect(said).toEqual([
      expect.stringMatching(/mode "strict" is none of report, throw, off/u),
      expect.stringMatching(/threshold "soon" is no number/u),
      expect.stringMatching(/allow names "readFileSync", which is no id/u),
    ])
    expect(records).toHaveLength(1)
  })

  test('without a file the call is named on stderr; the summary at exit counts it', async () => {
    const { stderr } = await serve(['/read', '/read'], { OFFLOOP_REPORT: '' })
    expect(stderr.match(/^offloop: .*readFileSync.*server\.mjs:\d+/gmu)).toHaveLength(1)
    expect(stderr).toMatch(/GET \/read/u)
    const silent = await serve(['/read'], { OFFLOOP_SUMMARY: '0' })
    expect(silent.stderr).toBe('')
    expect(silent.records).toHaveLength(1)
  })

  test('a report that cannot be written is said, and the application goes on', async () => {
    const { stderr, answers, code } = await serve(['/read'], { OFFLOOP_REPORT: join(tmpdir(), 'no-such-folder', 'blocking.jsonl') })
    expect(stderr).toMatch(/the report .*no-such-folder.* can't be written \(.*ENOENT/u)
    expect({ answers, code }).toEqual({ answers: [true], code: 0 })
  })

  test('a stall in plain code is a record with the stack on which the loop was stuck', async () => {
    const { records } = await serve(['/spin'], { OFFLOOP_WATCHDOG: '1', OFFLOOP_THRESHOLD: '50' })
    const stalls = records.filter(({ kind, stack }) => kind === 'stall' && stack.some(({ name }) => name === 'spin'))
    expect(stalls.map(({ api, context }) => ({ api, context }))).toEqual([{ api: 'stall', context: { method: 'GET', route: '/spin' } }])
    expect(stalls[0]?.durationMs).toBeGreaterThan(50)
  })
})

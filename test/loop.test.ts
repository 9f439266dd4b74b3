/** The loop closes on a whole server: what the detector sees the lint predicts, what is migrated the detector no longer sees. */
import { openProject } from '@offloop/analysis'
import { lintFolder } from '@offloop/dev/demo/lint'
import { migrateFolder } from '@offloop/dev/demo/migrate'
import { readRecords } from '@offloop/dev/demo/records'
import type { BlockingRecord } from '@offloop/dev/demo/records'
import { copySubject, runScript } from '@offloop/dev/demo/subject'
import type { Subject } from '@offloop/dev/demo/subject'
import { root } from '@offloop/dev/root'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Runs the application's own tests with the detector in each server that they start. */
async function testUnderDetector(subject: Subject): Promise<{ ok: boolean; output: string; records: BlockingRecord[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-loop-'))
  const report = join(folder, 'blocking.jsonl')
  const detector = pathToFileURL(join(root, 'packages/runtime/dist/detect/index.js')).href
  // the application's tests end their servers with a signal, which would cut the report short
  const stopper = `data:text/javascript,${encodeURIComponent('process.on("SIGTERM",()=>process.exit(0))')}`
  const result = await runScript(subject, 'test', {
    NODE_OPTIONS: `--enable-source-maps --import ${detector} --import ${stopper}`,
    OFFLOOP_REPORT: report,
    OFFLOOP_SUMMARY: '0',
    OFFLOOP_WATCHDOG: '0',
  })
  const records = readRecords(report)
  rmSync(folder, { recursive: true })
  return { ...result, records }
}

const seenIn = (records: readonly BlockingRecord[], subject: Subject): Set<string> =>
  new Set(
    records.flatMap((each) =>
      each.kind === 'call' && each.source?.file.startsWith(join(subject.folder, 'src'))
        ? [`${each.api} ${relative(subject.folder, each.source.file)}:${each.source.line}`]
        : [],
    ),
  )

const predictedIn = (subject: Subject): Set<string> =>
  new Set(
    openProject(subject.folder)
      .blockingCalls()
      .flatMap((each) => (each.reach === 'loop' ? [`${each.api.id} ${relative(subject.folder, each.place.file)}:${each.place.line}`] : [])),
  )

const textsOf = (subject: Subject): Map<string, string> =>
  new Map(
    readdirSync(join(subject.folder, 'src'), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => [join(each.parentPath, each.name), readFileSync(join(each.parentPath, each.name), 'utf8')]),
  )

// The Django examples have no tests of their own to drive them; test/django does.
const applications = readdirSync(join(root, 'fixtures/apps')).filter((name) => !name.startsWith('django-'))

describe.each(applications)('%s', (name) => {
  let subject: Subject
  beforeAll(async () => {
    subject = copySubject(name)
    expect(await runScript(subject, 'build')).toMatchObject({ ok: true })
  })
  afterAll(() => subject.remove())

  test('its own tests pass under the detector, and every blocking call that is seen is predicted, by the same id at the same line', async () => {
    const { ok, output, records } = await testUnderDetector(subject)
    expect(ok, output).toBe(true)
    const seen = seenIn(records, subject)
    expect(seen.size).toBeGreaterThan(5)
    const predicted = predictedIn(subject)
    expect([...seen].filter((each) => !predicted.has(each))).toEqual([])
  })
})

describe('printshop', () => {
  let subject: Subject
  beforeAll(async () => {
    subject = copySubject('printshop')
    expect(await runScript(subject, 'build')).toMatchObject({ ok: true })
  })
  afterAll(() => subject.remove())

  test('every finding is in findings.txt', async () => {
    const findings = (await lintFolder(subject.folder)).map((each) => `${each.file}:${each.line} ${each.rule} ${each.message}`)
    await expect(`${findings.join('\n')}\n`).toMatchFileSnapshot(join(root, 'fixtures/apps/printshop/findings.txt'))
  })

  test('after the migration its tests pass, the detector sees only walls, and a second run changes nothing', async () => {
    const report = await migrateFolder(subject.folder)
    expect(report.exitCode, report.output).toBe(0)
    expect(report.counts['rolled-back'] ?? 0).toBe(0)
    expect(
      report.sites
        .filter((each) => each.verdict === 'wall')
        .map((each) => each.wall?.reason)
        .sort(),
    ).toEqual(['accessor', 'accessor', 'constructor', 'constructor', 'host-sync', 'host-sync', 'host-sync', 'host-sync'])

    expect(await runScript(subject, 'build')).toMatchObject({ ok: true })
    const { ok, output, records } = await testUnderDetector(subject)
    expect(ok, output).toBe(true)
    const left = predictedIn(subject)
    expect(left.size).toBe(9) // eight walls, two of them in one line, and two calls too small to matter
    expect([...seenIn(records, subject)].filter((each) => !left.has(each))).toEqual([])

    const before = textsOf(subject)
    const again = await migrateFolder(subject.folder)
    expect(again.changedFiles).toEqual([])
    expect(textsOf(subject)).toEqual(before)
  })
})

/** Code that we did not write: nothing crashes, every blocking call gets a verdict, what is written parses, and the packages' own tests pass as before. */
import { root } from '@offloop/dev/root'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { recordedProjects } from './recorded.ts'
import { runSubject } from './run-subject.ts'
import type { SubjectResult } from './run-subject.ts'
import { subjects } from './subjects.ts'
import { tablePage } from './table.ts'

const page = join(root, 'docs/published-packages.md')
const results: SubjectResult[] = []

// Most of a subject's time is spent waiting: for the registry, and for timers in its tests.
describe.concurrent('a published package', () => {
  test.each(subjects.map((subject) => ({ subject, name: subject.name })))('$name', { timeout: 300_000 }, async ({ subject }) => {
    const result = await runSubject(subject)
    results.push(result)
    const verdicts = Object.values(result.verdicts).reduce((sum, each) => sum + each, 0)
    expect(verdicts).toBe(result.calls)
    expect(result.calls).toBeGreaterThan(0)
    expect(result.broken).toEqual([])
    if (!result.before || !result.after) return
    expect(result.before.passed, result.before.output).toBeGreaterThan(0)
    expect({ passed: result.after.passed, failed: result.after.failed }, result.after.output).toEqual({
      passed: result.before.passed,
      failed: result.before.failed,
    })
    expect(result.known).toBe(result.seen)
  })
})

afterAll(() => {
  if (results.length !== subjects.length) return
  const text = tablePage(
    subjects.flatMap((subject) => results.filter((each) => each.subject === subject)),
    recordedProjects(),
  )
  if (process.env['BLESS'] !== '1') {
    expect(text, 'run it with BLESS=1 and read the difference').toBe(readFileSync(page, 'utf8'))
    return
  }
  mkdirSync(join(root, 'docs'), { recursive: true })
  writeFileSync(page, text)
})

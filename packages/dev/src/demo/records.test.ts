import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecords, sitesOf } from './records.ts'
import type { BlockingRecord } from './records.ts'

const at = (api: string, line: number, durationMs: number, route?: string, count = 1): BlockingRecord => ({
  kind: 'call',
  api,
  durationMs,
  stack: [],
  source: { name: 'load', file: '/app/src/store.ts', line, column: 1 },
  context: route === undefined ? {} : { method: 'GET', route },
  count,
  at: 0,
})

test('calls of one place are one site with its routes, the costliest site first', () => {
  const records = [
    at('readFileSync', 3, 1, '/notes', 4),
    at('statSync', 9, 10),
    at('readFileSync', 3, 2, '/about'),
    at('readFileSync', 3, 1, '/notes'),
  ]
  expect(sitesOf(records)).toEqual([
    { api: 'statSync', file: '/app/src/store.ts', line: 9, routes: [], count: 1, totalMs: 10 },
    { api: 'readFileSync', file: '/app/src/store.ts', line: 3, routes: ['GET /about', 'GET /notes'], count: 6, totalMs: 4 },
  ])
})

test('a stall is no call site', () => {
  expect(sitesOf([{ ...at('stall', 1, 50), kind: 'stall' }])).toEqual([])
})

test('a report is read line by line, and a missing one has no records', () => {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-records-'))
  const file = join(folder, 'report.jsonl')
  expect(readRecords(file)).toEqual([])
  writeFileSync(file, `${JSON.stringify(at('a', 1, 1))}\n${JSON.stringify(at('b', 2, 1))}\n`)
  expect(readRecords(file).map((each) => each.api)).toEqual(['a', 'b'])
  rmSync(folder, { recursive: true })
})

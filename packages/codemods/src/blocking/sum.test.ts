/** Checks what the page of a report is made of: nothing counted twice, nothing lost, and small however many records there are. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageOf } from './page.ts'
import type { BlockingRecord } from '@offloop/catalog'
import type { FlameData } from './report-data.ts'
import { BlockingSum } from './sum.ts'

const frame = (name: string, file = '/app/src/a.js', line = 1) => ({ name, file, line, column: 1 })
const recordOf = (fields: Partial<BlockingRecord> = {}): BlockingRecord => ({
  kind: 'call',
  api: 'node:fs.readFileSync',
  durationMs: 2,
  stack: [frame('read'), frame('handle', '/app/src/b.js', 5)],
  source: frame('read'),
  context: { method: 'GET', route: '/a' },
  count: 1,
  at: 1000,
  ...fields,
})
const sumOf = (...records: BlockingRecord[]) => {
  const sum = new BlockingSum('/app')
  for (const each of records) sum.add(each)
  return sum.data('title')
}

test('calls of one place are one site, with their routes, the costliest first', () => {
  const { sites, routes } = sumOf(
    recordOf(),
    recordOf({ durationMs: 5, count: 3, longestMs: 4, context: { method: 'GET', route: '/b' } }),
    recordOf({ api: 'node:fs.statSync' }),
  )
  expect(sites).toEqual([
    {
      kind: 'call',
      api: 'node:fs.readFileSync',
      place: 'src/a.js:1:1',
      count: 4,
      totalMs: 7,
      longestMs: 4,
      routes: ['GET /b', 'GET /a'],
      stack: ['read (src/a.js:1)', 'handle (src/b.js:5)'],
    },
    expect.objectContaining({ api: 'node:fs.statSync', count: 1, totalMs: 2 }),
  ])
  expect(routes).toEqual([
    { route: 'GET /b', count: 3, totalMs: 5, longestMs: 4, worst: 'node:fs.readFileSync at src/a.js:1:1' },
    expect.objectContaining({ route: 'GET /a', count: 2, totalMs: 4 }),
  ])
})

test('a stall that a call explains is counted, but its time only once; what debug mode found costs no time', () => {
  const data = sumOf(
    recordOf({ durationMs: 200 }),
    recordOf({ kind: 'stall', durationMs: 190 }),
    recordOf({ kind: 'stall', api: 'stall', durationMs: 300 }),
    recordOf({ kind: 'unawaited', api: 'unawaited', durationMs: 0 }),
  )
  expect(data).toMatchObject({ blockedMs: 500, calls: 1, stalls: 2, longestMs: 300, records: 4 })
  expect(data.findings.map(({ kind, count }) => [kind, count])).toEqual([['unawaited', 1]])
  expect(data.flame.value).toBe(500)
})

test('the flame graph goes from the outermost function to the call', () => {
  const path: string[] = []
  for (let node: FlameData | undefined = sumOf(recordOf()).flame; node; node = node.children[0]) path.push(node.name)
  expect(path).toEqual(['all that blocked', 'handle (src/b.js:5)', 'read (src/a.js:1)', 'node:fs.readFileSync'])
})

test('whatever the records are, the time of the slices, the sites and the routes is that of the records', () => {
  const record = fc.record({
    kind: fc.constantFrom('call', 'stall', 'load'),
    api: fc.constantFrom('stall', 'node:fs.statSync'),
    durationMs: fc.double({ min: 0, max: 5000, noNaN: true }),
    count: fc.integer({ min: 1, max: 50 }),
    at: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_600_000 }),
    context: fc.record({ route: fc.constantFrom('/a', '/b') }),
  })
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), (given) => {
      const data = sumOf(...given.map((each) => recordOf(each)))
      const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0)
      const near = (value: number): void => expect(Math.abs(value - data.blockedMs)).toBeLessThan(1e-6 * Math.max(1, data.blockedMs))
      near(total(data.timeline.callsMs) + total(data.timeline.stallsMs))
      near(total(data.sites.map(({ totalMs }) => totalMs)))
      near(total(data.routes.map(({ totalMs }) => totalMs)))
      expect(data.timeline.at.length).toBeLessThanOrEqual(402)
    }),
  )
})

test('texts of records can not end the script that holds them', () => {
  const html = pageOf(sumOf(recordOf({ context: { route: '</script><script>alert(1)</script>\u2028' } })))
  expect(html.match(/<\/script>/gu)).toHaveLength(2)
  expect(html.includes('<script>alert')).toBe(false)
})

test('100,000 records make a page of less than a megabyte', () => {
  const sum = new BlockingSum('/app')
  for (let index = 0; index < 100_000; index++) {
    const line = index % 997
    const stack = Array.from({ length: 12 }, (_, depth) => frame(`f${(index * (depth + 1)) % 89}`, `/app/src/${depth}.js`, line))
    sum.add(recordOf({ stack, source: stack[0]!, at: 1_700_000_000_000 + index, context: { method: 'GET', route: `/r${index % 613}` } }))
  }
  const data = sum.data('many')
  expect(data.records).toBe(100_000)
  expect(pageOf(data).length).toBeLessThan(1_000_000)
})

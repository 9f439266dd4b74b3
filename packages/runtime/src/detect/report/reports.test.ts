/** Checks where records go: counters, spans, the summary, a full disk, and that a site that blocks often doesn't fill it. */
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import fs from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import type { BlockingRecord } from '@offloop/catalog'
import { stopWatching, watch } from '../in-process.test.kit.ts'
import { serve } from '../serve.test.kit.ts'
import { Metrics } from './metrics.ts'
import { Sites } from './sites.ts'
import { inColour, Summary } from './summary.ts'

const here = new URL(import.meta.url)
afterEach(() => {
  stopWatching()
  vi.useRealTimers()
})

const recordOf = (fields: Partial<BlockingRecord>): BlockingRecord => ({
  kind: 'call',
  api: 'node:fs.readFileSync',
  durationMs: 2,
  stack: [],
  context: {},
  count: 1,
  at: 0,
  ...fields,
})

test('counters are in the format of Prometheus, with what is in labels escaped', () => {
  const metrics = new Metrics()
  metrics.add(recordOf({ durationMs: 2, context: { method: 'GET', route: '/a"b\\c' } }))
  metrics.add(recordOf({ durationMs: 3, count: 4, context: { method: 'GET', route: '/a"b\\c' } }))
  metrics.add(recordOf({ kind: 'stall', api: 'stall', durationMs: 150 }))
  const labels = 'kind="call",api="node:fs.readFileSync",method="GET",route="/a\\"b\\\\c"'
  expect(
    metrics
      .text()
      .split('\n')
      .filter((line) => !line.startsWith('#')),
  ).toEqual([
    `offloop_blocking_total{${labels}} 5`,
    'offloop_blocking_total{kind="stall",api="stall",method="",route=""} 1',
    `offloop_blocking_seconds_total{${labels}} 0.005`,
    'offloop_blocking_seconds_total{kind="stall",api="stall",method="",route=""} 0.15',
    '',
  ])
})

test('the counters of a detector count what it reports', () => {
  const { detector } = watch()
  for (let call = 0; call < 30; call++) fs.statSync(here)
  expect(detector.metrics()).toMatch(/^offloop_blocking_total\{kind="call",api="node:fs\.statSync",method="",route=""\} 30$/mu)
})

test('the active span of OpenTelemetry gets an event', () => {
  const exporter = new InMemorySpanExporter()
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  watch()
  trace.getTracer('test').startActiveSpan('work', (span) => {
    fs.statSync(here)
    span.end()
  })
  const [span] = exporter.getFinishedSpans()
  expect(span?.events.map(({ name, attributes }) => ({ name, attributes }))).toEqual([
    {
      name: 'offloop.blocking',
      attributes: expect.objectContaining({
        'offloop.api': 'node:fs.statSync',
        'offloop.kind': 'call',
        'offloop.count': 1,
        'code.file.path': here.pathname,
        'code.line.number': expect.any(Number) as number,
      }) as object,
    },
  ])
})

test('a site that blocks in every request has a hundred records of its own in a minute, then one a second; nothing is lost', () => {
  vi.useFakeTimers()
  const records: BlockingRecord[] = []
  const sites = new Sites((record) => records.push(record))
  for (let second = 0; second < 120; second++) {
    for (let call = 0; call < 50; call++) sites.add('key', 2, () => recordOf({ durationMs: 2 }))
    vi.advanceTimersByTime(1000)
  }
  sites.flush()
  expect(records.reduce((sum, { count }) => sum + count, 0)).toBe(6000)
  expect(records.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(12_000)
  expect(records.length).toBeLessThan(2 * (100 + 60))
  expect(Math.max(...records.map(({ count }) => count))).toBe(50)
  expect(vi.getTimerCount()).toBeLessThan(2)
})

test('G29 G30 the summary names the package at fault with its page for bugs, and rules that nothing used', () => {
  const frame = { name: 'load', file: `${process.cwd()}/node_modules/express/lib/view.js`, line: 1, column: 1 }
  const summary = new Summary()
  summary.add(recordOf({ package: 'express', stack: [frame] }))
  expect(
    summary.text([
      { rule: 'node:fs.statSync', count: 0 },
      { rule: 'node:fs.rmSync', count: 3 },
    ]),
  ).toMatch(
    /^offloop: what blocked.*\n +2\.0 ms.*node:fs\.readFileSync {2}express {2}https:\/\/github\.com\/expressjs\/express\/issues\noffloop: nothing used these allow rules: node:fs\.statSync\n$/u,
  )
  expect(new Summary().text()).toBe('')
})

test('on a terminal what lasts as long as a stall is red, the rest yellow', () => {
  const lines = [recordOf({ durationMs: 99 }), recordOf({ durationMs: 500, longestMs: 120, count: 5 })].map(inColour)
  expect(lines.map((line) => line.startsWith('\u001b[31m'))).toEqual([false, true])
  expect(lines[0]).toMatch(/^\u001b\[33mnode:fs\.readFileSync blocked 99\.0 ms/u)
})

test('a report on a full disk is said once, and the application goes on', async () => {
  const { stderr, answers, code } = await serve(['/read', '/many', '/read'], { OFFLOOP_REPORT: '/dev/full' })
  expect({ answers, code }).toEqual({ answers: [true, 50, true], code: 0 })
  expect(stderr.match(/can't be written \(ENOSPC/gu)).toHaveLength(1)
})

test('a listener of records that throws is a fault that is said once', () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const { records } = watch({
    onRecord() {
      throw new RangeError('from the listener')
    },
  })
  fs.statSync(here)
  fs.statSync(here)
  expect(records).toHaveLength(2)
  expect(said.mock.calls.flat().filter((text) => String(text).includes('a fault of the detector'))).toEqual([
    expect.stringContaining('from the listener'),
  ])
  said.mockRestore()
})

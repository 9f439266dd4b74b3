/** Checks debug mode on a server that forgets promises and loses errors, beside many that only look alike. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { BlockingRecord } from '@offloop/runtime/detect'
import { fixture, serve, startServer } from '../serve.test.kit.ts'

const lines = readFileSync(fixture('floating.mjs'), 'utf8').split('\n')
/** The route in whose code the record's source stands. */
const routeIn = ({ source }: BlockingRecord): string | undefined =>
  lines
    .slice(0, source?.line)
    .findLast((line) => line.startsWith("  '/"))
    ?.split("'")[1]

test('D05 D14 promises that were never awaited are told with the call that made them, and none that only looks so', async () => {
  const innocent = ['/awaited', '/all', '/kept', '/cached', '/handled', '/void', '/task', '/resolve']
  const guilty = ['/call', '/method', '/sync-caller', '/builtin', '/each', '/constructed']
  const { records, code } = await serve([...innocent, ...guilty], { OFFLOOP_DEBUG: '1', OFFLOOP_SUMMARY: '0' }, 'floating.mjs')
  expect(code).toBe(0)
  const floating = records.filter(({ kind }) => kind === 'unawaited')
  expect(new Set(floating.map(routeIn))).toEqual(new Set(guilty))
  expect(floating.map(({ context }) => context.route)).toEqual(floating.map(routeIn))
  expect(records.filter(({ kind }) => kind === 'lost')).toEqual([])
})

test('D06 D09 an error that nobody handled is told with the call that led to it, and the application goes on as it did', async () => {
  const { records, answers } = await serve(
    ['/lost', '/lost-chain', '/handled'],
    { OFFLOOP_DEBUG: '1', OFFLOOP_SUMMARY: '0' },
    'floating.mjs',
  )
  expect(answers).toEqual([true, true, true])
  const lost = records.filter(({ kind }) => kind === 'lost')
  expect(lost.map((each) => [routeIn(each), each.detail])).toEqual([
    ['/lost', 'RangeError: nobody listens'],
    ['/lost-chain', 'RangeError: nobody listens'],
  ])
})

test("D04 work that waits for libuv's threads is told, with their number", async () => {
  const server = await startServer({
    file: 'floating.mjs',
    env: { OFFLOOP_DEBUG: '1', OFFLOOP_WATCHDOG: '1', OFFLOOP_THRESHOLD: '50', UV_THREADPOOL_SIZE: '1' },
  })
  // The thread that watches is loaded through the same queue: so it takes some rounds until it is there.
  let isSeen = false
  const found = server.record(({ kind }) => kind === 'queue').finally(() => (isSeen = true))
  while (!isSeen) await server.ask('/hashes')
  const queue = await found
  expect(queue.durationMs).toBeGreaterThan(50)
  expect(queue.detail).toMatch(/^UV_THREADPOOL_SIZE is 1\b/u)
  await server.end()
})

test('D01 without debug mode promises cost nothing and are not told', async () => {
  const { records } = await serve(['/call', '/lost'], { OFFLOOP_SUMMARY: '0' }, 'floating.mjs')
  expect(records).toEqual([])
})

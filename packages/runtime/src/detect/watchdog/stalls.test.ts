/** Checks where the watchdog says that the loop was stuck: in JavaScript, in native code, in code that doesn't stand still at all. */
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { BlockingRecord } from '@offloop/runtime/detect'
import { serve, startServer } from '../serve.test.kit.ts'
import type { RunningServer } from '../serve.test.kit.ts'

const watching = { OFFLOOP_WATCHDOG: '1', OFFLOOP_THRESHOLD: '60' }
const isStallOf =
  (way: string) =>
  ({ kind, context }: BlockingRecord): boolean =>
    kind === 'stall' && context.labels?.['tenant'] === way

/** Ways to stand still in JavaScript, and in what V8 itself does: the stack is that of the stall. */
const inJavaScript = ['busy', 'busyWithoutCalls', 'regex', 'sort', 'stringify']
/** Native calls, by the function that makes them. */
const native = {
  runsProgram: 'node:child_process.execSync',
  hashes: 'node:crypto.pbkdf2Sync',
  compresses: 'node:zlib.gzipSync',
  waits: 'globalThis.Atomics.wait',
  readsFifo: 'node:fs.readFileSync',
}

/** Asks until the stall is told: where other processes take the machine, the watchdog is late itself and tells nothing of that time. */
async function stallOf(server: RunningServer, way: string): Promise<BlockingRecord> {
  let isDone = false
  const told = server.record(isStallOf(way)).finally(() => (isDone = true))
  while (!isDone) await server.ask(`/${way}`)
  return told
}

const namesOf = ({ stack }: BlockingRecord): string[] => stack.map(({ name }) => name)

describe('a stall', () => {
  test('D02 is told with its culprit, its route and its context variables, in JavaScript and in native calls', async () => {
    const server = await startServer({ file: 'stalls.mjs', env: watching })
    for (const way of [...inJavaScript, ...Object.keys(native)]) {
      const stall = await stallOf(server, way)
      expect(stall.context).toEqual({ method: 'GET', route: `/${way}`, labels: { tenant: way } })
      expect(stall.durationMs).toBeGreaterThan(60)
      // Some releases of V8 don't interrupt JSON.stringify: then the record says that the culprit came just before.
      if (way === 'stringify' && stall.isAfterNative) continue
      expect(namesOf(stall), way).toContain(way)
      expect(stall.source?.file).toMatch(/stalls\.mjs$/u)
      expect(stall.api).toBe(way in native ? native[way as keyof typeof native] : 'stall')
      if (way in native) expect(stall.isAfterNative).toBeUndefined()
    }
    expect((await server.end()).code).toBe(0)
  })

  test('G31 in native code that nobody guards is told with the stack to which it returned, and says so', async () => {
    const server = await startServer({ file: 'stalls.mjs', env: { ...watching, OFFLOOP_GUARD: '0' } })
    for (const way of Object.keys(native)) {
      const stall = await stallOf(server, way)
      expect(stall.api).toBe('stall')
      // Either it is exact, or it says that it isn't.
      if (!stall.isAfterNative) expect(namesOf(stall), way).toContain(way)
    }
    const { records } = await server.end()
    expect(records.filter(({ isAfterNative }) => isAfterNative).length).toBeGreaterThan(0)
    expect(records.filter(({ kind }) => kind !== 'stall')).toEqual([])
  })

  test('D03 is told in the callback of a timer, too', async () => {
    const server = await startServer({ env: watching })
    await server.ask('/spin-later')
    const { stack } = await server.record(({ kind }) => kind === 'stall')
    expect(stack.map(({ name }) => name)).toContain('spin')
    expect(stack.at(-1)?.file).toMatch(/^node:internal\/timers/u)
    await server.end()
  })

  test('is none while the machine sleeps', async () => {
    const server = await startServer({ env: { OFFLOOP_WATCHDOG: '1', OFFLOOP_THRESHOLD: '100' } })
    await server.ask('/async')
    server.child.kill('SIGSTOP')
    await wait(700) // how long it sleeps
    server.child.kill('SIGCONT')
    await server.ask('/async')
    await server.ask('/spin')
    await server.record(({ kind, context }) => kind === 'stall' && context.route === '/spin')
    const { records } = await server.end()
    expect(records.filter(({ kind, context }) => kind === 'stall' && context.route !== '/spin')).toEqual([])
  })

  test('is none while a debugger holds the program, which it leaves as it is; what stands still later is told', async () => {
    const server = await startServer({ file: 'debugged.mjs', env: { OFFLOOP_WATCHDOG: '1', OFFLOOP_THRESHOLD: '100' } })
    // The watchdog is awake when it has seen something.
    await server.ask('/busy')
    await server.record(({ context }) => context.route === '/busy')
    const begun = performance.now()
    await server.ask('/pause')
    expect(performance.now() - begun).toBeGreaterThan(450) // the debugger let it go on, nobody else
    await server.ask('/busy')
    const { records } = await server.end()
    expect(records.map(({ kind, context }) => [kind, context.route])).toEqual([
      ['stall', '/busy'],
      ['stall', '/busy'],
    ])
  })

  test('is told without its stack where the permission model forbids threads', async () => {
    const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission'
    // Newer releases guard the network, too.
    const network = process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : []
    const args = [flag, ...network, '--allow-fs-read=*', '--allow-fs-write=*', '--import', '@offloop/runtime/detect']
    const { records, stderr, code } = await serve(['/spin'], { OFFLOOP_WATCHDOG: '1' }, undefined, args)
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^offloop: the watchdog has no thread \(.*(?:permission|restricted).*\); stalls are reported without their stack$/imu,
    )
    expect(records.filter(({ kind }) => kind === 'stall').map(({ stack, source }) => ({ stack, source }))).toEqual([
      { stack: [], source: undefined },
    ])
  })
})

/** A process of the detector benchmark: an HTTP server with ten awaits per request, watched in one of several ways; `/cpu` answers the milliseconds of CPU spent so far. */
import { createHook } from 'node:async_hooks'
import { createServer } from 'node:http'
import { Session } from 'node:inspector'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { detectBlocking } from '@offloop/runtime/detect'

// It has no types of its own.
const require = createRequire(import.meta.url)
const blockedAt = require('blocked-at') as (onBlocked: () => void, options: { threshold: number }) => void

/** A sampling profiler, as tools use it that draw flame graphs. */
function profile(): void {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval: 10_000 })
  session.post('Profiler.start')
}

const ways: Readonly<Record<string, () => void>> = {
  none: () => {},
  'none again': () => {},
  offloop: () => void detectBlocking({ summary: false }),
  watchdog: () => void detectBlocking({ summary: false, guard: false }),
  guard: () => void detectBlocking({ summary: false, watchdog: false }),
  monitorEventLoopDelay: () => void monitorEventLoopDelay({ resolution: 20 }).enable(),
  'blocked-at': () => void blockedAt(() => {}, { threshold: 100 }),
  async_hooks: () => void createHook({ init() {}, before() {}, after() {} }).enable(),
  'sampling profiler': profile,
}
ways[process.argv[2] ?? 'none']?.()

async function step(value: number): Promise<number> {
  return value + 1
}

const server = createServer((request, response) => {
  if (request.url === '/cpu') {
    const { user, system } = process.cpuUsage()
    response.end(String((user + system) / 1000))
    return
  }
  void answer().then((text) => response.end(text))
})

async function answer(): Promise<string> {
  let value = 0
  for (let round = 0; round < 10; round++) value = await step(value)
  return JSON.stringify({ value })
}

server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))

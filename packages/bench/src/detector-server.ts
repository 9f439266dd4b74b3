/** A process of the detector benchmark: an HTTP server with ten awaits per request, watched in one of four ways; `/cpu` answers the milliseconds of CPU spent so far. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { detectBlocking } from '@offloop/runtime/detect'

// It has no types of its own.
const require = createRequire(import.meta.url)
const blockedAt = require('blocked-at') as (onBlocked: () => void, options: { threshold: number }) => void

const ways: Readonly<Record<string, () => void>> = {
  none: () => {},
  offloop: () => void detectBlocking({ summary: false }),
  monitorEventLoopDelay: () => void monitorEventLoopDelay({ resolution: 20 }).enable(),
  'blocked-at': () => void blockedAt(() => {}, { threshold: 100 }),
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

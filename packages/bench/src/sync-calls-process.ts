/** A process of the benches: start-up code calls an async function that does nothing, in several ways; prints microseconds per call as JSON. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads'
import { asyncToSync } from '@offloop/runtime'
import makeSynchronous from 'make-synchronous'
import { createSyncFn } from 'synckit'
import { medianOf } from './median.ts'

const rounds = 7

const require = createRequire(import.meta.url)
const fixture = require('../../../fixtures/threads/no-op.mjs') as { noopAsync: () => Promise<void>; callsBack: () => Promise<void> }
const synckit = createSyncFn(fileURLToPath(new URL('peers/synckit-worker.js', import.meta.url))) as () => unknown

const flag = new Int32Array(new SharedArrayBuffer(4))
const { port1, port2 } = new MessageChannel()
const worker = new Worker(new URL('sync-call-floor.js', import.meta.url), { workerData: { flag, port: port2 }, transferList: [port2] })
worker.unref()
const floor = (): unknown => {
  Atomics.store(flag, 0, 0)
  port1.postMessage(undefined)
  Atomics.wait(flag, 0, 0)
  return receiveMessageOnPort(port1)
}

interface Way {
  readonly call: () => unknown
  readonly calls: number
}
const ways: Readonly<Record<string, Way>> = {
  ours: { call: asyncToSync(fixture.noopAsync), calls: 4000 },
  nested: { call: asyncToSync(fixture.callsBack), calls: 2000 },
  synckit: { call: synckit, calls: 4000 },
  makeSynchronous: { call: makeSynchronous(async () => undefined), calls: 10 },
  floor: { call: floor, calls: 4000 },
}
const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
for (let round = 0; round <= rounds; round++) {
  for (const [name, { call, calls }] of Object.entries(ways)) {
    const from = performance.now()
    for (let left = calls; left > 0; left--) call()
    // The first round warms up.
    if (round > 0) times.get(name)?.push(((performance.now() - from) * 1000) / calls)
  }
}
console.log(JSON.stringify(Object.fromEntries([...times].map(([name, list]) => [name, medianOf(list)]))))
process.exit()

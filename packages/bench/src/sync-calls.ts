/** A process of the runtime benchmark: start-up code calls an async function that does nothing, in three ways; prints microseconds per call as JSON. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads'
import { asyncToSync } from '@offloop/runtime'
import { createSyncFn } from 'synckit'
import { medianOf } from './median.ts'

const calls = 4000
const rounds = 7

const require = createRequire(import.meta.url)
const ours = asyncToSync((require('../../../fixtures/threads/no-op.mjs') as { noopAsync: () => Promise<void> }).noopAsync)
const synckit = createSyncFn(fileURLToPath(new URL('sync-call-worker.js', import.meta.url))) as () => unknown

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

const ways = { ours, synckit, floor }
const times: Record<keyof typeof ways, number[]> = { ours: [], synckit: [], floor: [] }
for (let round = 0; round <= rounds; round++) {
  for (const [name, call] of Object.entries(ways) as [keyof typeof ways, () => unknown][]) {
    const from = performance.now()
    for (let left = calls; left > 0; left--) call()
    // The first round warms up.
    if (round > 0) times[name].push(((performance.now() - from) * 1000) / calls)
  }
}
console.log(JSON.stringify({ ours: medianOf(times.ours), synckit: medianOf(times.synckit), floor: medianOf(times.floor) }))
process.exit()

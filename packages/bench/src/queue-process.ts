/** A caller of the queue bench, with a Redis and worker processes of its own: prints calls per second as JSON. Takes the way, the number of workers and the load. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Queue, QueueEvents } from 'bullmq'
import { syncToAsync } from '@offloop/runtime'
import { queueExecutor } from '@offloop/runtime/bullmq'
import { derive, echo } from './peers/tasks.js'
import { queueLoads } from './queue-loads.ts'
import { startRedis } from './queue-redis.ts'

interface Caller {
  call(): Promise<unknown>
  close(): Promise<void>
}

const [way = 'ours', count = '1', load = 'derive'] = process.argv.slice(2)
const { calls, atOnce, concurrency, argument } = queueLoads[load as keyof typeof queueLoads]
const redis = await startRedis()
const connection = { host: '127.0.0.1', port: redis.port }
const workers = await Promise.all(Array.from({ length: Number(count) }, startWorker))
const { call, close } = way === 'ours' ? ours() : await byHand()

await run(atOnce)
const from = performance.now()
await run(calls)
console.log(JSON.stringify((calls / (performance.now() - from)) * 1000))
await close()
for (const worker of workers) worker.kill('SIGKILL')
await redis.close()

async function startWorker(): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('queue-worker-process.js', import.meta.url))
  const child = spawn(process.execPath, [file, way, String(redis.port), String(concurrency)], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(createInterface({ input: child.stdout }), 'line')
  return child
}

function ours(): Caller {
  const executor = queueExecutor({ queue: 'bench', connection })
  const [deriveThere, echoThere] = [syncToAsync(derive, { executor }), syncToAsync(echo, { executor })]
  return { call: () => (load === 'derive' ? deriveThere(argument) : echoThere(argument)), close: () => executor.close() }
}

/** As BullMQ's documentation has it. */
async function byHand(): Promise<Caller> {
  const queue = new Queue('bench', { connection })
  // From the stream's beginning: what ends before the first read of a stream from now on would be waited for without end.
  const events = new QueueEvents('bench', { connection, lastEventId: '0-0' })
  await events.waitUntilReady()
  const options = { removeOnComplete: { count: 1000 } }
  const call = async (): Promise<unknown> => (await queue.add(load, argument, options)).waitUntilFinished(events)
  return { call, close: async () => void (await Promise.all([queue.close(), events.close()])) }
}

async function run(amount: number): Promise<void> {
  let left = amount
  const caller = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  await Promise.all(Array.from({ length: atOnce }, caller))
}

/** A worker process of the queue bench: ours, or BullMQ's written by hand. Takes the way, the port of Redis and the concurrency. */
import { Worker } from 'bullmq'
import { serveQueue } from '@offloop/runtime/bullmq'
import { derive, echo } from './peers/tasks.js'

const [way, port, concurrency] = process.argv.slice(2)
const place = { connection: { host: '127.0.0.1', port: Number(port) }, concurrency: Number(concurrency) }
if (way === 'ours') await serveQueue({ queue: 'bench', ...place, functions: { derive, echo } })
else {
  const run = ({ name, data }: { name: string; data: unknown }): unknown => (name === 'derive' ? derive(data as number) : echo(data))
  await new Worker('bench', async (job) => run(job), place).waitUntilReady()
}
console.log('ready')

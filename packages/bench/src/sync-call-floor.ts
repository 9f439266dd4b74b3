/** The least that a sync call of a thread can cost: a message there, a wait, a message back. */
import { workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'

const { flag, port } = workerData as { flag: Int32Array; port: MessagePort }
port.on('message', () => {
  port.postMessage(undefined)
  Atomics.store(flag, 0, 1)
  Atomics.notify(flag, 0)
})

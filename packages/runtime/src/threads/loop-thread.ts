/** The thread whose loop runs async functions while the main thread blocks in start-up code. */
import { MessageChannel, Worker } from 'node:worker_threads'
import { Link } from './link.ts'
import { serveForThread } from './serve-for-thread.ts'

/** A thread with a loop; it never keeps the process alive. */
export class LoopThread {
  readonly link: Link
  constructor() {
    const { port1, port2 } = new MessageChannel()
    const buffer = new SharedArrayBuffer(8)
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { port: port2, buffer, running: new SharedArrayBuffer(8) },
      transferList: [port2],
    })
    worker.unref()
    this.link = new Link(port1, buffer, 1, serveForThread)
    port1.unref()
  }
}

/** The thread whose loop runs async functions while the main thread blocks in start-up code. */
import { MessageChannel, Worker } from 'node:worker_threads'
import { Link } from './link.ts'
import { handlersForThread } from './serve-for-thread.ts'

/** A thread with a loop; it never keeps the process alive. */
export class LoopThread {
  readonly link: Link
  #hasExited = false
  constructor() {
    const { port1, port2 } = new MessageChannel()
    const running = new SharedArrayBuffer(8)
    const buffer = new SharedArrayBuffer(8)
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { port: port2, buffer, running },
      transferList: [port2],
    })
    worker.unref()
    worker.on('error', () => void (this.#hasExited = true))
    worker.on('exit', () => void (this.#hasExited = true))
    this.link = new Link(port1, buffer, 1, handlersForThread)
    port1.unref()
  }
  /** Whether the thread has ended, as far as an event or a message in vain has told. */
  get isGone(): boolean {
    return this.#hasExited || this.link.isCut
  }
}

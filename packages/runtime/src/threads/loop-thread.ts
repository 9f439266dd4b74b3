/** The thread whose loop runs async functions while the main thread blocks in start-up code. */
import { MessageChannel, Worker } from 'node:worker_threads'
import { Link } from './link.ts'
import { handlersForThread } from './serve-for-thread.ts'

/** A thread with a loop; it never keeps the process alive. */
export class LoopThread {
  readonly link: Link
  readonly #started: Float64Array
  readonly #worker: Worker
  #hasExited = false
  constructor() {
    const { port1, port2 } = new MessageChannel()
    const running = new SharedArrayBuffer(8)
    const buffer = new SharedArrayBuffer(8)
    this.#started = new Float64Array(running)
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { port: port2, buffer, running },
      transferList: [port2],
    })
    this.#worker.unref()
    this.#worker.on('error', () => void (this.#hasExited = true))
    this.#worker.on('exit', () => void (this.#hasExited = true))
    this.link = new Link(port1, buffer, 1, { ...handlersForThread, isGone: () => this.isGone })
    port1.unref()
  }
  /** Whether the thread has ended; true before any event could tell, as these wait while the main thread blocks. */
  get isGone(): boolean {
    if (this.#hasExited) return true
    // A thread that has run a call has a loop, and a loop that is gone has no idle time to tell.
    const { idle, active } = this.#worker.performance.eventLoopUtilization()
    return this.#started[0] !== 0 && (idle < 0 || (idle === 0 && active === 0))
  }
}

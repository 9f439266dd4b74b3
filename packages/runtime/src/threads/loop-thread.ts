/** The thread whose loop runs async functions while the main thread blocks in start-up code. */
import type { Worker } from 'node:worker_threads'
import { shared } from '../process-state.ts'
import type { Link } from './link.ts'
import { handlersForThread } from './serve-for-thread.ts'
import { spawn } from './spawn.ts'

/** A thread with a loop; it never keeps the process alive. */
class LoopThread {
  readonly link: Link
  readonly #worker: Worker
  #hasExited = false
  constructor() {
    const { worker, link } = spawn(handlersForThread, true)
    this.#worker = worker
    this.link = link
    worker.unref()
    link.port.unref()
    worker.on('error', () => void (this.#hasExited = true))
    worker.on('exit', () => void (this.#hasExited = true))
  }
  /** Whether the thread has ended, as far as an event or a message in vain has told. */
  get isGone(): boolean {
    return this.#hasExited || this.link.isCut
  }
  /** Ends it, with whatever still goes on there. */
  end(): void {
    this.link.port.close()
    void this.#worker.terminate()
  }
}

/** Threads with a loop by scope, innermost last: one for the process, and one for each singleThreadContext. */
const scopes = shared('loop threads', (): { thread: LoopThread | undefined }[] => [{ thread: undefined }])

/** The thread with a loop for the calls of this scope; made at the first. */
export function loopThread(): LoopThread {
  const scope = scopes.at(-1) ?? { thread: undefined }
  if (!scope.thread || scope.thread.isGone) scope.thread = new LoopThread()
  return scope.thread
}

/** Whether this thread waits for one of them right now. */
export const isLoopAwaited = (): boolean => scopes.some(({ thread }) => thread !== undefined && thread.link.blocked.length > 0)

/** Runs `fn` with a thread of its own for its async calls, which ends with it; inside another such scope it changes nothing. */
export function withOwnLoop<T>(fn: () => T): T {
  if (scopes.length > 1) return fn()
  scopes.push({ thread: undefined })
  try {
    return fn()
  } finally {
    scopes.pop()?.thread?.end()
  }
}

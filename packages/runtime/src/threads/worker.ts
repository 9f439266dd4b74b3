/** The entry of a thread: waits on its event loop for calls and runs them. */
import { workerData, type MessagePort } from 'node:worker_threads'
import { Claims } from './claims.ts'
import { installCompiler } from './compiler.ts'
import { setParent } from './parent.ts'
import { Link } from './link.ts'
import { serveForParent } from './serve-for-parent.ts'

/** What a thread gets from its starter. */
export interface ThreadData {
  readonly port: MessagePort
  /** Counters of the link. */
  readonly buffer: SharedArrayBuffer
  /** Where it notes the call that it runs. */
  readonly running: SharedArrayBuffer
  /** Which calls that were sent ahead it may still start. */
  readonly claims: SharedArrayBuffer
  /** Whether its calls may overlap while one of them waits. */
  readonly isPool: boolean
}

const { port, buffer, running, claims, isPool } = workerData as ThreadData
const started = new Float64Array(running)
await installCompiler()
const handlers = serveForParent(isPool, new Claims(claims), (id) => void (started[0] = id))
setParent(new Link(port, buffer, 0, handlers))
// What has ended is answered even when a later call ends the thread.
process.on('exit', () => {
  handlers.flush()
  started[0] ||= -1
})

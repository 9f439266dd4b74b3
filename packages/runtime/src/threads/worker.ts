/** The entry of a thread: waits on its event loop for calls and runs them. */
import { workerData, type MessagePort } from 'node:worker_threads'
import { installCompiler } from './compiler.ts'
import { setParent } from './parent.ts'
import { Link } from './link.ts'
import { serveForParent } from './serve-for-parent.ts'

const { port, buffer, running } = workerData as { port: MessagePort; buffer: SharedArrayBuffer; running: SharedArrayBuffer }
const started = new Float64Array(running)
await installCompiler()
const handlers = serveForParent((id) => void (started[0] = id))
setParent(new Link(port, buffer, 0, handlers))
// What has ended is answered even when a later call ends the thread.
process.on('exit', () => {
  handlers.flush()
  started[0] ||= -1
})

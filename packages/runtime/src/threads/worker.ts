/** The entry of a thread: waits on its event loop for calls and runs them. */
import { workerData, type MessagePort } from 'node:worker_threads'
import { setParent } from './parent.ts'
import { Link } from './link.ts'
import { serve } from './perform.ts'

const { port, buffer, running } = workerData as { port: MessagePort; buffer: SharedArrayBuffer; running: SharedArrayBuffer }
const started = new Float64Array(running)
setParent(
  new Link(port, buffer, 0, (calls, link) =>
    serve(calls, link, (id) => {
      started[0] = id
    }),
  ),
)

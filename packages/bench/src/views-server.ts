/** A process of the benches: a server with a view that computes and `/health`, the view run in one of several ways. Prints its port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { configureThreads, offloadedHandler } from '@offloop/runtime'
import { Piscina } from 'piscina'

const { busy, plainRequest } = createRequire(import.meta.url)('./peers/views.js') as typeof import('./peers/views.ts')
type Handler = (request: IncomingMessage, response: ServerResponse) => unknown
const busyMs = '10'

const ways: Readonly<Record<string, () => Handler>> = {
  'on the loop': () => (_request, response) => {
    response.end(JSON.stringify((busy({ ...plainRequest, query: { ms: busyMs } }) as { body: unknown }).body))
  },
  offloaded() {
    configureThreads({ max: 2 })
    return offloadedHandler(busy)
  },
  piscina() {
    const pool = new Piscina({ filename: fileURLToPath(new URL('peers/piscina-worker.js', import.meta.url)), minThreads: 2, maxThreads: 2 })
    return async (_request, response) => {
      await pool.run(Number(busyMs) * 1000, { name: 'spin' })
      response.end('{"done":true}')
    }
  },
}
const busyHandler = ways[process.argv[2] ?? '']?.()
if (!busyHandler) throw new Error(`There is no way "${process.argv[2]}": use one of ${Object.keys(ways).join(', ')}.`)
const server = createServer((request, response) => {
  if (request.url === '/health') response.end('ok')
  else void busyHandler(request, response)
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))

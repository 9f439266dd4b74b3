/** The service that an example asks: people by number, each answered when a meeting says so. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The service, while it runs. */
export interface Upstream {
  readonly url: string
  close(): Promise<void>
}

/** Answers `GET /people/<id>` with a name once `beforeAnswer` has resolved. */
export async function openUpstream(beforeAnswer: () => Promise<unknown>): Promise<Upstream> {
  const server = createServer((request, response) => {
    void beforeAnswer().then(() => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ name: `Person ${request.url?.split('/').at(-1)}` }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

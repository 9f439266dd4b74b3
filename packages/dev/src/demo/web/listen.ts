/** Finds the port of the demo. */
import { once } from 'node:events'
import type { Server } from 'node:http'

const firstPort = 4800
const tries = 20

/** Listens on `port` of 127.0.0.1, else on the first free one from 4800; throws where it can't, and says why. */
export async function listen(server: Server, port?: number): Promise<number> {
  if (port !== undefined) return listenOn(server, port)
  for (let candidate = firstPort; candidate < firstPort + tries; candidate++) {
    try {
      return await listenOn(server, candidate)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
  return listenOn(server, 0)
}

async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening') // rejects where an error comes first
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

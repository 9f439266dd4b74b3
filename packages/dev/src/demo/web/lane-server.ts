/** The server that both lanes are: `/health`, and a route per heavy function. It tells its parent where it listens and what its detector sees. */
import type { WorkName } from '@offloop/page/live'
import type { BlockingRecord } from '@offloop/runtime/detect'
import { subscribe } from 'node:diagnostics_channel'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a lane tells its parent. */
export type LaneMessage =
  | { readonly kind: 'listening'; readonly port: number }
  | {
      readonly kind: 'record'
      readonly record: Pick<BlockingRecord, 'kind' | 'api' | 'source' | 'context' | 'count' | 'durationMs' | 'longestMs' | 'at'>
    }

const tell = (message: LaneMessage): void => void process.send?.(message)

/** Serves until the parent goes. */
export function serveLane(routes: Readonly<Record<WorkName, () => string | Promise<string>>>): void {
  subscribe('offloop:blocking', (message) => {
    const { kind, api, source, context, count, durationMs, longestMs, at } = message as BlockingRecord
    const record = { kind, api, context, count, durationMs, at, ...(source && { source }), ...(longestMs !== undefined && { longestMs }) }
    tell({ kind: 'record', record })
  })
  const works = new Map(Object.entries(routes).map(([name, work]) => [`/${name}`, work]))
  const server = createServer(async (request, response) => {
    if (request.url === '/health') return response.end('ok')
    const work = works.get(request.url ?? '')
    if (!work) return response.writeHead(404).end()
    try {
      return response.end(await work())
    } catch (error) {
      return response.writeHead(500).end((error as Error).message)
    }
  })
  server.listen(0, '127.0.0.1', () => tell({ kind: 'listening', port: (server.address() as AddressInfo).port }))
  // A terminal sends its signals to the whole group: the parent decides when the lanes end.
  process.on('SIGINT', () => {})
  process.once('disconnect', () => process.exit())
}

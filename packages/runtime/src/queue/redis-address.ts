/** Names a Redis server in messages. */
import type { ConnectionOptions } from 'bullmq'

interface Location {
  readonly url?: unknown
  readonly host?: unknown
  readonly port?: unknown
  readonly path?: unknown
  readonly options?: Location
}

/** Host and port of a connection, or what else tells where its server is; without its password. */
export function redisAddress(connection: ConnectionOptions): string {
  const given = connection as Location
  const { url, path, host = '127.0.0.1', port = 6379 } = given.options ?? given
  if (typeof url === 'string' && URL.canParse(url)) {
    const { host: place, pathname } = new URL(url)
    return place || pathname
  }
  return typeof path === 'string' ? path : `${String(host)}:${String(port)}`
}

/** In which request does code run? Known without a line in the application: server events are run in a context. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'
import { Server } from 'node:net'
import type { RequestContext } from './record.ts'

interface RoutedRequest extends IncomingMessage {
  readonly baseUrl?: string
  readonly originalUrl?: string
  readonly route?: { readonly path?: unknown }
}

const current = new AsyncLocalStorage<RoutedRequest>()

/** Watches servers: `onListening` at the first that listens; requests get their context. Returns how to stop. */
export function watchServers(onListening: () => void): () => void {
  const own = Object.hasOwn(Server.prototype, 'emit')
  const emit = Server.prototype.emit
  function watched(this: Server, event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'listening') onListening()
    if (event === 'request') return current.run(args[0] as RoutedRequest, () => Reflect.apply(emit, this, [event, ...args]) as boolean)
    return Reflect.apply(emit, this, [event, ...args]) as boolean
  }
  Server.prototype.emit = watched as typeof emit
  return () => {
    if (Server.prototype.emit !== (watched as typeof emit)) return // another library has patched on top: leave its chain whole
    if (own) Server.prototype.emit = emit
    else delete (Server.prototype as { emit?: unknown }).emit
  }
}

/** Method and route of the current request: Express's pattern where it is known, else the path. */
export function requestContext(): RequestContext {
  const request = current.getStore()
  if (!request) return {}
  const pattern = typeof request.route?.path === 'string' ? (request.baseUrl ?? '') + request.route.path : undefined
  const route = pattern ?? (request.originalUrl ?? request.url ?? '').split('?')[0]!
  return { ...(request.method === undefined ? {} : { method: request.method }), route }
}

/** Which framework calls a handler, told from what it calls it with. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fastifyHost, type FastifyReplyLike, type FastifyRequestLike } from '../adapters/fastify.ts'
import { httpHost, type Next } from '../adapters/http.ts'
import { koaHost, type KoaContextLike } from '../adapters/koa.ts'
import { webHost, type HonoContextLike } from '../adapters/web.ts'
import type { Host } from './host.ts'

/** A handler for each of the frameworks. */
export interface OffloadedHandler {
  (request: Request): Promise<Response>
  (context: KoaContextLike, next?: () => Promise<unknown>): Promise<void>
  (request: FastifyRequestLike, reply: FastifyReplyLike): Promise<FastifyReplyLike>
  (request: IncomingMessage, response: ServerResponse, next?: Next): Promise<void>
  // The last one is what Hono infers its answer from.
  (context: HonoContextLike, next?: () => Promise<void>): Promise<Response>
}

type Loose = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null
const has = (value: unknown, ...names: string[]): value is Loose => isObject(value) && names.every((name) => name in value)

/** The request in its framework; throws TypeError where it comes from none that is known. */
export function hostOf([first, second, third]: readonly unknown[], onError: (error: unknown) => void): Host {
  if (first instanceof Request) return webHost(first, undefined)
  if (has(first, 'raw') && has(second, 'raw', 'send')) return fastifyHost(first as never, second as never)
  if (has(first, 'req') && has(first['req'], 'raw', 'param')) return webHost((first as unknown as HonoContextLike).req.raw, first as never)
  if (has(first, 'req', 'res', 'request', 'app')) return koaHost(first as never)
  if (has(first, 'rawHeaders') && has(second, 'writeHead')) return httpHost(first as never, second as never, asNext(third), onError)
  throw new TypeError(
    'offloadedHandler is called with what is no request that it knows: use it as a handler of node:http, Express, Fastify, Koa or Hono, or call it with a Request.',
  )
}

const asNext = (third: unknown): Next | undefined => (typeof third === 'function' ? (third as Next) : undefined)

/** Views in Koa: `(ctx, next)`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { closeStream } from '../views/stream.ts'
import { isBodiless, readableOf, type Host } from '../views/host.ts'
import { bodyOfMessage, dataOfMessage, onResponseGone } from './http.ts'

/** What is used of a context of Koa. */
export interface KoaContextLike {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly request: { readonly body?: unknown; readonly ip: string }
  readonly originalUrl: string
  readonly params?: Readonly<Record<string, string>>
  status: number
  body: unknown
  set(name: string, value: string | string[]): void
}

/** A request of Koa. */
export function koaHost(ctx: KoaContextLike): Host {
  return {
    async read(limits) {
      const data = dataOfMessage(ctx.req, ctx.originalUrl, limits)
      const body = await bodyOfMessage(ctx.req, ctx.request.body, data.headers, limits)
      return { ...data, ip: ctx.request.ip, params: { ...ctx.params }, body }
    },
    onGone: (leave) => onResponseGone(ctx.res, leave),
    isAnswered: () => ctx.res.headersSent || ctx.res.writableEnded,
    async send({ status, headers, body }) {
      for (const [name, value] of Object.entries(headers)) ctx.set(name, value)
      const isEmpty = body === undefined || isBodiless(status)
      if (isEmpty) closeStream(body)
      // Koa takes a body for a status of its own, so that the status comes last.
      ctx.body = isEmpty
        ? null
        : typeof body === 'string'
          ? body
          : body instanceof Uint8Array
            ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
            : readableOf(body)
      ctx.status = status
    },
    fail(error) {
      throw error
    },
  }
}

/** Views in Hono (`(c)`) and in servers of the web's own `Request` and `Response`. */
import type { IncomingMessage } from 'node:http'
import { isBodiless, readableOf, type Host } from '../views/host.ts'
import { checkHeaders } from '../views/limits.ts'
import { readWeb } from '../views/read-body.ts'
import { closeStream } from '../views/stream.ts'
import { bodyOf, cookiesOf, fieldsOf, headersOf, splitUrl } from '../views/request-data.ts'

/** What is used of a context of Hono. */
export interface HonoContextLike {
  readonly req: { readonly raw: Request; param(): Readonly<Record<string, string>> }
  /** The server's own request, where it runs in Node. */
  readonly env?: unknown
}

/** A request of the web; with a context, of Hono. */
export function webHost(request: Request, context: HonoContextLike | undefined): Host {
  return {
    async read(limits) {
      const raw = [...request.headers].flat()
      checkHeaders(raw, limits)
      const headers = headersOf(raw)
      const { path, search } = splitUrl(request.url)
      const { incoming } = (context?.env ?? {}) as { incoming?: IncomingMessage }
      return {
        method: request.method,
        url: search === '' ? path : `${path}?${search}`,
        path,
        query: fieldsOf(search, limits),
        params: { ...context?.req.param() },
        headers,
        cookies: cookiesOf(headers['cookie']),
        body: request.bodyUsed ? undefined : bodyOf(await readWeb(request.body, limits.maxBody), headers, limits),
        ip: incoming?.socket?.remoteAddress,
      }
    },
    onGone(leave) {
      if (request.signal.aborted) queueMicrotask(leave)
      request.signal.addEventListener('abort', leave)
      return () => request.signal.removeEventListener('abort', leave)
    },
    isAnswered: () => false,
    async send({ status, headers, body }) {
      const list = new Headers()
      for (const [name, value] of Object.entries(headers)) for (const each of [value].flat()) list.append(name, each)
      const isEmpty = body === undefined || isBodiless(status) || request.method === 'HEAD'
      if (isEmpty) closeStream(body)
      if (isEmpty) return new Response(null, { status, headers: list })
      const whole = typeof body === 'string' || body instanceof Uint8Array ? (body as string | Uint8Array<ArrayBuffer>) : bytesOf(body)
      return new Response(whole, { status, headers: list })
    },
    fail(error) {
      throw error
    },
  }
}

/** A stream of the web has bytes; text is encoded. */
function bytesOf(pieces: AsyncIterable<unknown> | Iterator<unknown>): ReadableStream {
  const encoder = new TextEncoder()
  async function* encoded(): AsyncGenerator<Uint8Array> {
    for await (const piece of readableOf(pieces)) yield typeof piece === 'string' ? encoder.encode(piece) : (piece as Uint8Array)
  }
  return ReadableStream.from(encoded())
}

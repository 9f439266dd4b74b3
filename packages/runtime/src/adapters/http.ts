/** Views in node:http, Connect and Express: `(request, response, next?)`. */
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { closeStream } from '../views/stream.ts'
import type { Answer } from '../views/full-response.ts'
import { isBodiless, readableOf, type Host } from '../views/host.ts'
import { checkHeaders, type RequestLimits } from '../views/limits.ts'
import { readMessage } from '../views/read-body.ts'
import { bodyOf, cookiesOf, fieldsOf, headersOf, splitUrl } from '../views/request-data.ts'
import type { ViewRequest } from '../views/view.ts'

/** What Express and its body parsers add. */
interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: string
  readonly params?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly ip?: string
}

/** Takes an error, or passes the request on. */
export type Next = (error?: unknown) => void

/** The request line and headers as a view sees them; frameworks know the rest. */
export function dataOfMessage(
  message: IncomingMessage,
  url: string,
  limits: RequestLimits,
): Omit<ViewRequest, 'state' | 'params' | 'body'> {
  checkHeaders(message.rawHeaders, limits)
  const headers = headersOf(message.rawHeaders)
  const { path, search } = splitUrl(url)
  const ip = message.socket.remoteAddress
  return { method: message.method ?? 'GET', url, path, query: fieldsOf(search, limits), headers, cookies: cookiesOf(headers['cookie']), ip }
}

/** What was read and parsed already, else what is read now: parsers of Express leave an empty object where they don't know the type. */
export async function bodyOfMessage(
  message: IncomingMessage,
  parsed: unknown,
  headers: ViewRequest['headers'],
  limits: RequestLimits,
): Promise<unknown> {
  if (message.readableDidRead || message.readableEnded) return parsed
  return bodyOf(await readMessage(message, limits.maxBody), headers, limits) ?? parsed
}

/** Calls `leave` when a response is closed before it has been sent. */
export function onResponseGone(response: ServerResponse, leave: () => void): () => void {
  const onClose = (): void => {
    if (!response.writableFinished) leave()
  }
  if (response.destroyed) queueMicrotask(onClose)
  response.on('close', onClose)
  return () => void response.off('close', onClose)
}

/** A request of node:http; with `next`, of Connect or Express. */
export function httpHost(
  message: ExpressRequest,
  response: ServerResponse,
  next: Next | undefined,
  onError: (error: unknown) => void,
): Host {
  return {
    async read(limits) {
      const data = dataOfMessage(message, message.originalUrl ?? message.url ?? '/', limits)
      const body = await bodyOfMessage(message, message.body, data.headers, limits)
      return { ...data, ip: message.ip ?? data.ip, params: { ...message.params }, body }
    },
    onGone: (leave) => onResponseGone(response, leave),
    isAnswered: () => response.headersSent || response.writableEnded,
    send: (answer) => sendTo(response, message.method === 'HEAD', answer),
    fail(error) {
      if (next) next(error)
      else failWith(message, response, error, onError)
    },
  }
}

async function sendTo(response: ServerResponse, isHead: boolean, { status, headers, body }: Answer): Promise<void> {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (body === undefined || isBodiless(status)) {
    closeStream(body)
    response.end()
  } else if (typeof body === 'string' || body instanceof Uint8Array) {
    response.setHeader('content-length', Buffer.byteLength(body))
    response.end(body)
  } else if (isHead) {
    closeStream(body)
    response.end()
  } else {
    response.flushHeaders()
    await pipeline(readableOf(body), response)
  }
}

/** Without a framework, the client learns the status, and the reason where that is its own doing. */
function failWith(message: IncomingMessage, response: ServerResponse, error: unknown, onError: (error: unknown) => void): void {
  const { status = 500, expose = false, message: text = '' } = (error ?? {}) as { status?: number; expose?: boolean; message?: string }
  const code = Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500
  if (code >= 500) onError(error)
  if (response.headersSent) {
    response.destroy()
    return
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  response.statusCode = code
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  // What is left of a body that was refused is not waited for.
  if (!message.complete) response.setHeader('connection', 'close')
  response.end(`${expose ? text : (STATUS_CODES[code] ?? 'Error')}\n`)
}

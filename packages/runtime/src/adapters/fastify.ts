/** Views in Fastify: `(request, reply)`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { closeStream } from '../views/stream.ts'
import { isBodiless, readableOf, type Host } from '../views/host.ts'
import { dataOfMessage, onResponseGone } from './http.ts'

/** What is used of a request of Fastify. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage
  readonly originalUrl: string
  readonly params: unknown
  readonly body?: unknown
  readonly ip: string
}

/** What is used of a reply of Fastify. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse
  readonly sent: boolean
  code(status: number): unknown
  header(name: string, value: string | string[]): unknown
  send(payload?: unknown): unknown
}

/** A request of Fastify, which has parsed its body. */
export function fastifyHost(request: FastifyRequestLike, reply: FastifyReplyLike): Host {
  return {
    async read(limits) {
      const data = dataOfMessage(request.raw, request.originalUrl, limits)
      const params = { ...(request.params as Readonly<Record<string, string>> | undefined) }
      return { ...data, ip: request.ip, params, body: request.body ?? undefined }
    },
    onGone: (leave) => onResponseGone(reply.raw, leave),
    isAnswered: () => reply.sent,
    async send({ status, headers, body }) {
      reply.code(status)
      for (const [name, value] of Object.entries(headers)) reply.header(name, value)
      const isEmpty = body === undefined || isBodiless(status) || (request.raw.method === 'HEAD' && typeof body !== 'string')
      if (isEmpty) closeStream(body)
      if (isEmpty) reply.send()
      else reply.send(typeof body === 'string' || body instanceof Uint8Array ? body : readableOf(body))
      return reply
    },
    fail(error) {
      throw error
    },
  }
}

/** Serves a handler in each framework, on a free port: for tests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

const require = createRequire(import.meta.url)
/** The runtime and the views as threads load them: built, and once. */
export const runtime = require('@offloop/runtime') as typeof import('@offloop/runtime')
type Views = Record<string, never>
export const views = require('../../../../fixtures/threads/views.mjs') as Views

/** A running server. */
export interface Served {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Makes the server's handler; on the loop, so that it sees the modules above. */
export type Handler = ReturnType<typeof runtime.offloadedHandler>
type Listen = (handler: Handler, heard: (error: unknown) => void) => Promise<Server> | Server

/** Answers an error as an application's own error handler would. */
const answerError = (error: unknown): { status: number; text: string } => {
  const { status = 500, message } = error as { status?: number; message: string }
  return { status, text: `handled: ${message}` }
}

const express: Record<string, Listen> = Object.fromEntries(
  (['express', 'express4'] as const).map((name) => [
    name,
    (handler: Handler, heard: (error: unknown) => void) => {
      const app = (require(name) as typeof import('express'))()
      app.all('/orders/:id', handler)
      app.use((error: unknown, _request: unknown, response: ServerResponse, next: (error: unknown) => void) => {
        heard(error)
        if (response.headersSent) return next(error)
        const { status, text } = answerError(error)
        response.writeHead(status).end(text)
      })
      return createServer(app as (request: IncomingMessage, response: ServerResponse) => void)
    },
  ]),
)

type Step = (ctx: { status: number; body: unknown }, next: () => Promise<unknown>) => unknown
/** Koa has no types of its own. */
interface KoaLike {
  use(step: Step): void
  callback(): (request: IncomingMessage, response: ServerResponse) => void
}
interface KoaRouterLike {
  all(path: string, handler: Handler): void
  routes(): Step
}

/** How each framework mounts a handler at `/orders/:id`. */
export const frameworks: Readonly<Record<string, Listen>> = {
  http: (handler) => createServer((request, response) => void handler(request, response)),
  ...express,
  async fastify(handler, heard) {
    const app = (require('fastify') as typeof import('fastify')).fastify()
    app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.all('/orders/:id', handler)
    app.setErrorHandler((error, _request, reply) => {
      heard(error)
      const { status, text } = answerError(error)
      void reply.code((error as { statusCode?: number }).statusCode ?? status).send(text)
    })
    await app.ready()
    return app.server
  },
  koa(handler, heard) {
    const Koa = require('koa') as new () => KoaLike
    const { Router } = require('@koa/router') as { Router: new () => KoaRouterLike }
    const router = new Router()
    router.all('/orders/:id', handler)
    // It prints what goes wrong after its handlers have ended, besides.
    const app = Object.assign(new Koa(), { silent: true })
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        heard(error)
        const { status, text } = answerError(error)
        ctx.status = status
        ctx.body = text
      }
    })
    app.use(router.routes())
    return createServer(app.callback())
  },
  hono(handler, heard) {
    const { Hono } = require('hono') as typeof import('hono')
    const { createAdaptorServer } = require('@hono/node-server') as typeof import('@hono/node-server')
    const app = new Hono()
    app.all('/orders/:id', handler)
    app.onError((error, context) => {
      heard(error)
      const { status, text } = answerError(error)
      return context.body(text, status as 500)
    })
    return createAdaptorServer({ fetch: app.fetch }) as Server
  },
}

/** Starts one; `heard` gets what reaches the framework's error handler. */
export async function serveIn(framework: string, handler: Handler, heard: (error: unknown) => void = () => undefined): Promise<Served> {
  const server = await frameworks[framework]?.(handler, heard)
  if (!server) throw new Error(`no framework is called ${framework}`)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Cells that the test and a thread see at once. */
export const newCells = (): Int32Array => new Int32Array(new SharedArrayBuffer(32))

type WaitAsync = (cells: Int32Array, index: number, value: number) => { readonly value: Promise<string> | string }

/** Waits until a cell is no longer `from`; gives what it is then. */
export async function changed(cells: Int32Array, index: number, from = 0): Promise<number> {
  await (Atomics as unknown as { waitAsync: WaitAsync }).waitAsync(cells, index, from).value
  return Atomics.load(cells, index)
}

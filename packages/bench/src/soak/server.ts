/** The server of the soak: the same views in node:http, Express and Fastify, behind one port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { compose, offloadedHandler, type OffloadedHandler, type View } from '@offloop/runtime'
import express from 'express'
import { fastify } from 'fastify'

type Views = Record<string, View> & { session: never; rates: never }
const views = createRequire(import.meta.url)('../../../../fixtures/threads/soak-views.mjs') as Views
const options = { maxBody: 100_000, maxHeaders: 50, timeout: 60_000, onError: () => undefined }

function handlers(): Record<string, OffloadedHandler> {
  const { session, rates, echo, echoAsync, neverAsync, ...rest } = views as Record<string, View>
  const chain = (view: View | undefined) => compose(session as never, rates as never, view as View)
  const all = { ...rest, echo, echoAsync, chain: chain(echo), chainAsync: chain(echoAsync) }
  const made = Object.entries(all).flatMap(([name, view]) =>
    typeof view === 'function' ? [[name, offloadedHandler(view, options)] as const] : [],
  )
  return { ...Object.fromEntries(made), neverAsync: offloadedHandler(neverAsync as View, { ...options, timeout: 50 }) }
}

/** Starts it on a free port. */
export async function soakServer(): Promise<Server> {
  const all = handlers()
  const app = express().set('env', 'test')
  const other = fastify({ bodyLimit: options.maxBody })
  for (const [name, handler] of Object.entries(all)) {
    app.all(`/express/${name}`, handler)
    other.all(`/fastify/${name}`, handler)
  }
  app.use((error: { status?: number }, _request: unknown, response: express.Response, next: express.NextFunction) => {
    if (response.headersSent) next(error)
    else response.status(error.status ?? 500).end()
  })
  await other.ready()
  const byName = (request: IncomingMessage, response: ServerResponse): void => {
    const [, framework, name = ''] = (request.url ?? '').split(/[/?]/)
    if (framework === 'express') return void app(request, response)
    if (framework === 'fastify') return void other.routing(request, response)
    if (name === 'twice') response.end(`first ${new URL(request.url ?? '', 'http://localhost').searchParams.get('id')}`)
    void all[name === 'twice' ? 'echo' : name]?.(request, response)
  }
  const server = createServer(byName)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return server
}

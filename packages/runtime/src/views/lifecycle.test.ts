/** Checks what happens around views: requests side by side, clients that leave, answers that come late, twice or in part. */
import { once } from 'node:events'
import { createServer, request as ask, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { changed, frameworks, newCells, runtime, serveIn, views, type Served } from './serve.test.kit.ts'

const { offloadedHandler, shutdown } = runtime
const open: Served[] = []
const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const act of cleanUp.splice(0)) await act()
  for (const server of open.splice(0)) await server.close()
})
afterAll(() => shutdown())

describe.each(Object.keys(frameworks))('in %s', (framework) => {
  async function serve(view: string, options = {}, heard?: (error: unknown) => void): Promise<Served> {
    const server = await serveIn(framework, offloadedHandler(views[view]!, options), heard)
    open.push(server)
    return server
  }
  /** Sends a request whose connection the test may break. */
  function send({ port }: Served, method = 'GET', headers = {}): { sent: ClientRequest; answered: Promise<IncomingMessage> } {
    const sent = ask({ port, host: '127.0.0.1', path: '/orders/7', method, headers })
    const answered = once(sent, 'response').then(([message]) => message as IncomingMessage)
    answered.catch(() => undefined)
    sent.on('error', () => undefined)
    cleanUp.push(() => sent.destroy())
    return { sent, answered }
  }
  const end = ({ sent }: { sent: ClientRequest }): void => void sent.end()

  test('requests run side by side, and none of them sees the variables of another', async () => {
    const cells = newCells()
    const { url } = await serve('hold', { state: () => ({ cells }) })
    const both = [fetch(`${url}/orders/1`), fetch(`${url}/orders/2`)]
    for (let seen = 0; seen < 2;) seen = await changed(cells, 0, seen)
    Atomics.store(cells, 1, 1)
    expect(await Promise.all(both.map(async (answer) => (await answer).text()))).toEqual(['held', 'held'])
    const second = await serve('setUser')
    for (const name of ['bo', 'cy']) expect(await (await fetch(`${second.url}/orders/1?name=${name}`)).text()).toBe(`nobody > ${name}`)
  })

  test('M14 a client that leaves ends the work for it on its thread', async () => {
    const cells = newCells()
    const heard: unknown[] = []
    const onError = (error: unknown): void => void heard.push(error)
    const call = send(await serve('hold', { state: () => ({ cells }), onError }, onError))
    end(call)
    await changed(cells, 0)
    call.sent.destroy()
    expect(await changed(cells, 2)).toBe(2)
    expect(heard).toEqual([])
  })

  test('it ends calls of async views, too; these clean up, in a task of their own where that takes a thread', async () => {
    const cells = newCells()
    const call = send(await serve('holdAsync', { state: () => ({ cells }) }))
    end(call)
    await changed(cells, 0)
    call.sent.destroy()
    expect(await changed(cells, 4)).toBe(1)
    expect([Atomics.load(cells, 2), Atomics.load(cells, 3)]).toEqual([2, 2])
  })

  test('M17 a stream waits for its client, and ends with it', async () => {
    const cells = newCells()
    const call = send(await serve('pieces', { state: () => ({ cells }) }))
    end(call)
    const answer = await call.answered
    await once(answer, 'readable')
    // Far fewer than all fit into the buffers of a connection that nobody reads.
    let made = -1
    const isStill = (): void => {
      const before = made
      made = Atomics.load(cells, 0)
      expect(made).toBe(before)
    }
    await vi.waitFor(isStill, { interval: 100, timeout: 10_000 })
    expect(Atomics.load(cells, 0)).toBeLessThan(1000)
    call.sent.destroy()
    expect(await changed(cells, 1)).toBe(1)
  })

  test('a stream that breaks off is an answer that breaks off', async () => {
    const { url } = await serve('breaksOff', { onError: () => undefined })
    const answer = await fetch(`${url}/orders/7`)
    await expect(answer.text()).rejects.toThrow('terminated')
    expect(await (await fetch(`${(await serve('text')).url}/orders/7`)).text()).toBe('plain text')
  })

  test('a view that does not answer in time is answered for, and its work ends', async () => {
    for (const view of ['hold', 'holdAsync']) {
      const cells = newCells()
      const { url } = await serve(view, { timeout: 100, state: () => ({ cells }), onError: () => undefined })
      expect((await fetch(`${url}/orders/7`)).status).toBe(503)
      expect(await changed(cells, 2)).toBe(2)
    }
  })

  test('M15 a body without a length is taken in up to its limit; then the connection is of no more use', async () => {
    if (framework === 'fastify') return // it reads bodies before its handlers, with limits of its own
    const call = send(await serve('echo', { maxBody: 1000 }), 'POST')
    call.sent.write(new Uint8Array(600))
    call.sent.write(new Uint8Array(600))
    const answer = await call.answered
    expect(answer.statusCode).toBe(413)
    call.sent.end()
  })

  test('a client that leaves in the middle of its body is no error and starts no work', async () => {
    const heard: unknown[] = []
    const onError = (error: unknown): void => void heard.push(error)
    const state = vi.fn(() => ({}))
    const served = await serve('echo', { onError, state }, onError)
    const call = send(served, 'POST', { 'content-type': 'text/plain', 'content-length': '1000' })
    call.sent.write('half')
    call.sent.flushHeaders()
    await once(call.sent, 'socket')
    await fetch(`${served.url}/orders/7`)
    call.sent.destroy()
    // A later request shows that the server goes on, and that nothing came of the broken one.
    expect((await fetch(`${served.url}/orders/7`)).status).toBe(200)
    expect(state).toHaveBeenCalledTimes(2)
    if (framework !== 'fastify') expect(heard).toEqual([])
  })
})

test('a view sees the variables of the middleware before it, and what it sets is seen after it', async () => {
  const { user } = views as unknown as { user: import('@offloop/runtime').ContextVar<string> }
  const handler = offloadedHandler(views['setUser']!)
  const after: string[] = []
  const server = createServer((message, response) => {
    user.set('from middleware')
    void handler(message, response).then(() => after.push(user.get()))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => server.close())
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?name=grace`)
  expect(await answer.text()).toBe('from middleware > grace')
  await vi.waitFor(() => expect(after).toEqual(['grace']))
})

test.each(['express', 'express4'])('behind a parser of %s a view sees what that parsed, and of other types the bytes', async (name) => {
  const express = createRequire(import.meta.url)(name) as typeof import('express')
  const app = express()
  app.use(express.json())
  app.post('/', offloadedHandler(views['echo']!))
  const server = createServer(app as (message: IncomingMessage, response: ServerResponse) => void)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => server.close())
  const post = async (type: string, body: string): Promise<unknown> => {
    const sent = { method: 'POST', headers: { 'content-type': type }, body }
    return (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sent)).json()
  }
  expect(await post('application/json', '{"a":1}')).toMatchObject({ body: { a: 1 } })
  expect(await post('application/octet-stream', 'ab')).toMatchObject({ bytes: [97, 98] })
})

test('other requests are answered while a sync view computes', async () => {
  const health = offloadedHandler(views['text']!)
  const busy = offloadedHandler(views['busy']!)
  const server = createServer((message, response) => void (message.url === '/health' ? health : busy)(message, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await (await fetch(`${url}/health`)).text()
  const order: string[] = []
  const heavy = fetch(`${url}/?ms=500`).then(() => order.push('busy'))
  await fetch(`${url}/health`).then(() => order.push('health'))
  await heavy
  expect(order).toEqual(['health', 'busy'])
})

test('an answer after another handler has answered is dropped with a warning', async () => {
  const handler = offloadedHandler(views['text']!)
  const server = createServer((message, response) => {
    response.end('first')
    void handler(message, response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => server.close())
  const warned = once(process, 'warning')
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  expect(await answer.text()).toBe('first')
  const [warning] = (await warned) as [Error & { code: string }]
  expect([warning.code, warning.message]).toEqual([
    'OFFLOOP_ANSWERED_TWICE',
    'text answers a request that another handler has answered already: its answer is dropped.',
  ])
})

test('odd request lines and repeated headers reach a view as data', async () => {
  const handler = offloadedHandler(views['echo']!)
  const server = createServer((message, response) => void handler(message, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const raw = async (lines: string[]): Promise<Record<string, unknown>> => {
    const socket = connect(port, '127.0.0.1')
    socket.write(`${[...lines, 'Host: a', 'Connection: close'].join('\r\n')}\r\n\r\n`)
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    return JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>
  }
  expect(await raw(['GET http://shop.example/a%zz?q=%E0%A4%A&__proto__=1 HTTP/1.1'])).toMatchObject({
    path: '/a%zz',
    query: { q: expect.any(String) as string },
  })
  expect(
    await raw(['GET //etc HTTP/1.1', 'Cookie: a=1; a=2; __proto__=x', 'Cookie: b="q"', 'X-Many: 1', 'X-Many: 2', '__proto__: y']),
  ).toMatchObject({ path: '//etc', cookies: { a: '1', b: 'q' }, headers: { 'x-many': '1, 2' } })
  expect(({} as Record<string, unknown>)['q']).toBeUndefined()
})

test('a Request of the web gets a Response', async () => {
  const handler = offloadedHandler(views['created']!)
  const answer = await handler(new Request('http://localhost/orders/7'))
  expect([answer.status, answer.headers.getSetCookie(), await answer.json()]).toEqual([201, ['a=1', 'b=2'], { id: 1 }])
})

test('a body that JSON cannot hold is an error of the view', async () => {
  const handler = offloadedHandler(views['givesCircle']!)
  await expect(handler(new Request('http://localhost/'))).rejects.toThrow(
    /^givesCircle returned a body that JSON can't hold \(Converting circular/,
  )
})

test('what is no request, and options that are none, are refused', async () => {
  const handler = offloadedHandler(views['text']!)
  await expect(handler({} as never)).rejects.toThrow(/^offloadedHandler is called with what is no request that it knows/)
  expect(() => offloadedHandler(views['text']!, { maxbody: 1 } as never)).toThrow(/offloadedHandler.*maxbody/)
  expect(() => offloadedHandler(views['text']!, { timeout: -1 })).toThrow(/timeout.*a number of milliseconds/)
})

/** Checks views in each framework: what they see, where they run, what arrives, and who hears of errors. */
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { frameworks, runtime, serveIn, views, type Served } from './serve.test.kit.ts'

const { offloadedHandler, shutdown } = runtime
const open: Served[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})
afterAll(() => shutdown())

describe.each(Object.keys(frameworks))('in %s', (framework) => {
  async function serve(view: string, options = {}, heard?: (error: unknown) => void): Promise<string> {
    const server = await serveIn(framework, offloadedHandler(views[view]!, options), heard)
    open.push(server)
    return `${server.url}/orders/7`
  }

  test.each([
    ['echo', false],
    ['echoAsync', true],
  ])('%s sees the request as data', async (view, onLoop) => {
    const url = await serve(view, { state: () => ({ plan: 'free' }) })
    const answer = await fetch(`${url}?a=1&b=2&b=3`, {
      method: 'PUT',
      headers: { cookie: 'theme=dark; id=%20x', 'content-type': 'application/json', 'x-trace': 't1' },
      body: JSON.stringify({ name: 'poster' }),
    })
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await answer.json()).toMatchObject({
      method: 'PUT',
      url: '/orders/7?a=1&b=2&b=3',
      path: '/orders/7',
      query: { a: '1', b: ['2', '3'] },
      params: framework === 'http' ? {} : { id: '7' },
      cookies: { theme: 'dark', id: ' x' },
      headers: { 'x-trace': 't1', 'content-type': 'application/json' },
      body: { name: 'poster' },
      state: { plan: 'free' },
      ip: '127.0.0.1',
      onLoop,
      user: 'nobody',
    })
  })

  test('bytes stay bytes, no body is undefined', async () => {
    const url = await serve('echo')
    const sent = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: new Uint8Array([9, 8]) })
    expect(((await sent.json()) as { bytes: number[] }).bytes).toEqual([9, 8])
    expect('body' in ((await (await fetch(url)).json()) as object)).toBe(false)
  })

  test('text, bytes, status, headers and several cookies arrive; data becomes JSON', async () => {
    const text = await fetch(await serve('text'))
    expect([text.status, text.headers.get('content-type'), await text.text()]).toEqual([200, 'text/plain; charset=utf-8', 'plain text'])
    const bytes = await fetch(await serve('bytes'))
    expect([bytes.headers.get('content-type'), new Uint8Array(await bytes.arrayBuffer())]).toEqual([
      'application/octet-stream',
      new Uint8Array([1, 2, 3]),
    ])
    const created = await fetch(await serve('created'))
    expect([created.status, created.headers.get('location'), created.headers.getSetCookie(), created.headers.get('x-count')]).toEqual([
      201,
      '/orders/1',
      ['a=1', 'b=2'],
      '3',
    ])
    expect(await created.json()).toEqual({ id: 1 })
    const empty = await fetch(await serve('empty'))
    expect([empty.status, await empty.text()]).toEqual([204, ''])
    const head = await fetch(await serve('text'), { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test('iterators of both kinds are sent piece by piece', async () => {
    const download = await fetch(`${await serve('download')}?lines=3`)
    expect([download.headers.get('content-type'), await download.text()]).toEqual(['text/csv', '1,true\n2,true\n3,true\n'])
    expect(await (await fetch(await serve('downloadAsync'))).text()).toBe('one,two')
    expect(await (await fetch(await serve('download'), { method: 'HEAD' })).text()).toBe('')
  })

  test('an error goes to the error handler, with its class and status', async () => {
    const heard: unknown[] = []
    const options = { onError: (error: unknown) => heard.push(error) }
    for (const view of ['fail', 'failAsync']) {
      const answer = await fetch(await serve(view, options, options.onError))
      expect(answer.status).toBe(500)
      expect(await answer.text()).toBe(framework === 'http' ? 'Internal Server Error\n' : 'handled: broken')
    }
    expect(heard).toEqual([expect.objectContaining({ message: 'broken' }), expect.objectContaining({ message: 'broken' })])
    const refused = await fetch(await serve('refuse', options))
    expect([refused.status, await refused.text()]).toEqual([409, framework === 'http' ? 'none left\n' : 'handled: none left'])
  })

  test('bad bodies are refused with their status', async () => {
    const url = await serve('echo', { maxBody: 100 })
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } }
    expect((await fetch(url, { ...json, body: '{"a":' })).status).toBe(400)
    if (framework === 'fastify') return // it reads bodies before its handlers, with limits of its own
    expect((await fetch(url, { ...json, body: JSON.stringify('x'.repeat(101)) })).status).toBe(413)
  })

  test('too many and too long headers are refused before the view sees them', async () => {
    const url = await serve('echo', { maxHeaders: 20, maxHeaderBytes: 2000 })
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`x-${index}`, '1']))
    expect((await fetch(url, { headers: many })).status).toBe(431)
    expect((await fetch(url, { headers: { 'x-long': 'x'.repeat(2000) } })).status).toBe(431)
    expect((await fetch(url)).status).toBe(200)
  })
})

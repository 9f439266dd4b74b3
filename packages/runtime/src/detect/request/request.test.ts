/** Checks to which request code belongs, before and after an await, on a busy server and on one that was quiet. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { requestContext, watchServers } from './request.ts'

const isFree = Number(process.versions.node.split('.')[0]) >= 24
const host = {
  onListening() {},
  onRequest() {},
  fault(error: unknown) {
    throw error
  },
}
let unwatch = (): void => {}
afterEach(() => {
  unwatch()
  vi.restoreAllMocks()
})

/** A server that is asked without a network; what its handler sees at once, and after an await. */
function serve(): (url: string, look?: (moment: 'sync' | 'later') => unknown) => Promise<unknown[]> {
  const server = new http.Server()
  let handle: (request: { url: string }) => void = () => {}
  server.on('request', (request: { url: string }) => handle(request))
  return (url, look = () => requestContext()) =>
    new Promise((resolve) => {
      handle = async () => {
        const seen = [look('sync')]
        await null
        resolve([...seen, look('later')])
      }
      server.emit('request', { method: 'GET', url }, {})
    })
}

test('code belongs to the request in which it began, awaits included; outside there is none', async () => {
  unwatch = watchServers(host)
  const ask = serve()
  const [one, two] = await Promise.all([ask('/one?x=1'), ask('/two')])
  expect(one).toEqual(Array(2).fill({ method: 'GET', route: '/one' }))
  expect(two).toEqual(Array(2).fill({ method: 'GET', route: '/two' }))
  expect(requestContext()).toEqual({})
})

test("the pattern of Express's route is preferred to the path", async () => {
  unwatch = watchServers(host)
  const server = new http.Server().on('request', () => {})
  let seen: unknown
  server.on('request', () => (seen = requestContext()))
  server.emit('request', { method: 'GET', url: '/7', baseUrl: '/orders', route: { path: '/:id' } }, {})
  expect(seen).toEqual({ method: 'GET', route: '/orders/:id' })
})

test('a server that was quiet is not followed until it blocks again, where following has its price', async () => {
  const now = vi.spyOn(Date, 'now').mockReturnValue(0)
  unwatch = watchServers(host)
  const ask = serve()
  now.mockReturnValue(60_000)
  const known = { method: 'GET', route: '/quiet' }
  // Nothing blocks at once, so nobody asks; what blocks later is seen without its route, once.
  expect(await ask('/quiet', (moment) => (moment === 'later' ? requestContext() : undefined))).toEqual([undefined, isFree ? known : {}])
  expect(await ask('/quiet')).toEqual([known, known])
})

test('parts of a body that come later belong to their request, on a connection that others share', async () => {
  unwatch = watchServers(host)
  const seen: unknown[] = []
  const server = http.createServer((request, response) => {
    request.on('data', () => seen.push(requestContext()))
    request.on('end', () => response.end(() => seen.push('sent')))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  for (const path of ['/one', '/two'])
    await new Promise<void>((done) => {
      const request = http.request({ port, path, method: 'POST', agent }, (response) => response.resume().on('end', done))
      request.write('a', () => setImmediate(() => request.end('b')))
    })
  agent.destroy()
  server.close()
  const routes = seen.filter((each) => each !== 'sent')
  expect(new Set(routes.map((each) => JSON.stringify(each)))).toEqual(
    new Set(['/one', '/two'].map((route) => JSON.stringify({ method: 'POST', route }))),
  )
})

test('when it stops, emit is as it was, and a wrapper that came later stays', () => {
  const before = http.Server.prototype.emit
  const stop = watchServers(host)
  expect(http.Server.prototype.emit).not.toBe(before)
  stop()
  expect(http.Server.prototype.emit).toBe(before)
})

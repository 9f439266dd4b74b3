/** Checks to which request code belongs, before and after an await, on a busy server and on one that was quiet. */
import http from 'node:http'
import { performance } from 'node:perf_hooks'
import { afterEach, expect, test, vi } from 'vitest'
import { requestContext, watchServers } from './request.ts'

const isFree = Number(process.versions.node.split('.')[0]) >= 24
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
  return (url, look = requestContext) =>
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
  unwatch = watchServers(
    () => {},
    () => {},
  )
  const ask = serve()
  const [one, two] = await Promise.all([ask('/one?x=1'), ask('/two')])
  expect(one).toEqual(Array(2).fill({ method: 'GET', route: '/one' }))
  expect(two).toEqual(Array(2).fill({ method: 'GET', route: '/two' }))
  expect(requestContext()).toEqual({})
})

test("the pattern of Express's route is preferred to the path", async () => {
  unwatch = watchServers(
    () => {},
    () => {},
  )
  const server = new http.Server().on('request', () => {})
  let seen: unknown
  server.on('request', () => (seen = requestContext()))
  server.emit('request', { method: 'GET', url: '/7', baseUrl: '/orders', route: { path: '/:id' } }, {})
  expect(seen).toEqual({ method: 'GET', route: '/orders/:id' })
})

test('a server that was quiet is not followed until it blocks again, where following has its price', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  unwatch = watchServers(
    () => {},
    () => {},
  )
  const ask = serve()
  now.mockReturnValue(60_000)
  const known = { method: 'GET', route: '/quiet' }
  // Nothing blocks at once, so nobody asks; what blocks later is seen without its route, once.
  expect(await ask('/quiet', (moment) => (moment === 'later' ? requestContext() : undefined))).toEqual([undefined, isFree ? known : {}])
  expect(await ask('/quiet')).toEqual([known, known])
})

test('when it stops, emit is as it was, and a wrapper that came later stays', () => {
  const before = http.Server.prototype.emit
  const stop = watchServers(
    () => {},
    () => {},
  )
  expect(http.Server.prototype.emit).not.toBe(before)
  stop()
  expect(http.Server.prototype.emit).toBe(before)
})

/** Checks context variables between threads, servers and calls: tokens, shared contexts, what can't travel, what must not be set; row by row of CONFORMANCE.md. */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { runInNewContext } from 'node:vm'
import { setFlagsFromString } from 'node:v8'
import { afterAll, expect, test } from 'vitest'
import type { Context, ContextVar, Token } from '@offloop/runtime'

const require = createRequire(import.meta.url)
const runtime = require('@offloop/runtime') as typeof import('@offloop/runtime')
const { copyContext, createTask, shutdown, syncToAsync } = runtime
const { user, readUser, handle } = require('../../../fixtures/threads/work.mjs') as {
  user: ContextVar<string>
  handle: ContextVar<string>
  readUser: () => string
}
const nesting = require('../../../fixtures/threads/nesting.mjs') as {
  setAndKeep: (value: string) => void
  resetKept: () => void
  setAndGive: (value: string) => Token<string>
  resetGiven: (token: Token<string>) => void
  resetInside: (options: { token: Token<string> }) => void
  addSlowly: (text: string) => void
  enterAgain: () => number
  holdContext: (context: Context) => void
  readPlace: () => string
}
const { readHandle } = require('../../../fixtures/threads/critical.mjs') as { readHandle: () => string }
const loose = new runtime.ContextVar<unknown>('carried-loose')
afterAll(() => shutdown())
const inTask = (fn: () => Promise<unknown>) => async (): Promise<void> => void (await createTask(fn))
const onPool = { threadSensitive: false }

test(
  'B66 a new Context is an empty one to run code in, whatever the test around it has set',
  inTask(async () => {
    user.set('of the test')
    await new runtime.Context().run(async () => {
      expect(user.get()).toBe('nobody')
      user.set('inside')
      expect(await syncToAsync(readUser)()).toBe('inside')
    })
    expect(user.get()).toBe('of the test')
  }),
)

test(
  'B70 calls that share a context run one after the other, so that none overwrites what another has set',
  inTask(async () => {
    const context = copyContext()
    context.run(() => user.set(''))
    const add = syncToAsync(nesting.addSlowly, { ...onPool, context })
    await Promise.all(['a', 'b', 'c', 'd'].map((text) => add(text)))
    expect(context.get(user)).toBe('abcd')
  }),
)

test(
  'B70 a call in a context that waits for itself is refused, and a failed call does not stop the next',
  inTask(async () => {
    const context = copyContext()
    nesting.holdContext(context)
    await expect(syncToAsync(nesting.enterAgain, { context })()).rejects.toThrow(/entered already, by a call that this one is made for/u)
    expect(await syncToAsync(readUser, { context })()).toBe('nobody')
  }),
)

test(
  'B73 W7 a token can be reset by a later call of the same task on its thread',
  inTask(async () => {
    user.set('before')
    await syncToAsync(nesting.setAndKeep)('of the thread')
    expect(user.get()).toBe('of the thread')
    await syncToAsync(nesting.resetKept)()
    expect(user.get()).toBe('before')
    await expect(syncToAsync(nesting.resetKept)()).rejects.toThrow(/used once already/u)
    await syncToAsync(nesting.setAndKeep)('again')
    await expect(createTask(() => syncToAsync(nesting.resetKept)())).rejects.toThrow(/made in another context/u)
  }),
)

test(
  'B73 W7 a token goes to the other thread as an argument or a result, and works once in all',
  inTask(async () => {
    user.set('before')
    const token = await syncToAsync(nesting.setAndGive)('of the thread')
    expect([token.variable === user, token.hadValue, token.oldValue]).toEqual([true, true, 'before'])
    user.reset(token)
    expect(user.get()).toBe('before')
    const own = user.set('of the loop')
    await syncToAsync(nesting.resetGiven)(own)
    expect(user.get()).toBe('before')
    expect(() => user.reset(own)).toThrow(/used once already/u)
    await expect(syncToAsync(nesting.resetGiven)(own)).rejects.toThrow(/used once already/u)
    const inside = user.set('again')
    await expect(syncToAsync(nesting.resetInside)({ token: inside })).rejects.toThrow(/takes a token.*inside an object does not cross/u)
  }),
)

test(
  'B74 a value that cannot be copied stays behind; only who reads it there learns of it, and why',
  inTask(async () => {
    user.set('ada')
    loose.set(() => 'a function')
    expect(await syncToAsync(readUser)()).toBe('ada')
    user.set((() => 'a function') as never)
    await expect(syncToAsync(readUser)()).rejects.toThrow(/context variable "fixture-user" \(.*could not be cloned.*\) can't be copied/u)
    const { place } = require('../../../fixtures/threads/work.mjs') as { place: ContextVar<URL> }
    place.set({} as never)
    expect(await syncToAsync(nesting.readPlace)().catch((error: Error) => error.message)).toMatch(/Invalid URL|codec/u)
  }),
)

test(
  'a thread-critical value that is read on another thread is an error that says why',
  inTask(async () => {
    handle.set('of the loop')
    await expect(syncToAsync(readHandle)()).rejects.toThrow(
      /"critical-handle" has no value here. It is thread-critical: .* and this is thread \d+/u,
    )
  }),
)

test('B77 values go with their task: nothing keeps them once it has ended', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let collected = 0
  const registry = new FinalizationRegistry(() => collected++)
  const run = async (): Promise<void> => {
    const value = { big: new Array(1000).fill(0) as number[] }
    registry.register(value, 'value')
    loose.set(value)
    loose.reset(loose.set({ holds: value }))
    await syncToAsync(readUser)()
  }
  for (let index = 0; index < 20; index++) await createTask(run)
  while (collected < 15) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(collected).toBeGreaterThanOrEqual(15)
})

test(
  'C13 a callee that is awaited under a time limit shares the context; a task of its own copies it',
  inTask(async () => {
    const limit = once(AbortSignal.timeout(60_000), 'abort')
    await Promise.race([
      limit,
      (async () => {
        await null
        user.set('callee')
      })(),
    ])
    expect(user.get()).toBe('callee')
  }),
)

test('C19 C20 what is set outside of any task on a serving server is refused, as every later request would see it', async () => {
  const http = require('node:http') as typeof import('node:http')
  const server = http.createServer((_request, response) => response.end(user.get()))
  await once(server.listen(0), 'listening')
  const get = async (): Promise<string> => (await fetch(`http://localhost:${(server.address() as AddressInfo).port}`)).text()
  expect(await get()).toBe('nobody')
  const outside = await new Promise<unknown>((resolve) => {
    setImmediate(() => {
      try {
        resolve(user.set('for all'))
      } catch (error) {
        resolve(error)
      }
    })
  })
  expect(outside).toMatchObject({
    code: 'OFFLOOP_CONTEXT',
    message: expect.stringContaining('all later requests would share it') as string,
  })
  expect(await get()).toBe('nobody')
  server.close()
})

test('C21 listeners on a body that comes later, on the response and on an upgraded socket see the variables of their request', async () => {
  const http = require('node:http') as typeof import('node:http')
  const seen: string[] = []
  const server = http.createServer((request, response) => {
    user.set(request.url ?? '')
    const note = (what: string) => (): void => void seen.push(`${what} ${user.get()}`)
    request.on('data', note('data')).on('end', () => response.end(user.get()))
    response.on('finish', note('finish'))
  })
  server.on('upgrade', (request, socket) => {
    user.set(request.url ?? '')
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
    socket.on('data', () => socket.end(user.get()))
  })
  await once(server.listen(0), 'listening')
  const { port } = server.address() as AddressInfo
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const post = async (path: string): Promise<string> => {
    const request = http.request({ port, path, method: 'POST', agent })
    request.write('one')
    await once(request, 'socket')
    setImmediate(() => request.end('two'))
    const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage]
    return (await response.setEncoding('utf8').toArray()).join('')
  }
  expect([await post('/a'), await post('/b')]).toEqual(['/a', '/b'])
  expect(new Set(seen)).toEqual(new Set(['data /a', 'finish /a', 'data /b', 'finish /b']))
  const upgrade = http.request({ port, path: '/c', headers: { connection: 'Upgrade', upgrade: 'echo' } }).end()
  const [, socket] = (await once(upgrade, 'upgrade')) as [unknown, import('node:net').Socket]
  socket.write('hello')
  expect((await socket.setEncoding('utf8').toArray()).join('')).toBe('/c')
  agent.destroy()
  server.close()
})

test('C19 requests of node:http2 have variables of their own, too', async () => {
  const http2 = require('node:http2') as typeof import('node:http2')
  const server = http2.createServer((request, response) => {
    const before = user.get()
    user.set(request.url)
    response.end(`${before} ${user.get()}`)
  })
  await once(server.listen(0), 'listening')
  const client = http2.connect(`http://localhost:${(server.address() as AddressInfo).port}`)
  const get = async (path: string): Promise<string> => (await client.request({ ':path': path }).setEncoding('utf8').toArray()).join('')
  expect([await get('/one'), await get('/two')]).toEqual(['nobody /one', 'nobody /two'])
  client.close()
  server.close()
})

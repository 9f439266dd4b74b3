/** Checks chains of sync and async middleware: where each part runs, in which order, and what becomes of responses and errors. */
import { threadId } from 'node:worker_threads'
import { afterAll, describe, expect, test } from 'vitest'
import { changed, newCells, runtime, views } from './serve.test.kit.ts'

const { compose, shutdown, createTask, asyncOnlyMiddleware, syncAndAsyncMiddleware, syncOnlyMiddleware } = runtime
const { user } = views as unknown as { user: import('@offloop/runtime').ContextVar<string> }
afterAll(() => shutdown())

type Request = import('@offloop/runtime').ViewRequest
type GetResponseAsync = import('@offloop/runtime').GetResponseAsync
type Parts = Parameters<typeof compose>
const part = (name: string): never => views[name]!
const chainOf = (...names: string[]): ReturnType<typeof compose> => compose(...(names.map(part) as unknown as Parts))
const request = (query: Record<string, string> = {}): Request => ({
  method: 'GET',
  url: '/',
  path: '/',
  query,
  params: {},
  headers: {},
  cookies: {},
  body: undefined,
  ip: undefined,
  state: {},
})
type Step = [name: string, where: 'loop' | number]
/** Names with where they ran; threads are lettered in order. */
function readable(steps: unknown): string {
  const threads: number[] = []
  const letter = (id: number): string => {
    if (!threads.includes(id)) threads.push(id)
    return String.fromCodePoint(65 + threads.indexOf(id))
  }
  return (steps as Step[]).map(([name, where]) => `${name} ${where === 'loop' ? 'loop' : letter(where)}`).join(', ')
}
/** Runs in a task, as a request does. */
const inRequest = <T>(fn: () => Promise<T>): Promise<T> => createTask(() => runtime.threadSensitiveContext(fn))

describe('each kind of middleware with each kind of view', () => {
  test.each([
    ['syncMiddleware', 'steps', 'session A, view A', 1],
    ['syncMiddleware', 'stepsAsync', 'session A, view loop', 2],
    ['asyncMiddleware', 'steps', 'tracing loop, view A', 1],
    ['asyncMiddleware', 'stepsAsync', 'tracing loop, view loop', 0],
    ['eitherMiddleware', 'steps', 'locale loop, view A', 1],
    ['eitherMiddleware', 'stepsAsync', 'locale loop, view loop', 0],
    ['blockingHooks', 'steps', 'rates A, view A', 1],
    ['blockingHooks', 'stepsAsync', 'rates A, view loop', 2],
    ['quickHooks', 'steps', 'headers loop, view A', 1],
    ['quickHooks', 'stepsAsync', 'headers loop, view loop', 0],
    ['asyncHooks', 'steps', 'flags loop, view A', 1],
    ['asyncHooks', 'stepsAsync', 'flags loop, view loop', 0],
  ])('M10 M19 %s with %s', async (middleware, view, where, crossings) => {
    const chain = chainOf(middleware, view)
    const response = await inRequest(() => chain(request()))
    expect(readable(response.body)).toBe(where)
    expect(response.headers['x-back']).toContain(where.split(' ')[0])
    expect(chain.crossings).toBe(crossings)
  })
})

test('M04 M07 M08 a mixed chain of ten goes in order, in and out, and only what blocks is on a thread, neighbours on one trip', async () => {
  const names = [
    ...['asyncMiddleware', 'blockingHooks', 'quickHooks', 'blockingHooks2', 'asyncHooks'],
    ...['eitherMiddleware', 'syncMiddleware', 'syncMiddleware2', 'asyncMiddleware2', 'stepsAsync'],
  ]
  const chain = chainOf(...names)
  const response = await inRequest(() => chain(request()))
  expect(readable(response.body)).toBe(
    'tracing loop, rates A, headers A, blocklist A, flags loop, locale loop, session A, audit A, metrics loop, view loop',
  )
  expect(response.headers['x-back']).toBe('metrics audit session locale async flags blocklist headers rates tracing')
  // The hooks before and after, the two around, and from their thread back to the loop.
  expect(chain.crossings).toBe(4)
})

test('M05 explain says where each part runs, and which switches a request makes', () => {
  expect(chainOf('asyncMiddleware', 'syncMiddleware', 'syncMiddleware2', 'stepsAsync').explain()).toBe(
    [
      'tracing     async: loop',
      'session     sync: thread; it waits for the rest, which the loop runs',
      'audit       sync: thread; on the same trip',
      'stepsAsync  async view: loop',
      '2 trips to a thread and back a request, 1 of them from a thread that waits for the loop.',
    ].join('\n'),
  )
  expect(chainOf('quickHooks', 'stepsAsync').explain()).toContain('No trip to a thread a request.')
})

test('M01 middleware that can be neither is refused when the chain is built; one without a word is sync', () => {
  const neither = Object.assign(() => () => 'x', { syncCapable: false })
  expect(() => compose(neither as never, part('steps'))).toThrow(/is neither syncCapable nor asyncCapable/)
  const bare = (): (() => string) => () => 'x'
  expect(compose(bare as never, part('steps')).explain()).toContain('sync: thread')
})

test('M02 the three declarations set flags and leave the factory as it is', () => {
  const factory = (next: GetResponseAsync) => async (one: Request) => next(one)
  const flags = (): unknown[] => ['syncCapable', 'asyncCapable'].map((flag) => Reflect.get(factory, flag))
  expect(asyncOnlyMiddleware(factory)).toBe(factory)
  expect(flags()).toEqual([false, true])
  expect(syncAndAsyncMiddleware(factory)).toBe(factory)
  expect(flags()).toEqual([true, true])
  expect(syncOnlyMiddleware(factory as never)).toBe(factory)
  expect(flags()).toEqual([true, false])
})

test('M03 what can be both is told by getResponse which it is to be', async () => {
  // Between two sync neighbours it is sync, so that they share their trip.
  const response = await inRequest(() => chainOf('syncMiddleware', 'eitherMiddleware', 'steps')(request()))
  expect(response.headers['x-back']).toBe('locale sync session')
  const other = await inRequest(() => chainOf('asyncMiddleware', 'eitherMiddleware', 'stepsAsync')(request()))
  expect(other.headers['x-back']).toBe('locale async tracing')
})

test('M06 an error hook answers for what is thrown further in, on either side; others pass', async () => {
  for (const names of [
    ['gate', 'refuse'],
    ['gate', 'asyncMiddleware', 'refuse'],
    ['asyncMiddleware', 'gate', 'quickHooks', 'refuse'],
  ]) {
    expect(await inRequest(() => chainOf(...names)(request()))).toMatchObject({ status: 410, body: 'gone: none left' })
  }
  await expect(inRequest(() => chainOf('gate', 'asyncMiddleware', 'failAsync')(request()))).rejects.toThrow('broken')
  const caught = await inRequest(() => chainOf('catches', 'asyncMiddleware', 'refuse')(request()))
  expect(caught).toMatchObject({ status: 418, body: 'OutOfStock: none left' })
})

test('a hook that answers ends the way inwards, and what is around it still sees the response', async () => {
  for (const inner of ['steps', 'stepsAsync']) {
    const chain = chainOf('asyncMiddleware', 'blockingHooks', 'gate', 'quickHooks', inner)
    const response = await inRequest(() => chain(request({ closed: '' })))
    expect(response).toMatchObject({ status: 403, body: 'closed', headers: { 'x-back': 'rates tracing' } })
  }
})

test('context variables go in and out through threads and the loop', async () => {
  await inRequest(async () => {
    user.set('at the door')
    expect(await chainOf('userMiddleware', 'echoAsync')(request())).toMatchObject({ body: { user: 'from sync middleware', onLoop: true } })
    expect(user.get()).toBe('from sync middleware')
  })
})

test('M13 calls of an async view under sync middleware come to the same thread, in one request', async () => {
  const response = await inRequest(() => chainOf('syncMiddleware', 'nested')(request()))
  const [[, thread], , [, called]] = response.body as [Step, Step, Step]
  expect(called).toBe(thread)
  expect(thread).not.toBe(threadId)
})

test('M16 streams pass through middleware on threads; one that is not sent is ended', async () => {
  const through = await inRequest(() => chainOf('shorten', 'downloadAsync')(request()))
  const pieces: string[] = []
  for await (const piece of through.body as AsyncIterable<string | Uint8Array>) pieces.push(String(piece))
  expect(pieces).toEqual(['one,', '116,119,111'])
  expect(through.headers['x-back']).toBe('shorten')
  for (const view of ['closable', 'closableAsync']) {
    const cells = newCells()
    const inner = chainOf('shorten', 'asyncMiddleware', view)
    await inRequest(() => inner({ ...request({ short: '' }), state: { cells } }))
    expect(await changed(cells, 1)).toBe(1)
  }
})

test.each([
  ['givesNothing', 'givesNothing returned nothing: return a response.'],
  ['givesPromise', 'givesPromise returned a promise from sync code: await it, and declare the function async.'],
  ['givesData', 'givesData returned an object with "id": put data into "body".'],
  ['givesList', 'givesList returned [ 1, 2 ]: return { status, headers, body }, a text or bytes.'],
  ['givesStatus', 'givesStatus returned the status 99: it is a number from 200 to 599.'],
  ['givesHeader', 'givesHeader returned the header "x-a" as { b: 1 }: a header is a text, a number or a list.'],
])('M11 %s is refused by name', async (view, message) => {
  const problem = { name: 'InvalidResponseError', code: 'OFFLOOP_INVALID_RESPONSE', message }
  await expect(inRequest(() => chainOf(view)(request()))).rejects.toMatchObject(problem)
})

test('getResponse after its request has ended is an error there', async () => {
  const cells = newCells()
  expect(await inRequest(() => chainOf('tooLate', 'stepsAsync')({ ...request(), state: { cells } }))).toMatchObject({ body: 'at once' })
  expect(await changed(cells, 0)).toBe(1)
})

test('M20 the hooks of one middleware are all sync, or all async', () => {
  const mixed = { name: 'mixed', request() {}, async response() {} }
  expect(() => compose(mixed, part('steps'))).toThrow('Middleware mixed has sync and async hooks: make them all sync or all async.')
})

test('M21 a chain answers without a server, with data as data', async () => {
  expect(await chainOf('steps')(request())).toEqual({ status: 200, headers: {}, body: [['view', expect.any(Number)]] })
})

test('parts that are none are refused by name', () => {
  expect(() => compose('x' as never, part('steps'))).toThrow(
    "Middleware is a factory, or an object with request, response, error; this is 'x'.",
  )
  expect(() => compose({ name: 'odd', before() {} } as never, part('steps'))).toThrow(
    'Middleware odd has "before"; hooks are request, response, error.',
  )
  expect(() => compose({ name: 'bare' } as never, part('steps'))).toThrow(/Middleware bare is .* give a factory/)
  expect(() => compose(7 as never)).toThrow('A view is a function, or { module, name }; this is 7.')
  expect(() => compose(...([] as never))).toThrow('compose takes middleware and, at the end, a view.')
})

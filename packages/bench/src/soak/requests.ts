/** Requests at random to views in several frameworks, and what must come of each: one answer, its own, or none where the client has left. */
import { Agent, request as ask, type ClientRequest, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { soakServer } from './server.ts'
import { isRight, type Outcome, type Workload } from './workload.ts'

/** One request, as data. */
export interface RequestOperation {
  readonly kind: keyof Client
  readonly framework: 'http' | 'express' | 'fastify'
  readonly isAsync: boolean
  readonly id: number
  /** How much work, how many pieces, how long until the client leaves. */
  readonly size: number
}

/** Codes of connections that end while something is still being sent. */
const isReset = (error: unknown): boolean => ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes((error as { code?: string }).code ?? '')

/** The client's side. */
class Client {
  readonly #port: number
  readonly #agent = new Agent({ keepAlive: true })
  constructor(port: number) {
    this.#port = port
  }
  close(): void {
    this.#agent.destroy()
  }
  #open(
    { framework, id }: RequestOperation,
    view: string,
    query = '',
    options: { method?: string; headers?: Record<string, string> } = {},
  ): ClientRequest {
    const sent = ask({
      port: this.#port,
      host: '127.0.0.1',
      agent: this.#agent,
      path: `/${framework}/${view}?id=${id}${query}`,
      ...options,
    })
    // A server may close a connection that is idle while the next request is on its way: clients ask again then (RFC 9110, section 9.2.2).
    return sent.once('error', (error) => Object.assign(error, { mayAskAgain: sent.reusedSocket && isReset(error) }))
  }
  async #send(
    sent: ClientRequest,
    body?: string | Uint8Array,
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
    sent.end(body)
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) }
  }
  async #expect(operation: RequestOperation, view: string, status: number, query = ''): Promise<Outcome> {
    const answer = await this.#send(this.#open(operation, view, query))
    return isRight(answer.status === status, [answer.status, answer.body])
  }
  async echo(operation: RequestOperation): Promise<Outcome> {
    const { id, size, isAsync } = operation
    const options = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const sent = this.#open(operation, isAsync ? 'echoAsync' : 'echo', `&us=${size}`, options)
    const { body } = await this.#send(sent, JSON.stringify({ list: [id, size] }))
    return isRight(body === JSON.stringify({ id: String(id), reader: id, sent: { list: [id, size] } }), body)
  }
  async chain(operation: RequestOperation): Promise<Outcome> {
    const { headers, body } = await this.#send(this.#open(operation, operation.isAsync ? 'chainAsync' : 'chain', `&us=${operation.size}`))
    const id = String(operation.id)
    const isWhole = headers['x-session'] === id && headers['x-rate'] === id && (JSON.parse(body) as { id: string }).id === id
    return isRight(isWhole, [headers, body])
  }
  refused(operation: RequestOperation): Promise<Outcome> {
    return this.#expect(operation, operation.isAsync ? 'chainAsync' : 'chain', 429, '&refuse')
  }
  async stream(operation: RequestOperation): Promise<Outcome> {
    const { id, size, isAsync } = operation
    const whole = Array.from({ length: size }, (_, line) => `${id}:${line};`).join('')
    const sent = this.#open(operation, isAsync ? 'streamAsync' : 'stream', `&count=${size}`)
    sent.end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    let seen = ''
    try {
      for await (const piece of answer) seen += String(piece)
      return isRight(seen === whole || answer.statusCode === 500, seen)
    } catch (error) {
      // A thread that another request has ended takes its streams along: then what came is the beginning.
      return isRight(isReset(error) && whole.startsWith(seen), [String(error), seen])
    }
  }
  async leaveStream(operation: RequestOperation): Promise<Outcome> {
    const sent = this.#open(operation, operation.isAsync ? 'streamAsync' : 'stream', '&count=100000')
    sent.end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    answer.on('error', () => undefined)
    await Promise.race([once(answer, 'data'), once(answer, 'close')]).catch(() => undefined)
    sent.destroy()
    return 'right'
  }
  async leave(operation: RequestOperation): Promise<Outcome> {
    const sent = this.#open(operation, operation.isAsync ? 'echoAsync' : 'echo', '&us=2000')
    sent.on('error', () => undefined).end()
    for (let turns = operation.size % 30; turns > 0; turns--) await turn()
    sent.destroy()
    return 'right'
  }
  async half(operation: RequestOperation): Promise<Outcome> {
    const sent = this.#open(operation, 'echo', '', { method: 'POST', headers: { 'content-length': '100', 'content-type': 'text/plain' } })
    sent.on('error', () => undefined).write('half of it')
    for (let turns = operation.size % 30; turns > 0; turns--) await turn()
    sent.destroy()
    return 'right'
  }
  async large(operation: RequestOperation): Promise<Outcome> {
    const sent = this.#open(operation, 'echo', '', { method: 'POST', headers: { 'content-type': 'text/plain' } })
    try {
      const { status, body } = await this.#send(sent, 'x'.repeat(200_000))
      return isRight(status === 413, [status, body])
    } catch (error) {
      return isRight(isReset(error), error)
    }
  }
  async malformed({ size }: RequestOperation): Promise<Outcome> {
    const socket = connect(this.#port, '127.0.0.1')
    socket.on('error', () => undefined).write(['GET / HTTP/9\r\n\r\n', 'x'.repeat(20_000), '\0\0\r\n\r\n'][size % 3] ?? '')
    const answer = await text(socket).catch(String)
    return isRight(/^HTTP\/1\.1 4\d\d /u.test(answer), answer)
  }
  headers(operation: RequestOperation): Promise<Outcome> {
    const headers = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`x-${index}`, '1']))
    return this.#send(this.#open(operation, 'echo', '', { headers })).then(({ status }) => isRight(status === 431, status))
  }
  fail(operation: RequestOperation): Promise<Outcome> {
    return this.#expect(operation, operation.isAsync ? 'promise' : 'fail', 500)
  }
  die(operation: RequestOperation): Promise<Outcome> {
    return this.#expect(operation, 'die', 500)
  }
  never(operation: RequestOperation): Promise<Outcome> {
    // A sync view can't leave its answer open: a promise of it is refused.
    return this.#expect(operation, operation.isAsync ? 'neverAsync' : 'never', operation.isAsync ? 503 : 500)
  }
  async twice(operation: RequestOperation): Promise<Outcome> {
    const { body } = await this.#send(this.#open({ ...operation, framework: 'http' }, 'twice'))
    return isRight(body === `first ${operation.id}`, body)
  }
}

/** Answers are common, faults are rarer. */
const weights: Partial<Record<keyof Client, number>> = { echo: 40, chain: 20, stream: 10, leave: 5, fail: 5, refused: 5 }
const kinds = [
  'echo',
  'chain',
  'refused',
  'stream',
  'leaveStream',
  'leave',
  'half',
  'large',
  'malformed',
  'headers',
  'fail',
  'die',
  'never',
  'twice',
] as const

const arbitrary: fc.Arbitrary<RequestOperation> = fc.record({
  kind: fc.oneof(...kinds.map((kind) => ({ arbitrary: fc.constant(kind), weight: weights[kind] ?? 1 }))),
  framework: fc.constantFrom('http', 'express', 'fastify'),
  isAsync: fc.boolean(),
  id: fc.integer({ min: 1, max: 1e6 }),
  size: fc.integer({ min: 0, max: 300 }),
})

/** Requests to a server in this process. */
export async function requests(): Promise<Workload<RequestOperation>> {
  const server = await soakServer()
  const client = new Client((server.address() as AddressInfo).port)
  return {
    operationsOf: (seed, count) => fc.sample(arbitrary, { seed, numRuns: count }),
    async perform(operation) {
      const run = (): Promise<Outcome> => (client[operation.kind] as (operation: RequestOperation) => Promise<Outcome>)(operation)
      try {
        return await run().catch((error: { mayAskAgain?: boolean }) => (error.mayAskAgain ? run() : Promise.reject(error)))
      } catch (error) {
        return { wrong: String(error) }
      }
    },
    async close() {
      client.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

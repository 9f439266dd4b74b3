/** Views as handlers of servers: sync ones run off the loop, each request in a thread-sensitive context of its own. */
import { Cell, currentCell, runInCell } from '../cell.ts'
import { checkEach, type Check } from '../check-each.ts'
import { CallTimeoutError, ClientGoneError, QueueFullError } from '../errors.ts'
import type { FunctionName } from '../function-name.ts'
import { siteOfCaller } from '../threads/call-site.ts'
import { hostOf, type OffloadedHandler } from './detect-host.ts'
import { chainOf, isChain, runToSend, type Chain } from './compose.ts'
import { answerOf, type Answer } from './full-response.ts'
import type { Host } from './host.ts'
import { defaultLimits, type RequestLimits } from './limits.ts'
import type { View, ViewRequest } from './view.ts'
import { closeStream } from './stream.ts'

/** Options of offloadedHandler. */
export interface HandlerOptions extends Partial<RequestLimits> {
  /** Milliseconds that a view may take until it answers, streams not included. Then the request fails with status 503. Default: no limit. */
  readonly timeout?: number
  /** What middleware of the framework has to tell the view, as plain data: `(request) => ({ user: request.user })`. Gets the handler's first argument. */
  readonly state?: (native: never) => Record<string, unknown>
  /** Hears of errors that no framework hears of: those of plain node:http servers. Default: they are printed. */
  readonly onError?: (error: unknown) => void
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0
const isFunction = (value: unknown): boolean => typeof value === 'function'
const checks: Readonly<Record<string, Check>> = {
  maxBody: ['a number of bytes', isCount],
  maxHeaders: ['a number', isCount],
  maxHeaderBytes: ['a number of bytes', isCount],
  maxFields: ['a number', isCount],
  timeout: ['a number of milliseconds', (value) => typeof value === 'number' && value > 0],
  state: ['a function', isFunction],
  onError: ['a function', isFunction],
}

/**
 * A handler for node:http, Connect, Express, Fastify, Koa, Hono, and servers of `Request` and `Response`. A sync view runs on a thread, an async one on the loop.
 * A client that leaves ends the work: what waits for a thread is removed, and `currentTask().signal` is aborted. Errors go to the framework's error handler.
 */
export function offloadedHandler(view: View | Chain | FunctionName, options: HandlerOptions = {}): OffloadedHandler {
  checkEach('offloadedHandler', 'option', checks, options)
  const chain = isChain(view) ? view : chainOf([view], siteOfCaller())
  const { timeout, state, onError = (error: unknown) => console.error(error) } = options
  const limits = { ...defaultLimits, ...options }
  const handler = async (...native: unknown[]): Promise<unknown> => {
    const host = hostOf(native, onError)
    const running = new AbortController()
    const forget = host.onGone(() => running.abort(new ClientGoneError()))
    try {
      const request = { ...(await host.read(limits)), state: state?.(native[0] as never) ?? {} }
      return await deliver(host, chain.name, await answerTo(chain, request, running, timeout))
    } catch (error) {
      const { reason } = running.signal as { reason: unknown }
      // Nobody is there to be told of an error.
      if (reason instanceof ClientGoneError || error instanceof ClientGoneError) return undefined
      return await host.fail(withStatus(error))
    } finally {
      forget()
    }
  }
  return Object.defineProperty(handler, 'name', { value: chain.name, configurable: true }) as OffloadedHandler
}

/** What the chain answers, unless the request ends before. */
async function answerTo(chain: Chain, request: ViewRequest, running: AbortController, timeout: number | undefined): Promise<Answer> {
  const { signal } = running
  const { variables, chain: calls, scope = { lane: undefined } } = currentCell()
  const timer = timeout === undefined ? undefined : setTimeout(() => running.abort(new CallTimeoutError(chain.name, timeout)), timeout)
  let leave = (): void => undefined
  const ended = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason as Error)
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave)
  })
  const response = runInCell(new Cell(variables, calls, scope, signal), () => runToSend(chain, request))
  try {
    return answerOf(await Promise.race([response, ended]), chain.name)
  } catch (error) {
    // An async view that goes on all the same is not listened to, nor is its stream.
    void response.then(({ body }) => closeStream(body)).catch(() => undefined)
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', leave)
  }
}

/** Views of which it has been said: once is enough. */
const late = new Set<string>()

async function deliver(host: Host, name: string, answer: Answer): Promise<unknown> {
  if (!host.isAnswered()) return host.send(answer)
  closeStream(answer.body)
  if (late.has(name)) return undefined
  late.add(name)
  process.emitWarning(`${name} answers a request that another handler has answered already: its answer is dropped.`, {
    code: 'OFFLOOP_ANSWERED_TWICE',
  })
  return undefined
}

/** A server that can't keep up says so, by the status that frameworks read from an error. */
function withStatus(error: unknown): unknown {
  const isBusy = error instanceof CallTimeoutError || error instanceof QueueFullError
  return isBusy && !('status' in error) ? Object.assign(error, { status: 503, statusCode: 503 }) : error
}

/** The loop's side of what a chain does on threads. */
import { currentCell } from '../cell.ts'
import type { AnyFunction } from '../async-brand.ts'
import { callWhole, iteratorOf, type Target } from '../remote-call.ts'
import { addressOf, type Address } from '../threads/address.ts'
import { marker } from '../threads/carry.ts'
import { isIteratorHandle } from '../threads/iterators.ts'
import { prepareThread } from '../threads/route.ts'
import { settings } from '../threads/settings.ts'
import { functionsOf, planOf, type Layer } from './layer.ts'
import type { GetResponseAsync, MiddlewareHooks } from './middleware.ts'
import { heldChain, packWalk, unpackWalk, visitChain } from './on-thread.ts'
import { withRest } from './onward.ts'
import { closeStream, isStream } from './stream.ts'
import type { FullResponse, ViewRequest } from './view.ts'
import { responseOf, walkIn, walkOut, type NamedHooks, type Outcome, type Walk } from './walk.ts'

const threadSide = new URL(`./on-thread${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url).href

/** Runs a part of a chain; where `isSent`, the response goes out as it is, so that a thread may make JSON of its data. */
export type Run = (request: ViewRequest, isSent?: boolean) => Promise<FullResponse>

/** Runs neighbours of a chain on one thread, which waits for the rest of it; without a rest they are its end. */
export function held(layers: readonly Layer[], rest: GetResponseAsync | undefined, site: string | undefined): Run {
  const target = assembled(layers, heldChain, { layers: layers.map(planOf) }, site)
  return async (request, isSent = false) => {
    if (!rest) return received(target, (await call(target, [request, undefined, isSent])) as FullResponse, undefined)
    const streams = new Streams()
    const forThread: GetResponseAsync = async (changed) => streams.pack(await rest(changed))
    const response = await streams.orClose(withRest(forThread, (number) => call(target, [request, number, false])))
    return received(target, response as FullResponse, streams)
  }
}

/** Runs the hooks of neighbours on a thread: one trip before the rest of the chain, one after it. */
export function visit(layers: readonly Layer[], rest: GetResponseAsync, site: string | undefined): GetResponseAsync {
  const target = assembled(layers, visitChain, { layers: layers.map(planOf) }, site)
  const list = layers.map(namedHooks)
  const isNeeded = (hook: 'request' | 'response' | 'error'): boolean => list.some(({ hooks }) => hooks[hook] !== undefined)
  const trip = async (walk: Walk, streams: Streams): Promise<Walk> => {
    const after = unpackWalk((await streams.orClose(call(target, [packWalk(withPacked(walk, streams))]))) as Walk)
    const { outcome } = after
    return outcome && 'response' in outcome ? { ...after, outcome: { response: received(target, outcome.response, streams) } } : after
  }
  return async (request) => {
    const streams = new Streams()
    const inside = isNeeded('request') ? await trip(walkIn(request), streams) : { request, at: list.length, outcome: undefined }
    if (inside.outcome) return responseOf(inside)
    const outcome = await outcomeOf(rest, inside.request)
    const hook = 'error' in outcome ? 'error' : 'response'
    return responseOf(isNeeded(hook) ? await trip(walkOut(list, inside, outcome), streams) : { ...inside, outcome })
  }
}

/** What the rest of a chain comes to. */
export async function outcomeOf(rest: GetResponseAsync, request: ViewRequest): Promise<Outcome> {
  try {
    return { response: await rest(request) }
  } catch (error) {
    return { error }
  }
}

/** The hooks of a part, under its name. */
export const namedHooks = ({ name, target }: Layer): NamedHooks => ({ name, hooks: target as MiddlewareHooks })

function withPacked(walk: Walk, streams: Streams): Walk {
  const { outcome } = walk
  return outcome && 'response' in outcome ? { ...walk, outcome: { response: streams.pack(outcome.response) } } : walk
}

/** How a thread finds what `maker` makes of these parts. */
function assembled(layers: readonly Layer[], maker: AnyFunction, plan: unknown, site: string | undefined): Target {
  let address: Address | undefined
  return {
    name: layers.map(({ name }) => name).join(' > '),
    address() {
      if (address) return address
      prepareThread(settings.threadSensitive)
      const parts = layers
        .flatMap(functionsOf)
        .map((fn) => (typeof fn === 'function' ? addressOf(fn, site) : { ...fn, module: String(fn.module) }))
      return (address = { module: threadSide, name: maker.name, assembly: { plan, parts } })
    },
    limits: () => ({ isSensitive: settings.threadSensitive, signal: undefined, timeout: undefined, transfer: [], variables: undefined }),
  }
}

function call(target: Target, args: readonly unknown[]): Promise<unknown> {
  currentCell().signal?.throwIfAborted()
  return callWhole(target.address(), target.name, args, target.limits())
}

/** A response from a thread: its iterator goes on there, a stream of the loop is itself again. */
function received(target: Target, response: FullResponse, streams: Streams | undefined): FullResponse {
  const { body } = response
  const whole = isIteratorHandle(body) ? { ...response, body: iteratorOf(target, body) } : (streams?.unpack(response) ?? response)
  streams?.closeAllBut(whole.body)
  return whole
}

interface StreamMark {
  readonly [marker]: 'stream'
  readonly number: number
}

const isStreamMark = (body: unknown): body is StreamMark =>
  typeof body === 'object' && body !== null && (body as Partial<StreamMark>)[marker] === 'stream'

/** Streams that stay on the loop while middleware on a thread looks at their response. */
class Streams {
  readonly #open: unknown[] = []
  pack(response: FullResponse): FullResponse {
    if (!isStream(response.body)) return response
    return { ...response, body: { [marker]: 'stream', number: this.#open.push(response.body) - 1 } satisfies StreamMark }
  }
  unpack(response: FullResponse): FullResponse {
    return isStreamMark(response.body) ? { ...response, body: this.#open[response.body.number] } : response
  }
  /** What a call comes to; where it fails, nobody reads the streams. */
  async orClose<T>(result: Promise<T>): Promise<T> {
    try {
      return await result
    } catch (error) {
      this.closeAllBut(undefined)
      throw error
    }
  }
  /** Middleware that answers with something else leaves the view's stream open. */
  closeAllBut(body: unknown): void {
    for (const stream of this.#open.splice(0)) if (stream !== body) closeStream(stream)
  }
}

/** In which request does code run? Known without a line in the application: server events are run in a context. */
import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import net from 'node:net'
import type { RequestContext } from '@offloop/catalog'
import { Frameworks } from './frameworks.ts'
import { currentLabels } from './labels.ts'
import { routeOf } from './route.ts'
import type { RoutedRequest } from './route.ts'

interface Emitter {
  emit(event: string | symbol, ...args: unknown[]): boolean
}
type Emit = Emitter['emit']

/** Follows a request through its awaits. */
const current = new AsyncLocalStorage<RoutedRequest>()
/** The request whose event is being emitted: known without following. */
let emitting: RoutedRequest | undefined
/** Before 24, Node pays for following at every await, with about half of what a small request costs; from then on it is free. */
const isFollowingFree = Number(process.versions.node.split('.')[0]) >= 24
/** Where it isn't free, a server that has not blocked for this long is not followed, in ms. */
const quietMs = 30_000
let followedUntil = 0
let isFollowing = false
/** Events with a request, besides `request`. */
const others = new Set<string | symbol>(['upgrade', 'connect', 'checkContinue', 'checkExpectation'])

/** What watching servers leads to; none of it can throw into a server. */
export interface ServerHost {
  /** A server listens. */
  onListening(): void
  /** A request is about to be served. */
  onRequest(): void
  /** A fault of the detector itself. */
  fault(error: unknown): void
}

/** Watches servers, and gives each request its context. Returns how to stop. */
export function watchServers(host: ServerHost): () => void {
  followedUntil = Date.now() + quietMs
  const frameworks = new Frameworks(() => current.getStore() ?? emitting, host.fault)
  const safely = (action: () => void) => (): void => {
    try {
      action()
    } catch (error) {
      host.fault(error)
    }
  }
  const listening = safely(() => {
    frameworks.onServer()
    host.onListening()
  })
  const requested = safely(() => host.onRequest())
  const undo = [patchEmit(net.Server.prototype, listening, requested)]
  // Whoever patched it before would call the emit that was there before this one.
  if (Object.hasOwn(http.Server.prototype, 'emit')) undo.push(patchEmit(http.Server.prototype, listening, requested))
  return () => {
    frameworks.stop()
    for (const each of undo.reverse()) each()
  }
}

/** The request of the running code, whose context can be asked for later. Whoever asks has seen something. */
export function currentRequest(): RoutedRequest | undefined {
  followedUntil = Date.now() + quietMs
  return current.getStore() ?? emitting
}

/** Method, route and labels of the current request. */
export function requestContext(): RequestContext {
  return contextOf(currentRequest(), currentLabels())
}

/** Method and route of a request, and labels. */
export function contextOf(request: RoutedRequest | undefined, labels: RequestContext['labels']): RequestContext {
  return {
    ...(request?.method ? { method: request.method } : {}),
    ...(request && { route: routeOf(request) }),
    ...(labels && { labels }),
  }
}

/** This runs for every event of every server: it makes nothing, and looks at little. */
function patchEmit(target: object, onListening: () => void, onRequest: () => void): () => void {
  const holder = target as Emitter
  const own = Object.hasOwn(holder, 'emit')
  const { emit } = holder
  let isOn = true
  const patched = function (this: Emitter, event: string | symbol, request: RoutedRequest): boolean {
    const args = arguments as unknown as Parameters<Emit>
    if (!isOn || event === 'connection') return Reflect.apply(emit, this, args)
    if (event === 'listening') onListening()
    if ((event !== 'request' && !others.has(event)) || emitting === request) return Reflect.apply(emit, this, args)
    onRequest()
    const outer = emitting
    emitting = request
    try {
      if (!follows()) return Reflect.apply(emit, this, args)
      bindBody(request as RoutedRequest & Emitter)
      return current.run(request, () => Reflect.apply(emit, this, args))
    } finally {
      emitting = outer
    }
  }
  holder.emit = patched as Emit
  return () => {
    isOn = false // another library may have patched on top: its chain stays whole
    if (holder.emit !== patched) return
    if (own) holder.emit = emit
    else delete (holder as { emit?: Emit }).emit
  }
}

function follows(): boolean {
  if (isFollowingFree) return true
  const wasFollowing = isFollowing
  isFollowing = Date.now() < followedUntil
  if (wasFollowing && !isFollowing) current.disable() // takes Node's hooks away, until the next run
  return isFollowing
}

/** A body arrives in the context of its connection, which all requests on it share. */
function bindBody(request: RoutedRequest & Emitter): void {
  const { headers } = request
  if (!headers || (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)) return
  const { emit } = request
  request.emit = function (this: Emitter): boolean {
    const args = arguments as unknown as Parameters<Emit>
    return current.getStore() === request ? Reflect.apply(emit, this, args) : current.run(request, () => Reflect.apply(emit, this, args))
  }
}

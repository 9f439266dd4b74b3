/** In which request does code run? Known without a line in the application: server events are run in a context. */
import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import net from 'node:net'
import { performance } from 'node:perf_hooks'
import type { RequestContext } from '../record.ts'
import { Frameworks } from './frameworks.ts'
import { currentLabels } from './labels.ts'
import { routeOf } from './route.ts'
import type { RoutedRequest } from './route.ts'

interface Emitter {
  emit(event: string | symbol, ...args: unknown[]): boolean
  listenerCount(event: string | symbol): number
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
const withRequest = new Set<string | symbol>(['request', 'upgrade', 'connect', 'checkContinue', 'checkExpectation'])

/** Watches servers: `onListening` for each that listens, `onRequest` before each request, which gets its context. Returns how to stop. */
export function watchServers(onListening: () => void, onRequest: () => void): () => void {
  followedUntil = performance.now() + quietMs
  const frameworks = new Frameworks(() => current.getStore() ?? emitting)
  const listening = (): void => {
    frameworks.onServer()
    onListening()
  }
  const patches = [
    patch(net.Server.prototype, (emit) => serverEmit(emit, listening, onRequest)),
    patch(http.IncomingMessage.prototype, bodyEmit),
  ]
  // Whoever patched it before would call the emit that was there before this one.
  if (Object.hasOwn(http.Server.prototype, 'emit'))
    patches.push(patch(http.Server.prototype, (emit) => serverEmit(emit, listening, onRequest)))
  return () => {
    frameworks.stop()
    for (const undo of patches.reverse()) undo()
  }
}

/** Method, route and labels of the current request. Whoever asks has seen something block. */
export function requestContext(): RequestContext {
  followedUntil = performance.now() + quietMs
  const request = current.getStore() ?? emitting
  const labels = currentLabels()
  return {
    ...(request?.method ? { method: request.method } : {}),
    ...(request && { route: routeOf(request) }),
    ...(labels && { labels }),
  }
}

function serverEmit(emit: Emit, onListening: () => void, onRequest: () => void): Emit {
  return function (this: Emitter, event, ...args) {
    if (event === 'listening') onListening()
    const request = withRequest.has(event) ? (args[0] as RoutedRequest) : undefined
    if (!request || emitting === request) return Reflect.apply(emit, this, [event, ...args])
    onRequest()
    return within(request, () => Reflect.apply(emit, this, [event, ...args]))
  }
}

/** A body arrives in the context of its connection, which all requests on it share. */
function bodyEmit(emit: Emit): Emit {
  return function (this: Emitter & RoutedRequest, event, ...args) {
    // A response that a client gets is of the same class; it has no method.
    if (!this.method || emitting === this || this.listenerCount(event) === 0 || current.getStore() === this)
      return Reflect.apply(emit, this, [event, ...args])
    return within(this, () => Reflect.apply(emit, this, [event, ...args]))
  }
}

function within<T>(request: RoutedRequest, emit: () => T): T {
  const outer = emitting
  emitting = request
  try {
    if (isFollowingFree || performance.now() < followedUntil) return current.run(request, emit)
    current.disable() // takes Node's hooks away, until the next run
    return emit()
  } finally {
    emitting = outer
  }
}

function patch(target: object, wrapperOf: (emit: Emit) => Emit): () => void {
  const holder = target as Emitter
  const own = Object.hasOwn(holder, 'emit')
  const { emit } = holder
  let isOn = true
  const watching = wrapperOf(emit)
  const wrapper: Emit = function (this: Emitter, ...args) {
    return Reflect.apply(isOn ? watching : emit, this, args)
  }
  holder.emit = wrapper
  return () => {
    isOn = false // another library may have patched on top: its chain stays whole
    if (holder.emit !== wrapper) return
    if (own) holder.emit = emit
    else delete (holder as { emit?: Emit }).emit
  }
}

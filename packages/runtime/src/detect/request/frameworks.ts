/** Frameworks that keep the route of a request to themselves are asked for it: Fastify by its channel, Koa and Hono where they are loaded. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import Module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageOf } from '../stack/frame-owner.ts'
import { tellRoute } from './route.ts'

type AnyMethod = (this: object, ...args: unknown[]) => unknown
type Fastify = { addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: unknown, done: () => void) => void): void }
interface FastifyRequest {
  readonly raw: object
  readonly routeOptions?: { readonly url?: string }
}
interface KoaContext {
  readonly req: object
  readonly _matchedRoute?: unknown
  readonly routerPath?: unknown
}
type HonoMatch = readonly [
  readonly (readonly [readonly [unknown, { readonly path?: string; readonly method?: string }], unknown])[],
  ...unknown[],
]

const fastifyChannel = 'fastify.initialization'

/** Asks from now on for routes of Fastify; `onServer` looks for the others once the application is loaded. `current` is the request of the running code. */
export class Frameworks {
  readonly #current: () => object | undefined
  readonly #fault: (error: unknown) => void
  readonly #asked = new WeakSet<object>()
  readonly #undo: (() => void)[] = []
  readonly #onFastify = (message: unknown): void => {
    const { fastify } = message as { fastify: Fastify }
    this.#safely(() =>
      fastify.addHook('onRequest', (request, _reply, done) => {
        tellRoute(request.raw, () => request.routeOptions?.url)
        done()
      }),
    )
  }

  /** `fault` hears of what went wrong in here, which must not reach the framework. */
  constructor(current: () => object | undefined, fault: (error: unknown) => void) {
    this.#current = current
    this.#fault = fault
    subscribe(fastifyChannel, this.#onFastify)
  }

  /** Looks for frameworks that are loaded by now. */
  onServer(): void {
    const cache = (Module as unknown as { _cache: Record<string, { exports: unknown } | undefined> })._cache
    for (const file of Object.keys(cache)) {
      const name = packageOf(file)
      const { exports } = cache[file] ?? {}
      if (name === 'koa' && /[\\/]application\.js$/u.test(file)) this.#askKoa((exports as { prototype?: object } | undefined)?.prototype)
      if (name === 'hono' && /[\\/]smart-router[\\/]router\.js$/u.test(file)) this.#askHono(exports)
    }
    const hono = honoModule()
    // An application that imports it has it in memory: the same module, then.
    if (hono !== undefined)
      void import(hono).then(
        (exports) => this.#askHono(exports),
        () => {},
      )
  }

  /** Forgets them again. */
  stop(): void {
    unsubscribe(fastifyChannel, this.#onFastify)
    for (const undo of this.#undo.splice(0)) undo()
  }

  #safely(action: () => void): void {
    try {
      action()
    } catch (error) {
      this.#fault(error)
    }
  }

  #askKoa(prototype: object | undefined): void {
    this.#after(prototype, 'createContext', (result) => {
      const context = result as KoaContext
      // The name of @koa/router and koa-router for the pattern that matched; routerPath is set by older ones.
      tellRoute(context.req, () => context._matchedRoute ?? context.routerPath)
    })
  }

  #askHono(exports: unknown): void {
    const { SmartRouter } = (exports ?? {}) as { SmartRouter?: { readonly prototype: object } }
    const tell = (result: unknown): void => {
      const request = this.#current()
      if (request) tellRoute(request, () => honoRoute(result as HonoMatch))
    }
    this.#after(SmartRouter?.prototype, 'match', (result, router) => {
      tell(result)
      // After its first answer it replaces the method of its own by that of the router that could answer.
      if (Object.hasOwn(router, 'match')) this.#after(router, 'match', tell)
    })
  }

  /** Calls `look` with what the method gives. Every server that listens leads here: once is enough. */
  #after(holder: object | undefined, name: string, look: (result: unknown, owner: object) => void): void {
    const methods = holder as Record<string, AnyMethod> | undefined
    const method = methods?.[name]
    if (!methods || typeof method !== 'function' || this.#asked.has(methods)) return
    this.#asked.add(methods)
    let isOn = true
    const safely = (action: () => void): void => this.#safely(action)
    const patched: AnyMethod = function (...args) {
      const result = Reflect.apply(method, this, args)
      if (isOn) safely(() => look(result, this))
      return result
    }
    methods[name] = patched
    this.#undo.push(() => {
      isOn = false
      if (methods[name] === patched) methods[name] = method
    })
  }
}

/** The last handler that isn't a middleware (`use` registers for all methods). */
function honoRoute([handlers]: HonoMatch): string | undefined {
  const found = handlers.findLast(([[, route]]) => route.method !== 'ALL') ?? handlers.at(-1)
  return found?.[0][1].path
}

/** The file that an ES module gets from `hono`, where the application can see the package. */
function honoModule(): string | undefined {
  try {
    const from = createRequire(process.argv[1] ? pathToFileURL(process.argv[1]) : join(process.cwd(), '_'))
    const commonjs = from.resolve('hono') // dist/cjs/index.js
    return pathToFileURL(join(dirname(commonjs), '..', 'router', 'smart-router', 'router.js')).href
  } catch {
    return undefined // not installed, or with other folders
  }
}

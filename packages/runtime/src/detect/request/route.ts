/** Which route answers a request? Frameworks tell in their ways; where none does, it is the path without what looks like an id. */

/** A request as node:http and frameworks give it. */
export interface RoutedRequest {
  readonly method?: string | null
  readonly url?: string
  readonly baseUrl?: string
  readonly originalUrl?: string
  readonly headers?: Readonly<Record<string, unknown>>
  /** Express's. */
  readonly route?: { readonly path?: unknown }
}

/** For requests of frameworks that keep the route elsewhere. */
const routes = new WeakMap<object, () => unknown>()

/** `find` tells the pattern of the route once somebody asks: before routing there is none. */
export function tellRoute(request: object, find: () => unknown): void {
  routes.set(request, find)
}

/** `/orders/:id`. */
export function routeOf(request: RoutedRequest): string {
  return (
    expressRoute(request) ??
    patternOf(routes.get(request)?.()) ??
    withoutIds((request.originalUrl ?? request.url ?? '').split('?')[0] ?? '')
  )
}

function expressRoute({ route, baseUrl = '' }: RoutedRequest): string | undefined {
  const path = patternOf(route?.path)
  return path === undefined ? undefined : baseUrl + path
}

function patternOf(path: unknown): string | undefined {
  if (Array.isArray(path)) return path.map(String).join('|')
  return typeof path === 'string' || path instanceof RegExp ? String(path) : undefined
}

/** A path each would make a route each: numbers, UUIDs and long hexadecimal words are ids. */
function withoutIds(path: string): string {
  return path.replaceAll(/(?<=\/)(?:\d+|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{16,})(?=\/|$)/giu, ':id')
}

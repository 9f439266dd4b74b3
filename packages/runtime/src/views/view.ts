/** What views take and give: plain data, so that it can cross to a thread. */

/** A request as a view sees it, whichever framework it came through. */
export interface ViewRequest {
  /** `GET`, `POST`, … */
  readonly method: string
  /** Path and query as the client sent them. */
  readonly url: string
  readonly path: string
  /** What stands behind the `?`; a name that comes several times has a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>
  /** Parameters of the route, as the framework found them. */
  readonly params: Readonly<Record<string, string>>
  /** By lower-case name; a header that may come several times and did has a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly cookies: Readonly<Record<string, string>>
  /** What the framework parsed; else JSON and forms as data, text as a string, anything else as bytes; undefined without a body. */
  readonly body: unknown
  /** Address of the client, where it is known. */
  readonly ip: string | undefined
  /** What middleware has to tell views, such as the user: plain data. */
  readonly state: Record<string, unknown>
}

/** What a view answers. */
export interface ViewResponse {
  /** Default 200. */
  readonly status?: number
  /** By name; a list is sent as several headers. */
  readonly headers?: Readonly<Record<string, string | number | readonly string[] | undefined>>
  /** Text, bytes, an iterator of them that is sent piece by piece, or data, which is sent as JSON. */
  readonly body?: unknown
}

/** A response, or its body alone. */
export type ViewResult = ViewResponse | string | Uint8Array | Iterator<string | Uint8Array> | AsyncIterable<string | Uint8Array>

/** Answers requests. A sync one runs on a thread, an async one on the loop. */
export type View = (request: ViewRequest) => ViewResult | Promise<ViewResult>

/** A response as middleware sees it: complete, with lower-case names, and its own to change. */
export interface FullResponse {
  status: number
  headers: Record<string, string | string[]>
  body: unknown
}

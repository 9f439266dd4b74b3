/** What the detector says of one event: the schema of every report. */

/** A frame of a stack; `file` is a path where there is one, else a URL such as `node:fs`. Lines and columns count from 1, source maps applied. */
export interface Frame {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The request in which something happened. */
export interface RequestContext {
  readonly method?: string
  /** Pattern of the route where the framework tells (`/orders/:id`), else the path. */
  readonly route?: string
}

/** One blocking call, or one stall of the loop. */
export interface BlockingRecord {
  readonly kind: 'call' | 'stall'
  /** The catalogue's id; for a stall that no guarded call explains: `stall`. */
  readonly api: string
  readonly tier?: string
  readonly durationMs: number
  readonly stack: readonly Frame[]
  /** First frame that is neither Node's nor a package's. */
  readonly source?: Frame
  /** Package whose code made the call, where it was not the application's. */
  readonly package?: string
  readonly context: RequestContext
  /** How many events this record stands for. */
  readonly count: number
  /** Milliseconds since 1970. */
  readonly at: number
}

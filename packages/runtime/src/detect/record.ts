/** What the detector says of one event: the schema of every report. */

/** A frame of a stack; `file` is a path where there is one, else a URL such as `node:fs`. Lines and columns count from 1, source maps applied. */
export interface Frame {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The request in which something happened; empty outside of one. */
export interface RequestContext {
  readonly method?: string
  /** Pattern of the route where the framework tells (`/orders/:id`), else the path. */
  readonly route?: string
}

/** One blocking call, or one stall of the loop. */
export interface BlockingRecord {
  /** `unawaited` is kept for promises that nobody awaited. */
  readonly kind: 'call' | 'stall' | 'unawaited'
  /** The catalogue's id; for a stall that no guarded call explains: `stall`. */
  readonly api: string
  /** The catalogue's tier of that call. */
  readonly tier?: string
  /** Milliseconds for which the loop stood still, the sum where `count` is above 1; 0 where the call was refused. */
  readonly durationMs: number
  /** The longest single call, where `count` is above 1. */
  readonly longestMs?: number
  /** Sync frames from the call outwards. Empty where there were too many calls in this second, or where V8 gave no stack. */
  readonly stack: readonly Frame[]
  /** First frame that is neither Node's nor a package's. */
  readonly source?: Frame
  /** Package whose code made the call, where it was not the application's. */
  readonly package?: string
  readonly context: RequestContext
  /** How many calls of one site and route this record stands for. */
  readonly count: number
  /** When it began, in milliseconds since 1970. */
  readonly at: number
}

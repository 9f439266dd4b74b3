/** What the detector says of one event: the schema that it writes and that reports read. */

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
  /** Pattern of the route where the framework tells (`/orders/:id`), else the path, in which numbers and UUIDs read `:id`. */
  readonly route?: string
  /** Values of context variables that are labels, by name. */
  readonly labels?: Readonly<Record<string, string>>
}

/**
 * What was seen. `call`: a blocking call of the catalogue. `stall`: the loop stood still. `load`: a module was loaded while the server ran.
 * In debug mode: `unawaited`: a promise that nobody awaited; `lost`: an error of one that nobody handled; `queue`: work that waited for libuv's threads.
 */
export type RecordKind = 'call' | 'stall' | 'load' | 'unawaited' | 'lost' | 'queue'

/** One blocking call, one stall of the loop, or what debug mode found. */
export interface BlockingRecord {
  readonly kind: RecordKind
  /** The catalogue's id; for a stall that no guarded call explains: `stall`; for a load: `node:module.require`; in debug mode the name of the kind. */
  readonly api: string
  /** The catalogue's tier of that call. */
  readonly tier?: string
  /** Milliseconds for which the loop stood still, the sum where `count` is above 1; 0 where the call was refused. For `queue`: how long work waited. */
  readonly durationMs: number
  /** The longest single call, where `count` is above 1. */
  readonly longestMs?: number
  /** Sync frames from the call outwards. Empty where there were too many calls in this second, or where V8 gave no stack. */
  readonly stack: readonly Frame[]
  /** First frame that is neither Node's nor a package's. */
  readonly source?: Frame
  /** Package whose code made the call, where it was not the application's. */
  readonly package?: string
  /** The file that the call was about; of a shared record, the first one. */
  readonly path?: string
  /** True where the loop was stuck in native code: the stack is the one to which it returned, so that the culprit is a call just before. */
  readonly isAfterNative?: true
  /** Message of an error that was lost, or what libuv's threads are busy with. */
  readonly detail?: string
  readonly context: RequestContext
  /** How many calls of one site and route this record stands for. */
  readonly count: number
  /** When it began, in milliseconds since 1970. */
  readonly at: number
}

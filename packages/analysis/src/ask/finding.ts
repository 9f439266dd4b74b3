/** The shapes of the answers: chains, findings and the verdict on each blocking call. */
import type { BlockingApi } from '@offloop/catalog'

/** A place in a file. `start` and `end` are UTF-16 offsets; `line` and `column` count from 1. */
export interface Place {
  /** Absolute path. */
  readonly file: string
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
}

/** Why a function runs on the served loop. */
export interface LoopRoot {
  readonly kind: 'handler' | 'async' | 'listener' | 'timer'
  /** Name as a person would say it: `GET /reports/:id`, `loadReport`, `listener of "data"`. */
  readonly name: string
  /** For handlers: `Express`. */
  readonly framework?: string
  /** For handlers: id of the catalogue's entry. */
  readonly handler?: string
  /** For handlers: registered only inside a call that may handle its promise: `asyncHandler(list)`. */
  readonly isWrapped?: boolean
  readonly place: Place
}

/** One link of a chain: `name` is called (or, for the first, begins) at `place`. */
export interface ChainStep {
  readonly name: string
  readonly place: Place
}

/** root -> … -> blocking call, shortest first found; the last step is the call of the catalogue entry. */
export interface Chain {
  readonly root: LoopRoot
  readonly steps: readonly ChainStep[]
}

/** A call site that blocks the loop: the blocking call itself (`direct`) or a call that reaches one (`chain`). */
export interface Finding {
  readonly kind: 'direct' | 'chain'
  readonly place: Place
  /** Source text of the callee at the site: `fs.readFileSync`, `loadConfig`. */
  readonly callee: string
  readonly api: BlockingApi
  readonly chain: Chain
  /** The call stands behind an `await`. */
  readonly isAwaited: boolean
}

/** Where a blocking call can run: on the loop while it serves; only while modules load and the server starts, or once, when something is first needed; or nowhere that the index sees. */
export type Reach = 'loop' | 'start-up' | 'unreached'

/** A call of a catalogue entry anywhere in the project. */
export interface BlockingCall {
  readonly place: Place
  readonly callee: string
  readonly api: BlockingApi
  readonly reach: Reach
  /** The shortest chain from a root of the loop, where `reach` is `loop`. */
  readonly chain?: Chain
}

/** A file that could not be read as it should; the rest of the project goes on without it. */
export interface Problem {
  readonly file: string
  readonly code: 'missing' | 'unparsable' | 'not-utf8' | 'unreadable' | 'too-large' | 'symlink-loop' | 'no-files' | 'bad-config'
  /** One line that names the remedy where there is one. */
  readonly message: string
}

/** A source file that is not read: git ignores it, a build writes it, or it is minified. */
export interface SkippedFile {
  /** Absolute path. */
  readonly file: string
  readonly why: 'ignored' | 'built' | 'minified'
}

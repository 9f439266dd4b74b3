/** What the demo's page and its server say to each other. */

/** The two servers: one runs heavy functions on its loop, the other on threads. */
export const laneNames = ['onLoop', 'offLoop'] as const
/** The name of a lane. */
export type LaneName = (typeof laneNames)[number]

/** The heavy routes, each with what it does. */
export const works = {
  hash: 'hash a password (pbkdf2)',
  primes: 'count primes (a long computation)',
  json: 'total a large JSON document',
  export: 'export a file synchronously',
} as const
/** The name of a heavy route. */
export type WorkName = keyof typeof works

/** How many clients may ask for the heavy route side by side. */
export const mostClients = 32

/** How far back the charts and the figures look, in ms. */
export const windowMs = 30_000

/** What the buttons set. */
export interface Settings {
  readonly isLoaded: boolean
  readonly work: WorkName
  readonly clients: number
}

/** A moment in ms since 1970, and how long something took from then on, in ms. */
export type Span = readonly [at: number, durationMs: number]

/** What the detector says of one place in the code, for one route. */
export interface Site {
  /** Id of the catalogue, or `stall` for code without a blocking call. */
  readonly api: string
  /** File and line. */
  readonly place: string
  readonly route: string
  readonly calls: number
  readonly stalls: number
  readonly longestMs: number
}

/** Figures of a lane over the last `windowMs`. */
export interface Figures {
  /** Answers of /health in ms; undefined before the first. */
  readonly p50: number | undefined
  readonly p99: number | undefined
  readonly longest: number | undefined
  /** The longest stall that the detector reported, in ms. */
  readonly longestStall: number | undefined
  readonly stalls: number
  /** Answers of the heavy route. */
  readonly answersPerSecond: number
  readonly failures: number
}

/** News of a lane since the last message; all of the window in the first one. */
export interface LaneNews {
  /** When /health was asked, and how long the answer took. */
  readonly health: readonly Span[]
  readonly stalls: readonly Span[]
  readonly figures: Figures
  readonly sites: readonly Site[]
}

/** One message of the server. */
export interface News {
  /** Forget what came before. */
  readonly isFirst: boolean
  readonly now: number
  readonly settings: Settings
  readonly lanes: Readonly<Record<LaneName, LaneNews>>
}

/** What stands in the page from the start: the machine, and the sources of both lanes. */
export interface PageData {
  readonly cores: number
  readonly threshold: number
  readonly sources: Readonly<Record<WorkName, WorkSource>>
}

/** The source of a heavy function, and what the second lane changes for it. */
export interface WorkSource {
  readonly function: string
  /** Lines with `-`, `+` or a blank in front. */
  readonly difference: readonly string[]
}

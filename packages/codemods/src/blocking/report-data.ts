/** What the page of a blocking report shows: sums, as 100,000 records would make a browser as slow as their server. */

/** One call site: an API, a kind and a place. */
export interface SiteData {
  readonly kind: string
  readonly api: string
  readonly place: string
  readonly package?: string
  /** A file, an error, or what libuv waits for: of the first record. */
  readonly detail?: string
  readonly count: number
  readonly totalMs: number
  readonly longestMs: number
  /** The routes that led there, the costliest first. */
  readonly routes: readonly string[]
  /** The stack of the longest record, from the call outwards. */
  readonly stack: readonly string[]
}

/** What one route cost. */
export interface RouteData {
  readonly route: string
  readonly count: number
  readonly totalMs: number
  readonly longestMs: number
  /** The site that cost most. */
  readonly worst: string
}

/** One moment in which the loop stood still. */
export interface MomentData {
  readonly at: number
  readonly durationMs: number
  readonly kind: string
  readonly api: string
  readonly place: string
  readonly route: string
  readonly labels?: Readonly<Record<string, string>>
}

/** A function, and the time for which calls below it blocked. */
export interface FlameData {
  readonly name: string
  readonly value: number
  readonly children: readonly FlameData[]
}

/** The time between the first and the last record in slices of the same length. */
export interface TimelineData {
  /** Begin of each slice in seconds since 1970. */
  readonly at: readonly number[]
  /** Milliseconds for which calls, and what no call explains, kept the loop in each slice. */
  readonly callsMs: readonly number[]
  readonly stallsMs: readonly number[]
  /** The longest single one that began in it. */
  readonly longestMs: readonly number[]
}

/** Everything that the page shows. */
export interface ReportData {
  readonly title: string
  readonly records: number
  /** First and last moment, in ms since 1970. */
  readonly from: number
  readonly to: number
  readonly blockedMs: number
  readonly calls: number
  readonly stalls: number
  readonly longestMs: number
  readonly timeline: TimelineData
  readonly sites: readonly SiteData[]
  /** Sites that are not listed, and what they cost. */
  readonly otherSites: { readonly count: number; readonly totalMs: number }
  readonly routes: readonly RouteData[]
  readonly moments: readonly MomentData[]
  readonly flame: FlameData
  /** What debug mode found: promises, errors, libuv's queue. */
  readonly findings: readonly SiteData[]
}

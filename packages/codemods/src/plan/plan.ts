/** The plan: what would be edited and why the rest stays, as plain data. Nothing is written while it is made. */
import type { Problem, SkippedFile } from '@offloop/analysis'

/** Replace `[start, end)` of the file's original text with `text`; `start === end` inserts. UTF-16 offsets. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The edits of one file. */
export interface FileEdits {
  /** Absolute path. */
  readonly file: string
  /** Sorted; no two overlap; insertions at one offset are applied in array order. */
  readonly edits: readonly Edit[]
}

/** A function that becomes async. Offsets are those of the file before the migration; `key` names it to the next round. */
export interface PieceFunction {
  readonly key: string
  readonly name: string
  readonly file: string
  readonly line: number
  readonly start: number
  readonly end: number
  /** The name of its async twin: the function itself stays as it is. */
  readonly twin?: string
}

/** One step of a piece's call graph: a function calls one that changes, or makes a blocking call. */
export interface PieceCall {
  /** Key of the caller, and its name or that of the route that it handles. */
  readonly from: string
  readonly caller: string
  /** Key of the function that changes. */
  readonly to?: string
  /** The catalogue's id of a blocking call. */
  readonly api?: string
  readonly file: string
  readonly line: number
}

/** An export of a published package that gives a promise from now on. */
export interface BreakingChange {
  readonly package: string
  /** As it is exported: `load`, `Store.load`. */
  readonly name: string
  readonly file: string
  readonly line: number
}

/** What is migrated together or not at all: functions and call sites that depend on each other. */
export interface Piece {
  /** Stable between runs on the same code: made of the first function's file and name. */
  readonly id: string
  /** `GET /reports/:id > buildReport > readFileSync`. */
  readonly title: string
  readonly functions: readonly PieceFunction[]
  /** What becomes of it, in words, where that isn't its functions becoming async: `3 promise chains`. */
  readonly does?: string
  /** Calls that gain an await, or that must change because their callback became async. */
  readonly awaits: readonly { readonly file: string; readonly start: number; readonly end: number }[]
  readonly calls: readonly PieceCall[]
  readonly files: readonly FileEdits[]
  /** State that is read before a new await and written after it, and the like: one line each with file:line. */
  readonly notes: readonly string[]
  /** Exports whose users have to change: the next version is a major one. */
  readonly breaking: readonly BreakingChange[]
}

/** Why a call keeps its sync form. The codes are the ledger's: `constructor`, `accessor`, `host-sync`, `escapes`, `public-api`, … */
export interface Wall {
  readonly reason: string
  readonly message: string
  /** Where the obstacle stands. */
  readonly file: string
  readonly line: number
  /** What a person can do, where the codemod says so itself. */
  readonly remedy?: string
}

/** What becomes of one place that the codemod is about: for sync-to-async, a blocking call. */
export interface SiteVerdict {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly start: number
  readonly end: number
  /** The catalogue's id of a blocking call; else how the place is called. */
  readonly api: string
  readonly verdict: 'migrated' | 'twinned' | 'offloaded' | 'wall' | 'not-on-loop' | 'rolled-back' | 'small' | 'not-selected'
  readonly piece?: string
  readonly wall?: Wall
  /** `GET /x -> load -> readFileSync`, with file:line in brackets. */
  readonly chain: string
}

/** How a codemod speaks of its sites. */
export interface PlanWords {
  /** `blocking call`, `promise chain`. */
  readonly subject: string
  /** `stays sync`, `is left alone`. */
  readonly stays: string
}

/** A codemod's whole answer, as data. */
export interface Plan {
  readonly version: 1
  readonly codemod: string
  readonly root: string
  /** What a site is called in reports, and what is said of those that stay. */
  readonly words: PlanWords
  readonly pieces: readonly Piece[]
  /** Edits that the pieces need together: imports of codemods of single files. */
  readonly together: readonly FileEdits[]
  /** Comments that say why a call stays: kept apart from the pieces, so that rolling a piece back leaves them. */
  readonly markers: readonly FileEdits[]
  readonly sites: readonly SiteVerdict[]
  /** Files that are read and not edited: generated, vendored, minified or read-only ones. */
  readonly leftAlone: readonly { readonly file: string; readonly why: string }[]
  /** Source files that are not even read. */
  readonly skipped: readonly SkippedFile[]
  readonly problems: readonly Problem[]
}

/** All exports of the plan's packages that break their users, in order of package and name. */
export function breakingOf({ pieces }: Pick<Plan, 'pieces'>): BreakingChange[] {
  const order = (each: BreakingChange): string => `${each.package}\0${each.name}`
  return pieces.flatMap((each) => each.breaking).toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
}

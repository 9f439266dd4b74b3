/** The shape of what `offloop why --json` prints. Paths are relative to `root`; lines and columns count from 1; what there is none of is `null`. */
import type {
  BlockingBelow,
  DeadEnd,
  Edge,
  Finding,
  FunctionNode,
  LoopRoot,
  OffLoop,
  ProjectCounts,
  Runs,
  UnknownReason,
} from '@offloop/analysis'
import type { BlockingApi, Tier } from '@offloop/catalog'

/** A place in a file. */
export interface At {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A function by name, and where it begins. */
export interface Ref {
  readonly name: string
  readonly at: At
}

/** One step of a chain: the root or the module at the top, then what is called, and where. */
export interface Step extends Ref {
  readonly kind: Edge['kind'] | 'root' | 'module' | 'blocking'
  readonly timing: Edge['timing']
  readonly isGuess: boolean
  readonly isAsync: boolean
}

/** What to use in place of a blocking call. */
export interface Remedy {
  readonly kind: BlockingApi['remedy']
  readonly text: string
}

/** One way from a function to another: `function` is the other one. */
export interface EdgeAnswer {
  readonly function: Ref
  readonly callee: string
  readonly at: At
  readonly kind: Edge['kind']
  readonly timing: Edge['timing']
  readonly isGuess: boolean
  readonly viaParameter: boolean
  /** For callbacks: how the loop enters at `function`, where it is a root: "GET /orders". */
  readonly root: string | null
}

/** A call whose callee is unknown. */
export interface UnknownAnswer {
  readonly callee: string
  readonly at: At
  readonly reason: UnknownReason
  readonly about: string | null
  readonly text: string
  readonly isGuessed: boolean
}

/** Where a way up ends without having met the loop. */
export interface EndAnswer {
  readonly code: DeadEnd['code']
  readonly function: Ref
  readonly callee: string | null
  readonly at: At | null
  readonly isExported: boolean
  readonly mentions: readonly Omit<At, 'column'>[]
}

/** A function on the line. */
export interface FunctionAnswer extends Ref {
  readonly isAsync: boolean
  readonly kind: FunctionNode['summary']['kind']
  readonly runs: Runs
  readonly root: { readonly kind: LoopRoot['kind']; readonly name: string; readonly framework: string | null } | null
  readonly offLoop: { readonly code: OffLoop['code']; readonly ends: readonly EndAnswer[] } | null
  /** From the nearest root, or from the module that runs it at start-up. */
  readonly chain: readonly Step[] | null
  /** From the nearest handler, listener or timer, where `chain` begins at an async function. */
  readonly outerChain: readonly Step[] | null
  readonly blocking: readonly {
    readonly api: string
    readonly tier: Tier
    readonly callee: string
    readonly at: At
    readonly remedy: Remedy
    readonly between: BlockingBelow['between']
    /** Sync functions from the call upwards that would have to become async for it, up to the first that is, or to the root. */
    readonly becomesAsync: readonly Ref[]
    readonly chain: readonly Step[]
  }[]
  /** How many there are without the limit. */
  readonly blockingCount: number
  /** What the lint says at the calls of these chains. */
  readonly findings: readonly {
    readonly kind: Finding['kind']
    readonly callee: string
    readonly at: At
    readonly api: string
    readonly tier: Tier
  }[]
  readonly callers: readonly EdgeAnswer[]
  readonly callees: readonly EdgeAnswer[]
  readonly unknownCalls: readonly UnknownAnswer[]
}

/** A call on the line. */
export interface CallAnswer {
  readonly callee: string
  readonly at: At
  readonly isAwaited: boolean
  readonly in: Ref
  /** Id of the catalogue's entry. */
  readonly api: string | null
  readonly tier: Tier | null
  readonly remedy: Remedy | null
  /** What it is outside of the project: `express.default().get`. */
  readonly external: string | null
  readonly leadsTo: readonly EdgeAnswer[]
  readonly unknown: UnknownAnswer | null
}

/** The whole answer. */
export interface WhyAnswer {
  readonly root: string
  readonly file: string
  readonly line: number
  readonly functions: readonly FunctionAnswer[]
  readonly calls: readonly CallAnswer[]
  readonly project: ProjectCounts
  readonly problems: readonly string[]
}

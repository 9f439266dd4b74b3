/** The project as a graph: what is asked of it, and what its answers are. */
import type { BlockingApi, Catalog, Twin } from '@offloop/catalog'
import type { LoopRoot } from '../ask/finding.ts'
import type { CallSummary, FileSummary, UseSummary, Value } from '../summarise/summary.ts'
import type { Timing } from './hosts.ts'
import type { ModuleRef } from './resolve.ts'
import type { FunctionNode, Target } from './target.ts'

/** A call with the file in which it stands. */
export interface CallSite {
  readonly file: string
  readonly fn: FunctionNode
  readonly call: CallSummary
}

/** One way in which a function leads to another. */
export interface Edge {
  readonly from: FunctionNode
  readonly to: FunctionNode
  /** `protocol`: a member such as `toJSON` that the language calls on an object that is made here. */
  readonly kind: 'call' | 'construct' | 'callback' | 'accessor' | 'protocol'
  /** When a callback runs. */
  readonly timing: Timing
  readonly site: CallSite
  /** The callee is a parameter: right for editing, too wide for reachability. */
  readonly viaParameter: boolean
  /** The receiver is unknown and the project has one method of that name: right for reports, too bold for editing. */
  readonly isGuess: boolean
  /** By way of a wrapper that calls it in its own way, as `debounce(save)` does: right for reports, no call to edit. */
  readonly isWrapped?: boolean
}

/** A call of a function of the catalogue, and the function it stands in. */
export interface BlockingSite extends CallSite {
  readonly api: BlockingApi
  /** The async form that the installed major of its module has. */
  readonly twin: Twin | undefined
}

/** An async function, and the call that takes it for a sync one. */
export interface SyncTransaction {
  readonly fn: FunctionNode
  readonly site: CallSite
}

/** A mention of a function that is not a call of it. */
export interface FunctionUse {
  readonly file: string
  readonly use: UseSummary
}

/** The project's functions, who calls whom, and what blocks. */
export interface Graph {
  readonly summaries: ReadonlyMap<string, FileSummary>
  functions(): Iterable<FunctionNode>
  functionsOf(file: string): readonly FunctionNode[]
  callees(fn: FunctionNode): readonly Edge[]
  callers(fn: FunctionNode): readonly Edge[]
  uses(fn: FunctionNode): readonly FunctionUse[]
  readonly blocking: readonly BlockingSite[]
  /** Calls of what `asyncToSync` gives: they wait for the loop, and must not run on it. */
  readonly bridges: readonly BlockingSite[]
  /** Async functions that are given to a transaction that commits when its function returns. */
  readonly syncTransactions: readonly SyncTransaction[]
  readonly roots: ReadonlyMap<FunctionNode, LoopRoot>
  /** Functions in whose text handlers are registered: they set a server up. */
  readonly registrars: ReadonlySet<FunctionNode>
  /** Member calls whose receiver the index doesn't know, by member name. */
  readonly unknownCalls: ReadonlyMap<string, readonly CallSite[]>
  /** What the callee of a call is. */
  calleeTargets(site: CallSite): readonly Target[]
  targets(file: string, value: Value): readonly Target[]
  /** What a module exports under a name. */
  exported(file: string, name: string): readonly Target[]
  resolve(from: string, specifier: string): ModuleRef
  /** Who else must change its colour with a method: the same name in base classes, heirs and interfaces. */
  family(fn: FunctionNode): readonly FunctionNode[]
  /** What keeps a call from running whenever its function does: it runs once, in development, to start anew what was stopped, or nobody passes the parameter that asks for it. */
  guard(site: CallSite): 'once' | 'development' | 'restart' | 'never' | undefined
  readonly catalog: Catalog
}

/** Where a function begins. */
export function placeOf(node: FunctionNode): LoopRoot['place'] {
  const { start, end, line, column } = node.summary
  return { file: node.file, start, end, line, column }
}

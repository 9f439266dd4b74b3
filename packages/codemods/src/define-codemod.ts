/** The shape of a codemod: a name, one sentence, and a pure function from project to plan. */
import type { Project } from '@offloop/analysis'
import type { Plan } from './plan/plan.ts'

/** What is done about functions that some of their users need sync. */
export type Strategy = 'convert' | 'auto' | 'twin'

/** What is done about functions that a published package exports. */
export type PublicForm = 'keep' | 'twin' | 'convert'

/** What is done about listeners of events. */
export type ListenerForm = 'keep' | 'convert'

/** What a plan is to cover. */
export interface PlanOptions {
  /** `handlers`: only what the served loop can reach; `all`: every blocking call. Default: `handlers` where the project registers handlers, else `all`. */
  readonly from?: 'handlers' | 'all'
  /** Only these blocking calls, wherever they run: their file and offset, with `\0` between. What a detector saw. */
  readonly calls?: ReadonlySet<string>
  /**
   * What is done about a function that some of its users need sync. `convert` (default): it stays sync, with all that calls it. `auto`: it gets an
   * async twin beside it, and the callers that can await use that. `twin`: so do the functions that a published package exports.
   */
  readonly strategy?: Strategy
  /** What is done about functions that a published package exports. `keep` (default): they stay sync. `convert`: they become async, which breaks their users. */
  readonly public?: PublicForm
  /** `convert`: listeners of emitters of Node become async, and their errors `error` events. `keep` (default): where an error would end elsewhere they stay. */
  readonly listeners?: ListenerForm
  /** What a CommonJS script that exports nothing and that nobody loads starts with moves into an async function. */
  readonly wrapMain?: boolean
  /** Only these catalogue ids or export names. */
  readonly api?: readonly string[]
  /** Only these tiers. */
  readonly tier?: readonly string[]
  /** Leave `/* offloop: kept sync … *\/` comments at walls. Default true. */
  readonly markers?: boolean
  /** Callers behind a receiver of unknown type don't hold a function back. */
  readonly assumeClosed?: boolean
  readonly tsconfig?: string
  /** Functions and calls that must stay as they are, by key, with the reason: what an earlier round's type check, a person or the project's tests refused. */
  readonly refused?: ReadonlyMap<string, { readonly reason: string; readonly message: string }>
  readonly onProgress?: (stage: string, done: number, total: number) => void
}

/** A migration: pure until its plan is written. */
export interface Codemod {
  readonly name: string
  readonly summary: string
  /** `file`: one file at a time; `project`: needs the index. */
  readonly scope: 'file' | 'project'
  /** Pure: reads through the project, writes nothing. */
  plan(project: Project, options: PlanOptions): Plan
}

/** Checks and returns a codemod's definition. */
export function defineCodemod(codemod: Codemod): Codemod {
  return codemod
}

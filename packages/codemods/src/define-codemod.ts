/** The shape of a codemod: a name, one sentence, and a pure function from project to plan, or from one file to its edits. */
import type { Project } from '@offloop/analysis'
import type { CodemodFlag, FileCodemod, OwnOptions } from './file-codemod.ts'
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
  /** Leave a comment at what stays: `/* offloop: kept sync … *\/`. Default: true for codemods of projects, false for those of files. */
  readonly markers?: boolean
  /** Callers behind a receiver of unknown type don't hold a function back. */
  readonly assumeClosed?: boolean
  readonly tsconfig?: string
  /** Values of the codemod's own flags. */
  readonly own?: OwnOptions
  /** Functions and calls that must stay as they are, by key, with the reason: what an earlier round's type check, a person or the project's tests refused. */
  readonly refused?: ReadonlyMap<string, { readonly reason: string; readonly message: string }>
  readonly onProgress?: (stage: string, done: number, total: number) => void
}

/** A migration of whole projects: pure until its plan is written. */
export interface ProjectCodemod {
  readonly name: string
  readonly summary: string
  readonly scope: 'project'
  /** Its own flags, besides those that all codemods have; `migrationFlags` has those of sync-to-async. */
  readonly flags?: readonly CodemodFlag[]
  /** Pure: reads through the project, writes nothing. */
  plan(project: Project, options: PlanOptions): Plan
}

/** A migration. */
export type Codemod = ProjectCodemod | FileCodemod

/** Checks and returns a codemod's definition. */
export function defineCodemod<T extends Codemod>(codemod: T): T {
  return codemod
}

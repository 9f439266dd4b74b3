/** Migrations from sync to async code, as functions. */
import { openProject } from '@offloop/analysis'
import type { OpenOptions } from '@offloop/analysis'
import { codemods } from './codemods/index.ts'
import { settle } from './verify/settle.ts'
import { originalText } from './write/original-text.ts'
import type { Settled, SettleOptions } from './verify/settle.ts'
import { writeAll } from './write/journal.ts'

export { codemods } from './codemods/index.ts'
export { defineCodemod } from './define-codemod.ts'
export type { Codemod, PlanOptions, ProjectCodemod } from './define-codemod.ts'
export { noFacts } from './file-codemod.ts'
export type { CodemodFlag, Facts, FileChange, FileCodemod, FileInput, FileResult, LeftAlone, OwnOptions } from './file-codemod.ts'
export { openSource } from './rewrite/source.ts'
export type { Source } from './rewrite/source.ts'
export { transformOf } from './transform.ts'
export type { Transform } from './transform.ts'
export type { Edit, FileEdits, Piece, PieceFunction, Plan, SiteVerdict, Wall } from './plan/plan.ts'
export type { Settled, SettleOptions } from './verify/settle.ts'
export type { FlameData, MomentData, ReportData, RouteData, SiteData, TimelineData } from './blocking/report-data.ts'
export { applyEdits } from './edit/apply.ts'
export { WriteError } from './write/journal.ts'

/** What a run would do: the plan after the checks, the new texts, and how to write them. */
export interface Migration extends Settled {
  /** Writes every file, or none. @throws WriteError where a file changed meanwhile or is read-only */
  write(): void
}

/**
 * Plans a codemod over the project at `root` and checks that the result parses and adds no type error. Writes nothing by itself.
 * @throws RangeError for a name that no codemod has
 */
export function migrate(name: string, root: string, options: SettleOptions & OpenOptions = {}): Migration {
  const codemod = codemods.find((each) => each.name === name)
  if (!codemod) throw new RangeError(`no codemod is called "${name}": use one of ${codemods.map((each) => each.name).join(', ')}`)
  const { onProgress, ...rest } = options
  const project = openProject(root, { workspace: true, ...(rest as OpenOptions) })
  const settled = settle(codemod, project, { ...rest, ...(onProgress ? { onProgress } : {}) } as SettleOptions)
  return {
    ...settled,
    write: () =>
      writeAll(
        project.root,
        [...settled.texts].map(([file, after]) => ({ file, before: originalText(project, file), after })),
      ),
  }
}

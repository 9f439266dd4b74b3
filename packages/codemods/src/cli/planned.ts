/** `--plan`: does what a plan says that an earlier run wrote, with the pieces that it takes. */
import { existsSync } from 'node:fs'
import type { Codemod } from '../define-codemod.ts'
import { PlanFileError, readPlanFile } from '../report/plan-file.ts'
import type { PlanFile } from '../report/plan-file.ts'
import type { Settled } from '../verify/settle.ts'
import { UsageError } from './exit.ts'
import type { Flags } from './flags.ts'
import { refuseBesidePlan } from './settings.ts'

/** A plan that was read. */
export interface Planned {
  readonly path: string
  readonly file: PlanFile
  /** What is left of the same plan, made again, without the pieces that the file doesn't take. @throws UsageError where it is another plan */
  choose(settled: Settled, solveWithout: (from: Settled, ids: ReadonlySet<string>) => Settled): Settled
}

/** Reads the plan of `--plan`. @throws UsageError where it is none, or other flags contradict it */
export function planOf(codemod: Codemod, path: string, flags: Flags): Planned {
  refuseBesidePlan(codemod, flags)
  if (!existsSync(path)) throw new UsageError(`--plan is "${flags.plan}", and there is no such file`)
  const file = readPlan(path, codemod)
  return {
    path: flags.plan!,
    file,
    choose(settled, solveWithout) {
      const ids = settled.plan.pieces.map((each) => each.id)
      const other = [...file.pieces.map((each) => each.id).filter((id) => !ids.includes(id)), ...ids.filter((id) => !isIn(file, id))]
      if (other.length > 0)
        throw new UsageError(
          `${flags.plan} is another plan than this version makes of the same files (${other[0]}): plan again with --dry --report`,
        )
      const refused = new Set(file.pieces.filter((each) => !each.take).map((each) => each.id))
      return refused.size > 0 ? solveWithout(settled, refused) : settled
    },
  }
}

function isIn({ pieces }: PlanFile, id: string): boolean {
  return pieces.some((each) => each.id === id)
}

function readPlan(path: string, codemod: Codemod): PlanFile {
  try {
    return readPlanFile(path, codemod.name)
  } catch (error) {
    if (error instanceof PlanFileError) throw new UsageError(error.message)
    throw error
  }
}

/** Plans, checks and plans again until what is left of the plan parses and adds no type error. */
import type { Project } from '@offloop/analysis'
import type { Codemod, PlanOptions } from '../define-codemod.ts'
import { projectFacts } from '../plan/facts.ts'
import { planFiles } from '../plan/plan-files.ts'
import type { Edit, Plan } from '../plan/plan.ts'
import { typeProgramsOf } from '../plan/type-programs.ts'
import { applyEdits, editsOf } from '../edit/apply.ts'
import { originalText } from '../write/original-text.ts'
import { isReadOnly } from '../write/read-only.ts'
import { parseFailure } from './parse.ts'
import { keysOf, refuse, siteKeys } from './refusals.ts'
import type { Refusals } from './refusals.ts'
import { TypeCheck } from './types.ts'

/** A plan that holds, with the new texts. */
export interface Settled {
  readonly plan: Plan
  /** New text by file, of files that differ. */
  readonly texts: ReadonlyMap<string, string>
  /** Rounds of planning that it took. */
  readonly rounds: number
  /** tsconfig files whose types were checked; none for plain JavaScript. */
  readonly configs: readonly string[]
  /** What was taken back and why, a line each. */
  readonly rolledBack: readonly string[]
}

/** What is planned and checked. */
export interface SettleOptions extends PlanOptions {
  readonly checkTypes?: boolean
}

const maxRounds = 25

/** Plans, checks, refuses what does not fit and plans again, until the result parses and adds no type error. */
export function settle(codemod: Codemod, project: Project, options: SettleOptions): Settled {
  const refusals: Refusals = new Map(options.refused)
  let plan = planWith(codemod, project, { ...options, refused: refusals })
  const original = (file: string): string => originalText(project, file)
  const programs = typeProgramsOf(project, options.tsconfig)
  let check: TypeCheck | undefined
  const rolledBack: string[] = []
  for (let round = 1; ; round++) {
    const edits = editsOf(plan)
    const texts = editedTexts(edits, original)
    const broken = brokenPieces(plan, texts)
    if (broken.length > 0) {
      for (const { id, file, why } of broken) {
        rolledBack.push(`${file}:${why} (the edits of ${id} did not parse: please report this)`)
        for (const key of siteKeys(plan, id)) refusals.set(key, { reason: 'types', message: `the edited text did not parse: ${why}` })
      }
    } else {
      if (options.checkTypes === false || texts.size === 0)
        return { plan, texts, rounds: round, configs: check ? programs.configs : [], rolledBack }
      options.onProgress?.('checking types', round, round)
      check ??= new TypeCheck(programs)
      const gained = check.gained(texts)
      // comments alone add none
      if (gained.length === 0 || plan.pieces.length === 0) return { plan, texts, rounds: round, configs: programs.configs, rolledBack }
      for (const each of gained) rolledBack.push(`${each.file}: TS${each.code} ${each.message}`)
      const isNew = refuse(plan, gained, edits, refusals, original)
      // no culprit, or too many rounds: what touches the failing files goes whole
      if (!isNew || round >= maxRounds)
        for (const piece of plan.pieces)
          for (const key of [...keysOf(piece), ...siteKeys(plan, piece.id)])
            refusals.set(key, { reason: 'types', message: 'its types would not fit any more' })
    }
    plan = planWith(codemod, project, { ...options, refused: refusals })
  }
}

function planWith(codemod: Codemod, project: Project, options: PlanOptions): Plan {
  if (codemod.scope === 'project') return codemod.plan(project, options)
  return planFiles(codemod, project, options, { isReadOnly, factsOf: projectFacts(project, options.tsconfig) })
}

function editedTexts(edits: ReadonlyMap<string, readonly Edit[]>, original: (file: string) => string): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [file, list] of edits) {
    const text = applyEdits(original(file), list)
    if (text !== original(file)) texts.set(file, text)
  }
  return texts
}

function brokenPieces(plan: Plan, texts: ReadonlyMap<string, string>): { id: string; file: string; why: string }[] {
  const broken: { id: string; file: string; why: string }[] = []
  for (const [file, text] of texts) {
    const why = parseFailure(file, text)
    if (why !== undefined)
      for (const piece of plan.pieces) if (piece.files.some((each) => each.file === file)) broken.push({ id: piece.id, file, why })
  }
  return broken
}

/** Which pieces break the project's own command? */
import type { Project } from '@offloop/analysis'
import type { Codemod } from '../define-codemod.ts'
import { runCommand } from './command.ts'
import { refusalsOf } from './refusals.ts'
import { settle } from './settle.ts'
import type { SettleOptions, Settled } from './settle.ts'
import type { Trial } from './trial.ts'

/** What is tried, and how it is planned again with less. */
export interface Tried {
  readonly codemod: Codemod
  readonly project: Project
  readonly options: SettleOptions
  readonly trial: Trial
  readonly signal: AbortSignal
}

/** What is left after pieces that break the command were taken out. */
export interface BisectResult {
  readonly settled: Settled
  /** Titles of the pieces that were left out. */
  readonly broken: readonly string[]
  /** The command failed with nothing changed, although it had passed before. */
  readonly isFlaky: boolean
}

/** Writes everything and runs the command; where it fails, halves the pieces until those that break it are known and left out. */
export async function findBreaking(command: string, settled: Settled, tried: Tried): Promise<BisectResult> {
  const { project, trial, signal } = tried
  const passes = async (): Promise<boolean> => (await runCommand(command, project.root, signal)).kind === 'passed'
  const pieces = settled.plan.pieces
  const without = (ids: ReadonlySet<string>, options: SettleOptions = tried.options): Settled =>
    settle(tried.codemod, project, { ...options, refused: refusalsOf(settled.plan, ids, options.refused) })
  const passesWithout = async (ids: ReadonlySet<string>): Promise<boolean> => {
    trial.put(without(ids).texts)
    return passes()
  }

  trial.put(settled.texts)
  if (await passes()) return { settled, broken: [], isFlaky: false }
  trial.restore()
  const nothing = (): Settled => without(new Set(pieces.map((each) => each.id)), { ...tried.options, markers: false })
  if (!(await passes())) return { settled: nothing(), broken: [], isFlaky: true }

  const broken = new Set<string>()
  const search = async (candidates: readonly string[]): Promise<void> => {
    const others = new Set([...pieces.map((each) => each.id).filter((id) => !candidates.includes(id)), ...broken])
    if (candidates.length === 0 || (await passesWithout(others))) return
    if (candidates.length === 1) {
      broken.add(candidates[0]!)
      return
    }
    const middle = candidates.length >> 1
    await search(candidates.slice(0, middle))
    await search(candidates.slice(middle))
  }
  await search(pieces.map((each) => each.id))
  let final = without(broken)
  trial.put(final.texts)
  // pieces that only break together are beyond halving: then nothing is kept
  if (!(await passes())) {
    for (const each of pieces) broken.add(each.id)
    final = nothing()
    trial.put(final.texts)
  }
  return { settled: final, broken: pieces.filter((each) => broken.has(each.id)).map((each) => each.title), isFlaky: false }
}

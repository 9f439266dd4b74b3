/** Which pieces break the project's own command? */
import type { Project } from '@offloop/analysis'
import { spawn } from 'node:child_process'
import type { Codemod } from '../define-codemod.ts'
import { writeAll } from '../write/journal.ts'
import { originalText } from '../write/original-text.ts'
import { settle } from './settle.ts'
import type { SettleOptions, Settled } from './settle.ts'

/** True where the command exits with 0. Its output is shown only when it fails. */
export function runCommand(command: string, cwd: string): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(command, { cwd, shell: true, stdio: ['ignore', 'ignore', 'ignore'] })
    child.on('error', () => done(false))
    child.on('close', (code) => done(code === 0))
  })
}

/** What is left after pieces that break the command were taken out. */
export interface BisectResult {
  readonly settled: Settled
  /** Titles of the pieces that were left out. */
  readonly broken: readonly string[]
}

/** Writes everything and runs the command; where it fails, halves the pieces until those that break it are known and left out. */
export async function findBreaking(
  command: string,
  codemod: Codemod,
  project: Project,
  settled: Settled,
  options: SettleOptions,
): Promise<BisectResult> {
  const written = new Map<string, string>()
  const put = (texts: ReadonlyMap<string, string>): void => {
    const files = new Set([...written.keys(), ...texts.keys()])
    const changes = [...files]
      .map((file) => ({
        file,
        before: written.get(file) ?? originalText(project, file),
        after: texts.get(file) ?? originalText(project, file),
      }))
      .filter((each) => each.before !== each.after)
    writeAll(project.root, changes)
    for (const { file, after } of changes) written.set(file, after)
  }
  const passes = async (without: ReadonlySet<string>): Promise<boolean> => {
    put(settle(codemod, project, { ...options, without }).texts)
    return runCommand(command, project.root)
  }

  put(settled.texts)
  if (await runCommand(command, project.root)) return { settled, broken: [] }
  const pieces = settled.plan.pieces
  const broken = new Set<string>()
  const search = async (candidates: readonly string[]): Promise<void> => {
    const others = new Set([...pieces.map((each) => each.id).filter((id) => !candidates.includes(id)), ...broken])
    if (candidates.length === 0 || (await passes(others))) return
    if (candidates.length === 1) {
      broken.add(candidates[0]!)
      return
    }
    const middle = candidates.length >> 1
    await search(candidates.slice(0, middle))
    await search(candidates.slice(middle))
  }
  await search(pieces.map((each) => each.id))
  let final = settle(codemod, project, { ...options, without: broken })
  put(final.texts)
  // pieces that only break together are beyond halving: then nothing is kept
  if (!(await runCommand(command, project.root))) {
    for (const each of pieces) broken.add(each.id)
    final = settle(codemod, project, { ...options, without: broken, markers: false })
    put(final.texts)
  }
  return { settled: final, broken: pieces.filter((each) => broken.has(each.id)).map((each) => each.title) }
}

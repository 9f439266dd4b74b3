/** One run of a codemod: read, plan, check, show, write. */
import { openProject } from '@offloop/analysis'
import type { Project } from '@offloop/analysis'
import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Codemod, Strategy } from '../define-codemod.ts'
import { diffText } from '../report/diff.ts'
import { writeReports } from '../report/reports.ts'
import { summaryText } from '../report/summary.ts'
import { applyEdits } from '../edit/apply.ts'
import { treeState } from '../write/git.ts'
import { recover, writeAll, WriteError } from '../write/journal.ts'
import { originalText } from '../write/original-text.ts'
import { settle } from '../verify/settle.ts'
import type { SettleOptions, Settled } from '../verify/settle.ts'
import { findBreaking, runCommand } from '../verify/bisect.ts'
import { choosePieces, confirmWrite } from './ask.ts'
import { exitCode, UsageError } from './exit.ts'
import { checkFlags, listOf } from './flags.ts'
import type { Flags } from './flags.ts'
import { startProgress } from './progress.ts'

/** Runs a codemod over the project that the paths name; prints, and returns the exit code. @throws UsageError where nothing may be done */
export async function runCodemod(codemod: Codemod, paths: readonly string[], flags: Flags): Promise<number> {
  checkFlags(flags)
  const cwd = resolve(flags.cwd ?? '.')
  const { root, inside } = target(cwd, paths)
  const isTerminal = Boolean(process.stdout.isTTY && process.stdin.isTTY) && !process.env['CI']
  if (flags.interactive && !isTerminal) throw new UsageError('--interactive needs a terminal')
  if (flags.tsconfig !== undefined && !existsSync(resolve(root, flags.tsconfig)))
    throw new UsageError(`--tsconfig is "${flags.tsconfig}", and there is no such file below ${root}`)
  if (!flags.dry) refuseUnsafe(root, flags, isTerminal)
  const recovered = flags.dry ? undefined : recover(root)
  if (recovered) console.error(`offloop: ${recovered}`)

  const progress = startProgress(isTerminal)
  const include = listOf(flags.include)
  const exclude = listOf(flags.exclude)
  const project = openProject(root, {
    ...(inside.length > 0 ? { paths: inside } : {}),
    ...(include ? { include } : {}),
    ...(exclude ? { exclude } : {}),
    onProgress: (done, total) => progress.step('reading files', done, total),
  })
  for (const problem of project.problems) console.error(`offloop: ${problem.message}`)
  if (project.files().length === 0) return exitCode.usage

  const options = settleOptions(flags, (stage, done, total) => progress.step(stage, done, total))
  progress.step('planning', 0, 1)
  let settled = settle(codemod, project, options)
  progress.stop('planned')
  if (settled.configs.length === 0 && flags.types !== false)
    console.error('offloop: no tsconfig.json: types are not checked, only that every file still parses')

  if (flags.interactive) {
    const refused = await choosePieces(settled, (piece) =>
      piece.files
        .map((each) =>
          diffText(each.file, root, originalText(project, each.file), applyEdits(originalText(project, each.file), each.edits), true),
        )
        .join('\n'),
    )
    if (!refused) return exitCode.done
    if (refused.size > 0) settled = settle(codemod, project, { ...options, without: refused })
  }
  if (flags.verify !== undefined && !flags.dry && settled.texts.size > 0)
    return finish(await verified(flags.verify, codemod, project, settled, options, flags), project, flags)

  if (flags.diff)
    for (const [file, text] of settled.texts)
      console.log(diffText(file, root, originalText(project, file), text, flags.color !== false && isTerminal))
  console.log(summaryText(settled, root))
  if (!flags.dry && settled.texts.size > 0) {
    if (!flags.yes && !flags.interactive && !(await confirmWrite(settled.texts.size))) return exitCode.done
    write(project, settled)
  }
  return finish({ settled, isWritten: !flags.dry, hasRolledBack: settled.rolledBack.length > 0 }, project, flags)
}

interface Outcome {
  readonly settled: Settled
  readonly isWritten: boolean
  readonly hasRolledBack: boolean
}

function finish(outcome: Outcome, project: Project, flags: Flags): number {
  writeReports([flags.report ?? []].flat(), outcome.settled, project, outcome.isWritten)
  if (outcome.hasRolledBack) return exitCode.rolledBack
  const isLeft = outcome.settled.plan.sites.some((each) => each.verdict === 'wall')
  return flags.strict && isLeft ? exitCode.findingsLeft : exitCode.done
}

/** Writes, runs the project's own command, and leaves out the pieces that break it. */
async function verified(
  command: string,
  codemod: Codemod,
  project: Project,
  settled: Settled,
  options: SettleOptions,
  flags: Flags,
): Promise<Outcome> {
  console.error(`offloop: ${command}, before the migration`)
  if (!(await runCommand(command, project.root)))
    throw new UsageError(`"${command}" fails before anything is changed: mend that first, or leave out --verify`)
  if (!flags.yes && !(await confirmWrite(settled.texts.size))) return { settled, isWritten: false, hasRolledBack: false }
  const result = await findBreaking(command, codemod, project, settled, options)
  console.log(summaryText(result.settled, project.root))
  for (const each of result.broken) console.log(`  left out, "${command}" fails with it: ${each}`)
  return { settled: result.settled, isWritten: true, hasRolledBack: result.broken.length > 0 || result.settled.rolledBack.length > 0 }
}

function write(project: Project, settled: Settled): void {
  try {
    writeAll(
      project.root,
      [...settled.texts].map(([file, after]) => ({ file, before: originalText(project, file), after })),
    )
  } catch (error) {
    if (error instanceof WriteError) throw new UsageError(`${error.message}. Nothing was written`)
    throw error
  }
}

function settleOptions(flags: Flags, onProgress: NonNullable<SettleOptions['onProgress']>): SettleOptions {
  const api = listOf(flags.api)
  const tier = listOf(flags.tier)
  return {
    onProgress,
    ...(flags.from ? { from: flags.from as 'handlers' | 'all' } : {}),
    ...(flags.strategy ? { strategy: flags.strategy as Strategy } : {}),
    ...(api ? { api } : {}),
    ...(tier ? { tier } : {}),
    ...(flags.tsconfig ? { tsconfig: flags.tsconfig } : {}),
    markers: flags.markers !== false,
    assumeClosed: flags.assumeClosed === true,
    checkTypes: flags.types !== false,
  }
}

/** One folder is the root itself; several paths, or files, lie in the folder where the command was started. */
function target(cwd: string, paths: readonly string[]): { root: string; inside: readonly string[] } {
  if (!existsSync(cwd)) throw new UsageError(`--cwd is ${cwd}, and there is no such folder`)
  for (const path of paths) if (!existsSync(resolve(cwd, path))) throw new UsageError(`${path}: no such file or folder`)
  const only = paths.length === 1 ? resolve(cwd, paths[0]!) : undefined
  if (only !== undefined && statSync(only).isDirectory()) return { root: only, inside: [] }
  if (only !== undefined && !only.startsWith(cwd)) return { root: dirname(only), inside: [only] }
  return { root: cwd, inside: paths }
}

function refuseUnsafe(root: string, flags: Flags, isTerminal: boolean): void {
  const state = treeState(root)
  if (state.kind === 'dirty' && !flags.force)
    throw new UsageError(`${state.files} files have uncommitted changes: commit them, or use --force`)
  if (!flags.yes && !flags.interactive && !isTerminal) throw new UsageError('without a terminal, say --yes to write or --dry to look')
}

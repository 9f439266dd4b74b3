/** One run of a codemod: read, plan, check, show, write. */
import { openProject } from '@offloop/analysis'
import type { Project } from '@offloop/analysis'
import { existsSync, statSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Codemod } from '../define-codemod.ts'
import { diffText } from '../report/diff.ts'
import { changedSince } from '../report/plan-file.ts'
import type { PlanSettings } from '../report/plan-file.ts'
import { writeReports } from '../report/reports.ts'
import { summaryText } from '../report/summary.ts'
import { treeState } from '../write/git.ts'
import { recover } from '../write/journal.ts'
import { recoverTrial } from '../write/trial-journal.ts'
import { refusalsOf } from '../verify/refusals.ts'
import { originalText } from '../write/original-text.ts'
import { settle } from '../verify/settle.ts'
import type { Settled } from '../verify/settle.ts'
import { choosePieces, confirmWrite } from './ask.ts'
import { exitCode, UsageError } from './exit.ts'
import { checkFlags } from './flags.ts'
import type { Flags } from './flags.ts'
import { callsSeen } from './from-report.ts'
import { planOf } from './planned.ts'
import type { Planned } from './planned.ts'
import { startProgress } from './progress.ts'
import { openOptions, settingsOf, settleOptions } from './settings.ts'
import { writeChecked } from './write.ts'
import type { Outcome } from './write.ts'

/** Runs a codemod over the project that the paths name; prints, and returns the exit code. @throws UsageError where nothing may be done */
export async function runCodemod(codemod: Codemod, paths: readonly string[], flags: Flags): Promise<number> {
  checkFlags(flags, codemod)
  const cwd = resolve(flags.cwd ?? '.')
  const planned = flags.plan === undefined ? undefined : planOf(codemod, resolve(cwd, flags.plan), flags)
  const { root, inside } = target(cwd, planned && paths.length === 0 ? [planned.file.root] : paths)
  const isTerminal = Boolean(process.stdout.isTTY && process.stdin.isTTY) && !process.env['CI']
  if (flags.interactive && !isTerminal) throw new UsageError('--interactive needs a terminal')
  if (flags.tsconfig !== undefined && !existsSync(resolve(root, flags.tsconfig)))
    throw new UsageError(`--tsconfig is "${flags.tsconfig}", and there is no such file below ${root}`)
  // first: what an interrupted run left makes the tree look edited
  if (!flags.dry) for (const done of [recover(root), recoverTrial(root)]) if (done !== undefined) console.error(`offloop: ${done}`)
  if (!flags.dry) refuseUnsafe(root, flags, isTerminal)

  const progress = startProgress(isTerminal)
  let settings = planned?.file.settings ?? settingsOf(codemod, flags, inside)
  const project = openProject(root, {
    workspace: true,
    ...openOptions(settings),
    onProgress: (done, total) => progress.step('reading files', done, total),
  })
  progress.stop()
  for (const problem of project.problems) console.error(`offloop: ${problem.message}`)
  if (project.files().length === 0) return exitCode.usage
  if (planned) refuseChanged(planned, project)
  if (flags.fromReport !== undefined) settings = { ...settings, calls: await seen([flags.fromReport].flat(), cwd, project) }

  const calls = settings.calls && new Set(settings.calls.map((each) => `${resolve(root, each.file)}\0${each.start}`))
  let options = settleOptions(settings, calls, (stage, done, total) => progress.step(stage, done, total))
  progress.step('planning', 0, 1)
  let settled = settle(codemod, project, options)
  const solveWithout = (from: Settled, ids: ReadonlySet<string>): Settled => {
    options = { ...options, refused: refusalsOf(from.plan, ids, options.refused) }
    return settle(codemod, project, options)
  }
  if (planned) settled = planned.choose(settled, solveWithout)
  progress.stop()
  if (settled.configs.length === 0 && settings.types)
    console.error('offloop: no tsconfig.json: types are not checked, only that every file still parses')

  if (flags.interactive) {
    const chosen = await choosePieces(settled, project, solveWithout)
    if (!chosen) return exitCode.done
    settled = chosen
  }
  if (flags.diff)
    for (const [file, text] of settled.texts)
      console.log(diffText(file, root, originalText(project, file), text, flags.color !== false && isTerminal))
  const report = (outcome: Outcome): number => finish(outcome, project, settings, flags, cwd)
  if (flags.dry || settled.texts.size === 0) {
    console.log(summaryText(settled, root))
    return report({ settled, isWritten: !flags.dry, hasRolledBack: settled.rolledBack.length > 0 })
  }
  const isAgreed = flags.yes === true || flags.interactive === true
  return report(await writeChecked(flags.verify, settled, { codemod, project, options }, async (files) => isAgreed || confirmWrite(files)))
}

function finish(outcome: Outcome, project: Project, settings: PlanSettings, flags: Flags, cwd: string): number {
  try {
    writeReports([flags.report ?? []].flat(), cwd, { ...outcome, project, settings })
  } catch (error) {
    throw new UsageError(`the report can't be written: ${(error as Error).message}${outcome.isWritten ? '. The sources are' : ''}`)
  }
  if (outcome.hasRolledBack) return exitCode.rolledBack
  const isLeft = outcome.settled.plan.sites.some((each) => each.verdict === 'wall')
  return flags.strict && isLeft ? exitCode.findingsLeft : exitCode.done
}

async function seen(files: readonly string[], cwd: string, project: Project): Promise<NonNullable<PlanSettings['calls']>> {
  const calls = await callsSeen(files, cwd, project)
  return [...calls].map((key) => {
    const [file, start] = key.split('\0')
    return { file: relative(project.root, file!).split(sep).join('/'), start: Number(start) }
  })
}

const namedFiles = 10

function refuseChanged({ path, file }: Planned, project: Project): void {
  const changed = changedSince(file, project)
  if (changed.length === 0) return
  const names = changed.slice(0, namedFiles).join(', ')
  const more = changed.length > namedFiles ? ` and ${changed.length - namedFiles} more` : ''
  throw new UsageError(`${path} was made from other sources: ${names}${more} changed since. Plan again with --dry --report`)
}

/** One folder is the root itself; several paths, or files, lie in the folder where the command was started. `inside` is relative to the root. */
function target(cwd: string, paths: readonly string[]): { root: string; inside: readonly string[] } {
  if (!existsSync(cwd)) throw new UsageError(`--cwd is ${cwd}, and there is no such folder`)
  for (const path of paths) if (!existsSync(resolve(cwd, path))) throw new UsageError(`${path}: no such file or folder`)
  const only = paths.length === 1 ? resolve(cwd, paths[0]!) : undefined
  if (only !== undefined && statSync(only).isDirectory()) return { root: only, inside: [] }
  const root = only !== undefined && !only.startsWith(cwd) ? dirname(only) : cwd
  return { root, inside: paths.map((each) => relative(root, resolve(cwd, each))) }
}

function refuseUnsafe(root: string, flags: Flags, isTerminal: boolean): void {
  const state = treeState(root)
  if (state.kind === 'dirty' && !flags.force)
    throw new UsageError(`${state.files} files have uncommitted changes: commit them, or use --force`)
  if (!flags.yes && !flags.interactive && !isTerminal) throw new UsageError('without a terminal, say --yes to write or --dry to look')
}

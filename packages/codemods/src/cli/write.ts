/** Writes what was planned: the project's own type checker and its tests have the last word. */
import { summaryText } from '../report/summary.ts'
import { findBreaking } from '../verify/bisect.ts'
import type { Tried } from '../verify/bisect.ts'
import { runCommand } from '../verify/command.ts'
import { interruptible } from '../verify/interrupt.ts'
import { checkNatively } from '../verify/native-types.ts'
import type { Settled } from '../verify/settle.ts'
import { Trial } from '../verify/trial.ts'
import { WriteError } from '../write/journal.ts'
import { UsageError } from './exit.ts'

/** How a run ended. */
export interface Outcome {
  readonly settled: Settled
  readonly isWritten: boolean
  readonly hasRolledBack: boolean
}

/**
 * Writes the texts that pass, after `confirm` agreed to so many files; prints what was done. Whatever goes wrong, and Ctrl-C, leaves every file as it was.
 * @throws UsageError where `verify` fails before anything is changed, or a file can't be written
 */
export async function writeChecked(
  verify: string | undefined,
  settled: Settled,
  { codemod, project, options }: Omit<Tried, 'trial' | 'signal'>,
  confirm: (files: number) => Promise<boolean>,
): Promise<Outcome> {
  if (verify === undefined) console.log(summaryText(settled, project.root))
  else await interruptible((signal) => passesBefore(verify, project.root, signal))
  if (!(await confirm(settled.texts.size))) return { settled, isWritten: false, hasRolledBack: false }
  return interruptible(async (signal) => {
    const trial = new Trial(project)
    try {
      const outcome = await tryOut(verify, settled, { codemod, project, options, trial, signal })
      trial.accept()
      return outcome
    } catch (error) {
      trial.restore()
      if (error instanceof WriteError) throw new UsageError(`${error.message}. Nothing was written`)
      throw error
    }
  })
}

async function passesBefore(verify: string, root: string, signal: AbortSignal): Promise<void> {
  console.error(`offloop: ${verify}, before the migration`)
  const { kind } = await runCommand(verify, root, signal)
  if (kind === 'missing') throw new UsageError(`--verify is "${verify}", and the shell finds no such command`)
  if (kind === 'failed') throw new UsageError(`"${verify}" fails before anything is changed: mend that first, or leave out --verify`)
}

async function tryOut(verify: string | undefined, settled: Settled, tried: Tried): Promise<Outcome> {
  const { project, options, trial } = tried
  const native = options.checkTypes === false ? undefined : await checkNatively(settled, tried)
  if (native) console.error(`offloop: ${native.said}`)
  const checked = native?.settled ?? settled
  if (verify === undefined) {
    trial.put(checked.texts)
    if (checked !== settled && checked.rolledBack.length > settled.rolledBack.length) console.log(summaryText(checked, project.root))
    return { settled: checked, isWritten: true, hasRolledBack: checked.rolledBack.length > 0 }
  }
  console.error(`offloop: ${verify}, after the migration`)
  const result = await findBreaking(verify, checked, tried)
  console.log(summaryText(result.settled, project.root))
  for (const each of result.broken) console.log(`  left out, "${verify}" fails with it: ${each}`)
  if (result.isFlaky)
    console.log(`  "${verify}" passed before and fails now that every file is as it was: it is flaky, and nothing was written`)
  const hasRolledBack = result.isFlaky || result.broken.length > 0 || checked.rolledBack.length > 0
  return { settled: result.settled, isWritten: !result.isFlaky, hasRolledBack }
}

/** `offloop doctor`: looks at a project and says what to run in which order. */
import { openProject } from '@offloop/analysis'
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { codemods } from '../codemods/index.ts'
import { diagnose } from '../doctor/diagnosis.ts'
import { diagnosisText } from '../doctor/diagnosis-text.ts'
import { exitCode, UsageError } from './exit.ts'
import { startProgress } from './progress.ts'

/** Flags of `offloop doctor` as the parser gives them. */
export interface DoctorFlags {
  readonly json?: boolean
}

/** Name and value, meaning. */
export const doctorFlags: readonly (readonly [flag: string, meaning: string])[] = [['--json', 'Print what was found as one JSON object']]

/** Looks at the project in a folder; writes nothing. @throws UsageError where there is none */
export function runDoctor(folder: string | undefined, flags: DoctorFlags): number {
  const root = resolve(folder ?? '.')
  if (!existsSync(root)) throw new UsageError(`there is no folder ${folder}`)
  if (!statSync(root).isDirectory()) throw new UsageError(`${folder} is a file: name the folder of a project`)
  const progress = startProgress(Boolean(process.stderr.isTTY) && !process.env['CI'])
  try {
    const project = openProject(root, { workspace: true, onProgress: (done, total) => progress.step('reading files', done, total) })
    if (project.files().length === 0) throw new UsageError(`${root} has no JavaScript or TypeScript files`)
    const diagnosis = diagnose(project, codemods, (name) => progress.step(`planning ${name}`, 0, 1))
    progress.stop()
    console.log(flags.json ? JSON.stringify(diagnosis, null, 2) : diagnosisText(diagnosis))
    return exitCode.done
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${root}/package.json is no JSON: ${error.message}`)
    throw error
  } finally {
    progress.stop()
  }
}

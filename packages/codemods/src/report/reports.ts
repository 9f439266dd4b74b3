/** Writes the reports that were asked for, by extension. */
import type { Project } from '@offloop/analysis'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Settled } from '../verify/settle.ts'
import { htmlReport } from './html.ts'
import { planJson } from './plan-file.ts'
import type { PlanSettings } from './plan-file.ts'

/** What a run came to. */
export interface Reported {
  readonly settled: Settled
  readonly project: Project
  readonly settings: PlanSettings
  readonly isWritten: boolean
}

/** Writes the reports that were asked for, by their endings; paths are relative to `folder`. */
export function writeReports(files: readonly string[], folder: string, { settled, project, settings, isWritten }: Reported): void {
  for (const file of files) {
    const path = resolve(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, file.endsWith('.json') ? planJson(settled, project, settings, isWritten) : htmlReport(settled, project, isWritten))
    console.error(`offloop: report written to ${file}`)
  }
}

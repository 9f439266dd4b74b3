/** Writes the reports that were asked for, by extension. */
import type { Project } from '@offloop/analysis'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Settled } from '../verify/settle.ts'
import { htmlReport } from './html.ts'
import { jsonReport } from './json.ts'

/** Writes the reports that were asked for, by their endings. */
export function writeReports(files: readonly string[], settled: Settled, project: Project, isWritten: boolean): void {
  for (const file of files) {
    const path = resolve(file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, file.endsWith('.json') ? jsonReport(settled, project.root, isWritten) : htmlReport(settled, project, isWritten))
    console.error(`offloop: report written to ${file}`)
  }
}

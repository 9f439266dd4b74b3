/** A process of the group `lint`: does one thing to a folder and prints, as JSON, how long it took and how much memory the process had at most. */
import { readFileSync } from 'node:fs'
import { openProject } from '@offloop/analysis'
import { measureEdits } from './lint-edits.ts'
import { lintPackages } from './lint-eslint.ts'
import type { EslintRun } from './lint-eslint.ts'
import { measureWalk } from './lint-walk.ts'

/** What can be measured. */
export type Measure = EslintRun | 'index' | 'findings' | 'edits' | 'typed-walk'

/** Milliseconds by name; `ms` is the whole. */
export type Times = Readonly<Record<'ms', number>> & Readonly<Record<string, number>>

/** Milliseconds that `what` takes in a folder, after everything is loaded. */
async function measure(what: Measure, folder: string): Promise<Times> {
  if (what === 'edits') return measureEdits(folder)
  const began = performance.now()
  const since = (): number => performance.now() - began
  if (what === 'index' || what === 'findings') {
    const project = openProject(folder)
    const read = since()
    if (what === 'index') project.blockingCalls()
    else for (const file of project.files()) project.findingsIn(file)
    return { ms: since(), read, parsed: project.stats().parsed }
  }
  if (what === 'typed-walk') return measureWalk(folder)
  const findings = await lintPackages(what, folder)
  return { ms: since(), findings }
}

/** Of this program alone: what the system counts for the process includes the one that started it. */
function peakMegabytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024
  return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
}

const [what = '', folder = ''] = process.argv.slice(2)
const times = await measure(what as Measure, folder)
console.log(JSON.stringify({ ...times, mb: peakMegabytes() }))

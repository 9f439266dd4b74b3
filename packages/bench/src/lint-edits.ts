/** How soon an open project answers for a file that changed, as an editor changes it. */
import { openProject } from '@offloop/analysis'
import { medianOf } from './median.ts'

const editedFiles = 3
const editsPerFile = 3
/** Files of one package that any program may import: what a worker, a test or a benchmark does blocks no server, and is no finding. */
const isEdited = /[\\/]analysis[\\/]src[\\/](?!.*\.test\.).*\.ts$/u

/** Milliseconds, in the middle, from the new text of one file to its findings: where only positions moved, and where a call came in. */
export function measureEdits(folder: string): { ms: number; move: number; call: number } {
  const began = performance.now()
  const project = openProject(folder, { cache: false })
  const files = project.files().filter((file) => isEdited.test(file))
  const chosen = Array.from({ length: editedFiles }, (_, at) => files[Math.floor(((at + 0.5) * files.length) / editedFiles)] ?? '')
  const move: number[] = []
  const call: number[] = []
  for (const file of chosen) {
    const text = project.text(file) ?? ''
    const before = project.findingsIn(file).length
    const timed = (into: number[], next: string, findings: number): void => {
      const start = performance.now()
      project.update(file, next)
      const found = project.findingsIn(file).length
      into.push(performance.now() - start)
      if (found !== before + findings) throw new Error(`${file}: ${found} findings after the edit, ${before + findings} are right`)
    }
    for (let edit = 1; edit <= editsPerFile; edit++) timed(move, '\n'.repeat(edit) + text, 0)
    for (let edit = 1; edit <= editsPerFile; edit++) timed(call, text + blocking(edit), edit)
  }
  return { ms: performance.now() - began, move: medianOf(move), call: medianOf(call) }
}

/** An async function with so many calls that block. */
function blocking(calls: number): string {
  const body = Array.from({ length: calls }, (_, at) => `  readAdded('${at}')\n`).join('')
  return `\nimport { readFileSync as readAdded } from 'node:fs'\nexport async function added() {\n${body}}\n`
}

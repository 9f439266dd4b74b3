/** Questions on a terminal: what to run, and which pieces to take. */
import { cancel, confirm, intro, isCancel, select, text } from '@clack/prompts'
import type { Project } from '@offloop/analysis'
import { applyEdits } from '../edit/apply.ts'
import { originalText } from '../write/original-text.ts'
import { diffText } from '../report/diff.ts'
import type { Settled } from '../verify/settle.ts'
import { codemods } from '../codemods/index.ts'
import type { Piece } from '../plan/plan.ts'
import type { Codemod } from '../define-codemod.ts'
import type { Flags } from './flags.ts'

/** `offloop` without arguments: what to run, or `undefined` when the questions were cancelled. */
export async function askWhatToDo(): Promise<{ codemod: Codemod; paths: string[]; flags: Flags } | undefined> {
  intro('offloop')
  const name = await select({
    message: 'What shall be migrated?',
    options: codemods.map((each) => ({ value: each.name, label: each.name, hint: each.summary })),
  })
  const codemod = codemods.find((each) => each.name === name)
  if (!codemod) return stop()
  const folder = await text({ message: 'In which folder?', initialValue: '.', placeholder: '.' })
  if (isCancel(folder)) return stop()
  const dry = await confirm({ message: 'Only show what would change first?', initialValue: true })
  if (isCancel(dry)) return stop()
  return { codemod, paths: [folder || '.'], flags: { dry, diff: dry } }
}

type Answer = 'yes' | 'no' | 'all' | 'quit'

/** The plan that is left once each piece was shown and taken or refused, or `undefined` when the questions were cancelled. */
export async function choosePieces(
  settled: Settled,
  project: Project,
  solveWithout: (from: Settled, ids: ReadonlySet<string>) => Settled,
): Promise<Settled | undefined> {
  const taken = new Set<string>()
  let refused = 0
  let current = settled
  for (let piece = next(current, taken); piece; piece = next(current, taken)) {
    // Without a frame, which would break long lines.
    console.log(`\n${piece.title}\n\n${diffOf(piece, project)}`)
    const answer = await askFor(piece, taken.size + refused + 1, refused + current.plan.pieces.length)
    if (answer === 'quit') return stop()
    if (answer === 'all') break
    if (answer === 'yes') taken.add(piece.id)
    else {
      refused++
      current = solveWithout(current, new Set([piece.id]))
    }
  }
  return current
}

function next(settled: Settled, taken: ReadonlySet<string>): Piece | undefined {
  return settled.plan.pieces.find((each) => !taken.has(each.id))
}

async function askFor(piece: Piece, number: number, count: number): Promise<Answer> {
  const answer = await select<Answer>({
    message: `Migrate this piece, ${number} of ${count} (${piece.does ?? `${piece.functions.length} functions`}, ${piece.files.length} files)?`,
    options: [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No, leave it as it is' },
      { value: 'all', label: 'Yes, and all that follow' },
      { value: 'quit', label: 'Quit, and write nothing' },
    ],
  })
  return isCancel(answer) ? 'quit' : answer
}

function diffOf(piece: Piece, project: Project): string {
  const texts = piece.files.map(({ file, edits }) => {
    const before = originalText(project, file)
    return diffText(file, project.root, before, applyEdits(before, edits), true)
  })
  return texts.join('\n')
}

/** Yes or no before anything is written. */
export async function confirmWrite(files: number): Promise<boolean> {
  const answer = await confirm({ message: `Write ${files} files?` })
  return answer === true
}

function stop(): undefined {
  cancel('Nothing was changed')
}

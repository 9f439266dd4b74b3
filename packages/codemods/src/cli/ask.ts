/** Questions on a terminal: what to run, and which pieces to take. */
import { cancel, confirm, intro, isCancel, note, select, text } from '@clack/prompts'
import type { Settled } from '../verify/settle.ts'
import { codemods } from '../codemods/index.ts'
import type { Piece } from '../plan/plan.ts'
import type { Codemod } from '../define-codemod.ts'
import type { Flags } from './flags.ts'

/** `offloop` without arguments: what to run, or `undefined` when the questions were cancelled. */
export async function askWhatToDo(): Promise<{ codemod: Codemod; paths: string[]; flags: Flags } | undefined> {
  intro('offloop')
  const codemod = await select({
    message: 'What shall be migrated?',
    options: codemods.map((each) => ({ value: each, label: each.name, hint: each.summary })),
  })
  if (isCancel(codemod)) return stop()
  const folder = await text({ message: 'In which folder?', initialValue: '.', placeholder: '.' })
  if (isCancel(folder)) return stop()
  const dry = await confirm({ message: 'Only show what would change first?', initialValue: true })
  if (isCancel(dry)) return stop()
  return { codemod, paths: [folder || '.'], flags: { dry, diff: dry } }
}

/** Ids of the pieces that are refused, or `undefined` when the questions were cancelled. */
export async function choosePieces(settled: Settled, diffOf: (piece: Piece) => string): Promise<Set<string> | undefined> {
  const refused = new Set<string>()
  for (const piece of settled.plan.pieces) {
    note(diffOf(piece), piece.title)
    const answer = await select({
      message: `Migrate this piece (${piece.functions.length} functions, ${piece.files.length} files)?`,
      options: [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No, leave it as it is' },
        { value: 'rest', label: 'Yes, and all that follow' },
      ],
    })
    if (isCancel(answer)) return undefined
    if (answer === 'no') refused.add(piece.id)
    if (answer === 'rest') break
  }
  return refused
}

/** Yes or no before anything is written. */
export async function confirmWrite(files: number): Promise<boolean> {
  const answer = await confirm({ message: `Write ${files} files?` })
  return answer === true
}

function stop(): undefined {
  cancel('Nothing was changed')
}

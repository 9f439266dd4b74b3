/** What a trial has written over: while a project's own commands judge new texts, a kill must not leave them as if they had passed. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { writeAll } from './journal.ts'
import { journalPlace, readJournal, writeJournal } from './journal-file.ts'

/** A file of a trial: its text before, and digests of all that was tried in its place. */
export interface TriedFile {
  readonly file: string
  readonly original: string
  readonly tried: readonly string[]
}

/** The digest by which a text that was tried is known again. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

/** Says what is about to be tried, before it is written. */
export function recordTrial(root: string, files: readonly TriedFile[]): void {
  writeJournal(journalPlace(root, 'trial'), files)
}

/** The trial is over: what is on the disk stays. */
export function forgetTrial(root: string): void {
  rmSync(journalPlace(root, 'trial'), { force: true })
}

/** Takes back what a killed trial left; says what it did, or `undefined` where there was nothing. Files that somebody has edited since stay. */
export function recoverTrial(root: string): string | undefined {
  const place = journalPlace(root, 'trial')
  if (!existsSync(place)) return undefined
  const files = (readJournal<readonly TriedFile[]>(place) ?? []).map((each) => ({ ...each, now: textOf(each.file) }))
  const changed = files.filter(({ now, original }) => now !== undefined && now !== original)
  const back = changed.filter(({ now, tried }) => tried.includes(digestOf(now!)))
  writeAll(
    root,
    back.map(({ file, now, original }) => ({ file, before: now!, after: original })),
  )
  forgetTrial(root)
  if (changed.length === 0) return undefined
  const edited = changed.filter((each) => !back.includes(each)).map((each) => each.file)
  const left = edited.length === 0 ? '' : `; edited since, and left as they are: ${edited.join(', ')}`
  return `an interrupted trial was taken back: ${back.length} files are as they were${left}`
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

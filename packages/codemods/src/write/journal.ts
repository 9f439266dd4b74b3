/** All files of a run are written, or none: a journal lets the next run finish or undo what a killed one began. */
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { replaceFile, writeDurably } from './files.ts'
import { journalPlace, readJournal, writeJournal } from './journal-file.ts'
import { isReadOnly } from './read-only.ts'

interface Entry {
  readonly target: string
  readonly fresh: string
}

interface Journal {
  readonly state: 'preparing' | 'committed'
  readonly entries: readonly Entry[]
  /** New files of a run that is being taken back: not wanted any more. */
  readonly stale?: readonly string[]
}

/** Someone changed a file after it was read, or it can't be written. */
export class WriteError extends Error {
  readonly file: string
  constructor(file: string, message: string) {
    super(message)
    this.name = 'WriteError'
    this.file = file
  }
}

/** What is to be written: the text that was read, so that a change in between is seen, and the new one. */
export interface Change {
  readonly file: string
  readonly before: string
  readonly after: string
}

/**
 * Writes all changes. Until the journal says `committed` every target is untouched; from then on a kill leaves work that `recover` finishes.
 * @throws WriteError before anything is replaced, when a file changed on disk or is read-only
 */
export function writeAll(root: string, changes: readonly Change[]): void {
  const place = journalPlace(root, 'writing')
  const entries: Entry[] = []
  for (const { file, before } of changes) {
    const target = realpathSync(file)
    checkWritable(file, target, before)
    entries.push({ target, fresh: join(dirname(target), `.${basename(target)}.offloop-new`) })
  }
  writeJournal(place, { state: 'preparing', entries } satisfies Journal)
  try {
    changes.forEach((change, index) => writeDurably(entries[index]!.fresh, change.after, entries[index]!.target))
    for (const [index, { file, before }] of changes.entries()) checkUnchanged(file, entries[index]!.target, before)
  } catch (error) {
    undo(entries)
    rmSync(place, { force: true })
    throw error
  }
  writeJournal(place, { state: 'committed', entries } satisfies Journal)
  for (const [index, { fresh, target }] of entries.entries()) {
    try {
      replaceFile(fresh, target)
    } catch (error) {
      takeBack(place, changes, entries, index)
      throw new WriteError(changes[index]!.file, `${changes[index]!.file}: can't be replaced (${(error as Error).message})`)
    }
  }
  rmSync(place, { force: true })
}

/** The first `replaced` files get their old texts again. Until the journal says so, a kill leaves work that goes on forwards, then backwards. */
function takeBack(place: string, changes: readonly Change[], entries: readonly Entry[], replaced: number): void {
  const back = entries
    .slice(0, replaced)
    .map(({ target }) => ({ target, fresh: join(dirname(target), `.${basename(target)}.offloop-old`) }))
  back.forEach(({ fresh, target }, index) => writeDurably(fresh, changes[index]!.before, target))
  const journal: Journal = { state: 'committed', entries: back, stale: entries.slice(replaced).map((each) => each.fresh) }
  writeJournal(place, journal)
  finish(journal)
  rmSync(place, { force: true })
}

function finish({ entries, stale }: Journal): void {
  for (const { fresh, target } of entries) if (existsSync(fresh)) replaceFile(fresh, target)
  for (const each of stale ?? []) rmSync(each, { force: true })
}

/** Finishes or undoes what a killed run left; says what it did, or `undefined` where there was nothing. */
export function recover(root: string): string | undefined {
  const place = journalPlace(root, 'writing')
  if (!existsSync(place)) return undefined
  const journal = readJournal<Journal>(place)
  if (journal?.state === 'committed') finish(journal)
  if (journal?.state === 'preparing') undo(journal.entries)
  rmSync(place, { force: true })
  if (!journal) return 'an unreadable journal of an interrupted run was removed'
  if (journal.stale) return `an interrupted run was taken back: ${journal.entries.length} files are as they were`
  return journal.state === 'committed'
    ? `an interrupted run was finished: ${journal.entries.length} files`
    : 'an interrupted run was undone: no file had been changed'
}

function checkWritable(file: string, target: string, before: string): void {
  checkUnchanged(file, target, before)
  if (isReadOnly(target)) throw new WriteError(file, `${file}: read-only; make it writable or exclude it`)
}

function checkUnchanged(file: string, target: string, before: string): void {
  if (readFileSync(target, 'utf8') !== before) throw new WriteError(file, `${file}: changed on disk since it was read; run again`)
}

function undo(entries: readonly Entry[]): void {
  for (const { fresh } of entries) rmSync(fresh, { force: true })
}

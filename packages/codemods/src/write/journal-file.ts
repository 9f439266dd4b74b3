/** Where a run of a project keeps its journals, and how they are written. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { replaceFile, writeDurably } from './files.ts'

/** Outside the project, so that nothing of it is ever committed. */
export function journalPlace(root: string, kind: 'writing' | 'trial'): string {
  const project = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 16)
  return join(tmpdir(), 'offloop', kind === 'writing' ? `${project}.json` : `${project}.${kind}.json`)
}

/** Writes a journal durably, over what it was, in one step. */
export function writeJournal(place: string, journal: unknown): void {
  mkdirSync(dirname(place), { recursive: true })
  const fresh = `${place}.new`
  writeDurably(fresh, JSON.stringify(journal), dirname(place))
  replaceFile(fresh, place)
}

/** What a journal says; `undefined` where it was cut short while it was first written: nothing had begun. */
export function readJournal<T>(place: string): T | undefined {
  try {
    return JSON.parse(readFileSync(place, 'utf8')) as T
  } catch {
    return undefined
  }
}

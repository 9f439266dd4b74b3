/** Files written so that they are either old or new. */
import { closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs'

/** Writes `text` to `file` durably, with the mode of `like`. */
export function writeDurably(file: string, text: string, like: string): void {
  const descriptor = openSync(file, 'w', statSync(like).mode)
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Puts a file in the place of another in one step. */
export function replaceFile(from: string, to: string): void {
  renameSync(from, to)
}

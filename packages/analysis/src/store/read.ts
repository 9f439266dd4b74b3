/** Reads a source file strictly: what is not UTF-8 is refused, not mangled. */
import { readFileSync, statSync } from 'node:fs'
import type { Problem } from '../ask/finding.ts'

/** Largest file that is read, in bytes: beyond it are bundles, not sources. */
export const maxBytes = 5_000_000

/** A file that can't be read as text; the message says why, without its name. */
export class ReadError extends Error {
  readonly code: Problem['code']
  constructor(code: Problem['code'], message: string) {
    super(message)
    this.name = 'ReadError'
    this.code = code
  }
}

/**
 * The text of a file, with its BOM if it has one.
 * @throws ReadError that says the reason
 */
export function readText(file: string): string {
  return textOf(readBytes(file))
}

/**
 * The bytes of a file of a source's size.
 * @throws ReadError that says the reason
 */
export function readBytes(file: string): Buffer {
  try {
    if (statSync(file).size > maxBytes) throw new ReadError('too-large', `larger than ${maxBytes / 1e6} MB; skipped`)
    return readFileSync(file)
  } catch (error) {
    if (error instanceof ReadError) throw error
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw new ReadError('missing', `no such file`)
    if (code === 'ELOOP') throw new ReadError('symlink-loop', `a symbolic link that leads to itself; skipped`)
    throw new ReadError('unreadable', `can't be read (${code ?? String(error)})`)
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text that the bytes are, with its BOM if it has one.
 * @throws ReadError where they are no UTF-8
 */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new ReadError('not-utf8', `not UTF-8; convert it or exclude it`)
  }
}

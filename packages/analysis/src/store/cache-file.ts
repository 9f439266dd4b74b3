/** One file of the cache: the encoded summaries of one package folder. Whole or not at all, whoever else reads and writes it. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ByteReader, ByteWriter } from './bytes.ts'
import { summaryVersion } from './cache-version.ts'
import type { EncodedSummary } from './encode-summary.ts'

/** What is known of one source file. */
export interface CacheEntry {
  /** Hash of what the summary was made of. */
  readonly key: string
  readonly summary: EncodedSummary
}

const magic = 'offloop index\n'
const digestBytes = 32
const anHour = 3_600_000

/** The entries by path below the package's folder. Empty where the file is absent, broken, or of another version. */
export function readCacheFile(path: string): Map<string, CacheEntry> {
  const entries = new Map<string, CacheEntry>()
  try {
    const bytes = readFileSync(path)
    const body = bytes.subarray(digestBytes)
    if (!digestOf(body).equals(bytes.subarray(0, digestBytes))) return entries
    const reader = new ByteReader(body)
    if (reader.text() !== magic || reader.text() !== summaryVersion()) return entries
    for (let rest = reader.size(); rest > 0; rest--) {
      const file = reader.text()
      entries.set(file, { key: reader.text(), summary: { content: reader.block(), positions: reader.block() } })
    }
    return entries
  } catch {
    return new Map()
  }
}

/**
 * Puts the entries in the place of the file. The same entries give the same bytes.
 * @throws what the file system says
 */
export function writeCacheFile(path: string, entries: ReadonlyMap<string, CacheEntry>): void {
  const writer = new ByteWriter()
  writer.text(magic)
  writer.text(summaryVersion())
  writer.count(entries.size)
  for (const [file, { key, summary }] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    writer.text(file)
    writer.text(key)
    writer.block(summary.content)
    writer.block(summary.positions)
  }
  const body = writer.bytes()
  mkdirSync(dirname(path), { recursive: true })
  const unfinished = `${path}.${randomUUID()}.tmp`
  try {
    writeFileSync(unfinished, Buffer.concat([digestOf(body), body]), { flag: 'wx' })
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
  sweep(path)
}

/** Takes away what processes that were killed while writing left behind. */
function sweep(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`) || !name.endsWith('.tmp')) continue
    const left = join(dirname(path), name)
    const written = statSync(left, { throwIfNoEntry: false })?.mtimeMs
    if (written !== undefined && written < Date.now() - anHour) rmSync(left, { force: true })
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

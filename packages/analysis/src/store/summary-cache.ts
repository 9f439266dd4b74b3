/** Summaries on disk, by the content of the files: what one process has read, the next one doesn't parse. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Problem } from '../ask/finding.ts'
import type { FileSummary } from '../summarise/summary.ts'
import { readCacheFile, writeCacheFile } from './cache-file.ts'
import type { CacheEntry } from './cache-file.ts'
import { CachePlaces } from './cache-place.ts'
import type { CacheOption } from './cache-place.ts'
import { decodeSummary } from './decode-summary.ts'
import type { EncodedSummary } from './encode-summary.ts'

interface PackageCache {
  readonly folder: string
  readonly path: string
  readonly entries: Map<string, CacheEntry>
  readonly asked: Set<string>
  isChanged: boolean
}

/** The disk has no room, or is not ours to write on: a cache that can't be kept is no news. */
const silent = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS'])

/** The cached summaries of one project. Nothing here throws, and what is broken is as good as absent. */
export class SummaryCache {
  readonly #places: CachePlaces
  readonly #packages = new Map<string, PackageCache | undefined>()

  constructor(root: string, option: CacheOption) {
    this.#places = new CachePlaces(root, option)
  }

  /** The summary of a file with these bytes. */
  find(file: string, bytes: Uint8Array): FileSummary | undefined {
    const found = this.#packageOf(file)
    if (!found) return undefined
    const name = pathIn(found.folder, file)
    found.asked.add(name)
    const entry = found.entries.get(name)
    if (!entry || entry.key !== keyOf(file, bytes)) return undefined
    try {
      return decodeSummary(entry.summary, file)
    } catch {
      return undefined // the digest was right, the rest is not: made by hand
    }
  }

  /** Remembers what `file` with these bytes says; `save` writes it. */
  add(file: string, bytes: Uint8Array, summary: EncodedSummary): void {
    const found = this.#packageOf(file)
    if (!found) return
    found.entries.set(pathIn(found.folder, file), { key: keyOf(file, bytes), summary })
    found.isChanged = true
  }

  /** Writes what changed, without the entries of files that are gone, and lets go of everything. */
  save(problems: Problem[]): void {
    for (const each of this.#packages.values()) {
      if (!each) continue
      this.#dropGone(each)
      if (!each.isChanged) continue
      try {
        this.#keepOthers(each)
        writeCacheFile(each.path, each.entries)
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? String(error)
        const folder = this.#places.named
        const isKnown = problems.some((problem) => problem.file === folder && problem.code === 'bad-config')
        if (folder === undefined || silent.has(code) || isKnown) continue
        problems.push({ file: folder, code: 'bad-config', message: `${folder}: can't hold the index cache (${code}); name a folder` })
      }
    }
    this.#packages.clear()
  }

  #packageOf(file: string): PackageCache | undefined {
    const folder = this.#places.packageOf(file)
    if (!this.#packages.has(folder)) {
      const path = this.#places.fileOf(folder)
      this.#packages.set(
        folder,
        path === undefined ? undefined : { folder, path, entries: readCacheFile(path), asked: new Set(), isChanged: false },
      )
    }
    return this.#packages.get(folder)
  }

  /** Files that this project doesn't read may be read by another; those that nobody can read go. */
  #dropGone(cache: PackageCache): void {
    for (const name of cache.entries.keys()) {
      if (cache.asked.has(name) || existsSync(join(cache.folder, name))) continue
      cache.entries.delete(name)
      cache.isChanged = true
    }
  }

  /** What other processes have written since. */
  #keepOthers(cache: PackageCache): void {
    for (const [name, entry] of readCacheFile(cache.path))
      if (!cache.entries.has(name) && existsSync(join(cache.folder, name))) cache.entries.set(name, entry)
  }
}

function pathIn(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/')
}

/** The extension says how a text is parsed. */
function keyOf(file: string, bytes: Uint8Array): string {
  const extension = file.slice(file.lastIndexOf('.') + 1)
  return createHash('sha256').update(`${extension}\0`).update(bytes).digest('base64url')
}

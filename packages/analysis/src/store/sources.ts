/** The files of a project: their texts, and a summary of each, from the cache or by parsing. */
import { relative } from 'node:path'
import type { Problem } from '../ask/finding.ts'
import { parseFile, ParseError } from '../parse/file.ts'
import { summarise } from '../summarise/summarise.ts'
import type { FileSummary } from '../summarise/summary.ts'
import type { CacheOption } from './cache-place.ts'
import { decodeSummary } from './decode-summary.ts'
import { encodeSummary } from './encode-summary.ts'
import type { EncodedSummary } from './encode-summary.ts'
import { readBytes, ReadError, textOf } from './read.ts'
import { SummaryCache } from './summary-cache.ts'

/** Where summaries came from. */
export interface ReadStats {
  /** Files that were parsed, each time counted. */
  readonly parsed: number
  readonly fromCache: number
}

/** What another text changed: nothing, the places only (`now` has the new ones), what the file says, or which files there are. */
export type Change =
  | { readonly is: 'same' | 'changed' | 'files' }
  | { readonly is: 'moved'; readonly before: FileSummary; readonly now: FileSummary }

/** Reads files once, and keeps what was read. */
export class Sources {
  readonly summaries = new Map<string, FileSummary>()
  readonly #root: string
  readonly #problems: Problem[]
  /** As it was read or given; bytes become text when somebody asks. */
  readonly #texts = new Map<string, string | Uint8Array>()
  /** What files say that are being edited, to be compared with what they say next. */
  readonly #contents = new WeakMap<FileSummary, Uint8Array>()
  #parsed = 0
  #fromCache = 0

  constructor(root: string, problems: Problem[]) {
    this.#root = root
    this.#problems = problems
  }

  get stats(): ReadStats {
    return { parsed: this.#parsed, fromCache: this.#fromCache }
  }

  has(file: string): boolean {
    return this.#texts.has(file)
  }

  text(file: string): string | undefined {
    const known = this.#texts.get(file)
    if (known === undefined || typeof known === 'string') return known
    const text = textOf(known)
    this.#texts.set(file, text)
    return text
  }

  /** Reads files from disk, through the cache. */
  readAll(files: readonly string[], option: CacheOption, onProgress?: (done: number, total: number) => void): void {
    const cache = new SummaryCache(this.#root, option)
    files.forEach((file, index) => {
      this.read(file, cache)
      onProgress?.(index + 1, files.length)
    })
    cache.save(this.#problems)
  }

  /** Reads one file from disk. */
  read(file: string, cache?: SummaryCache): void {
    try {
      const bytes = readBytes(file)
      const known = cache?.find(file, bytes)
      if (known) {
        this.#fromCache++
        this.#texts.set(file, bytes)
        this.summaries.set(file, known)
        return
      }
      const text = textOf(bytes)
      // A short string may be part of a large one: the bytes are all that has to be kept.
      this.#texts.set(file, bytes)
      const encoded = this.#parse(file, text)
      if (!encoded) return
      this.summaries.set(file, decodeSummary(encoded, file))
      if (cache) cache.add(file, bytes, encoded)
      else this.#sort()
    } catch (error) {
      if (!(error instanceof ReadError)) throw error
      this.#problems.push({ file, code: error.code, message: `${relative(this.#root, file)}: ${error.message}` })
    }
  }

  /** Takes `text` for the contents of `file`. */
  give(file: string, text: string): Change {
    if (this.text(file) === text) return { is: 'same' }
    this.#texts.set(file, text)
    const before = this.summaries.get(file)
    const encoded = this.#parse(file, text)
    if (!encoded) {
      this.summaries.delete(file)
      return { is: before ? 'files' : 'same' }
    }
    const now = decodeSummary(encoded, file)
    if (before && Buffer.compare(this.#contents.get(before) ?? encodeSummary(before).content, encoded.content) === 0) {
      this.#contents.set(before, encoded.content)
      return { is: 'moved', before, now }
    }
    this.#contents.set(now, encoded.content)
    this.summaries.set(file, now)
    if (before) return { is: 'changed' }
    this.#sort()
    return { is: 'files' }
  }

  /** The join takes files in this order: it must not depend on which came first. */
  #sort(): void {
    const sorted = [...this.summaries].sort(([a], [b]) => (a < b ? -1 : 1))
    this.summaries.clear()
    for (const [file, summary] of sorted) this.summaries.set(file, summary)
  }

  /** The summary in bytes: made once more from those, equal values are one object. */
  #parse(file: string, text: string): EncodedSummary | undefined {
    const known = this.#problems.findIndex((each) => each.file === file && each.code === 'unparsable')
    if (known >= 0) this.#problems.splice(known, 1)
    try {
      this.#parsed++
      return encodeSummary(summarise(parseFile(file, text)))
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
      const message = `${relative(this.#root, file)}:${error.line}: ${error.message}; the file is left alone`
      this.#problems.push({ file, code: 'unparsable', message })
      return undefined
    }
  }
}

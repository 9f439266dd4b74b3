/** The source of a place in built output, read from the source map beside it: for records of a server that ran without them. */
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A place in a file; counts from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Reads each map once. */
export class OriginalPositions {
  readonly #maps = new Map<string, SourceMap | undefined>()

  /** Where a place of a built file comes from; nothing where no map says so. */
  of({ file, line, column }: Position): Position | undefined {
    if (!this.#maps.has(file)) this.#maps.set(file, mapOf(file))
    const entry = this.#maps.get(file)?.findEntry(line - 1, column - 1)
    if (!entry || !('originalSource' in entry) || !entry.originalSource) return undefined
    const { originalSource: source } = entry
    const path = source.startsWith('file:') ? fileURLToPath(source) : resolve(dirname(file), source)
    return { file: path, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
  }
}

function mapOf(file: string): SourceMap | undefined {
  try {
    const url = [...readFileSync(file, 'utf8').matchAll(/^\/\/[#@] sourceMappingURL=(\S+)\s*$/gmu)].at(-1)?.[1]
    if (url === undefined) return undefined
    const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/u.exec(url)
    const text = inline
      ? Buffer.from(decodeURIComponent(inline[2]!), inline[1] ? 'base64' : 'utf8').toString()
      : readFileSync(resolve(dirname(file), decodeURIComponent(url)), 'utf8')
    return new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0])
  } catch {
    return undefined // no map, or one that can't be read: the built place stands
  }
}

/** The source that a compiled file was made from, read from the map beside it, without turning source maps on for the whole process. */
import fs from 'node:fs'
import { SourceMap, findSourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** As it was before the guard wrapped it: reading a map is no call of the application. */
const { readFileSync } = fs
const maps = new Map<string, SourceMap | undefined>()

/** Where a position of a compiled file comes from; counts from 1. */
export function originalPosition(file: string, line: number, column: number): { file: string; line: number; column: number } | undefined {
  const entry = (findSourceMap(file) ?? mapOf(file))?.findEntry(line - 1, column - 1)
  if (!entry || !('originalSource' in entry) || !entry.originalSource) return undefined
  const source = entry.originalSource.startsWith('file:')
    ? fileURLToPath(entry.originalSource)
    : resolve(dirname(file), entry.originalSource)
  return { file: source, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(file))
  return maps.get(file)
}

function readMap(file: string): SourceMap | undefined {
  try {
    const url = [...readFileSync(file, 'utf8').matchAll(/^\/\/[#@] sourceMappingURL=(\S+)\s*$/gm)].at(-1)?.[1]
    if (!url) return undefined
    const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(url)
    if (inline)
      return new SourceMap(
        JSON.parse(Buffer.from(decodeURIComponent(inline[2]!), inline[1] ? 'base64' : 'utf8').toString()) as ConstructorParameters<
          typeof SourceMap
        >[0],
      )
    return new SourceMap(
      JSON.parse(readFileSync(resolve(dirname(file), decodeURIComponent(url)), 'utf8')) as ConstructorParameters<typeof SourceMap>[0],
    )
  } catch {
    return undefined // no map, or one that can't be read: the compiled position stands
  }
}

/** Frees what was read. */
export function forgetSourceMaps(): void {
  maps.clear()
}

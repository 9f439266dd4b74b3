/** Handlers that a framework finds by the file they are exported from. */
import type { Handler } from '@offloop/catalog'
import type { FileSummary, Value } from '../summarise/summary.ts'

/** An export that is a handler: what it is called, and its value. */
export interface ExportedHandler {
  readonly handler: Handler
  readonly name: string
  readonly value: Value
}

/** The exports of a file that frameworks in use call; `path` is relative to the project's root, with `/`. */
export function exportedHandlers(path: string, summary: FileSummary, inUse: readonly Handler[]): ExportedHandler[] {
  if (inUse.length === 0) return []
  const plain = path.replace(/\.[cm]?[jt]sx?$/u, '')
  return inUse.flatMap((handler) =>
    (handler.exports ?? []).flatMap(({ files, names }) => {
      if (!new RegExp(files, 'u').test(plain)) return []
      return summary.exports.flatMap(({ name, value }) => (names.includes(name) ? [{ handler, name: `${name} of ${path}`, value }] : []))
    }),
  )
}

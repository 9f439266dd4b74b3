/** Takes statements away, and finds the one of a module. */
import type { Node, ParsedFile } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'

/** A statement goes with its line, where it has one for itself; of empty lines around it one stays. */
export function removeStatement({ text, file }: ParsedFile, { start, end }: Node, edits: EditSet): void {
  const line = text.lastIndexOf('\n', start - 1) + 1
  const rest = /^[\t ]*(?:\r?\n|$)/.exec(text.slice(end))
  if (text.slice(line, start).trim() !== '' || !rest) {
    edits.replace(file, start, end, '')
    return
  }
  const after = end + rest[0].length
  const isBelowEmpty = line === 0 || /\n\r?\n$/.test(text.slice(0, line))
  const empty = isBelowEmpty ? /^\r?\n/.exec(text.slice(after)) : null
  edits.replace(file, line, after + (empty?.[0].length ?? 0), '')
}

/** The statement of the module in which a node stands. */
export function topStatement(node: Node): Node {
  let at = node
  while (at.parent && at.parent.type !== 'Program') at = at.parent
  return at
}

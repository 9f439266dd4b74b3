/** Comments that allow a blocking call to a linter: they go when the call is migrated. */
import type { Comment, Node, ParsedFile } from '@offloop/analysis'
import type { EditSet } from './edits.ts'

/** Rules that forbid blocking calls, by the end of their names. */
const rule = /^(?:[\w@-]+\/)*(?:no-sync|no-blocking-call|no-blocking-chain)$/
const directive = /^(\s*(?:eslint|oxlint)-disable-(next-line|line)\s+)([^]*?)(\s--[^]*)?$/

/** Takes the rules out of the comment that stands for the call's line; the comment goes with its last rule, and the line with the comment. */
export function dropDisabling(edits: EditSet, source: ParsedFile, call: Node): void {
  // another call of the line may need the comment still
  if ((lineAround(source.text, call.start).match(/Sync\s*\(/g) ?? []).length > 1) return
  for (const comment of source.comments) {
    const match = directive.exec(comment.value)
    if (!match || lineOf(source, comment.end) + (match[2] === 'line' ? 0 : 1) !== lineOf(source, call.start)) continue
    const rules = match[3]!.split(',').map((each) => each.trim())
    const staying = rules.filter((each) => !rule.test(each))
    if (staying.length === rules.length) continue
    if (staying.length === 0) remove(edits, source, comment)
    else {
      const start = comment.start + 2 + match[1]!.length
      edits.replace(source.file, start, start + match[3]!.trimEnd().length, staying.join(', '))
    }
  }
}

function remove(edits: EditSet, source: ParsedFile, comment: Comment): void {
  const { text } = source
  const line = text.lastIndexOf('\n', comment.start - 1) + 1
  const end = /\r?\n|$/.exec(text.slice(comment.end))!
  const isAlone = text.slice(line, comment.start).trim() === '' && text.slice(comment.end, comment.end + end.index).trim() === ''
  if (isAlone) edits.replace(source.file, line, comment.end + end.index + end[0].length, '')
  else {
    const before = /[\t ]*$/.exec(text.slice(line, comment.start))![0].length
    edits.replace(source.file, comment.start - before, comment.end, '')
  }
}

/** The line in which the offset lies, without its end. */
export function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return text.slice(start, end < 0 ? text.length : end)
}

function lineOf(source: ParsedFile, offset: number): number {
  let line = 1
  for (let at = source.text.indexOf('\n'); at >= 0 && at < offset; at = source.text.indexOf('\n', at + 1)) line++
  return line
}

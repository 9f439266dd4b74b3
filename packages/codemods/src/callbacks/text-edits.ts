/** Edits of one change: pieces that go, texts that come, and lines that move. */
import type { Node } from '@offloop/analysis'
import { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import type { Edit } from '../plan/plan.ts'
import type { Source } from '../rewrite/source.ts'

interface Cut {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Collects them; `finish` puts them together. */
export class TextEdits {
  readonly #source: Source
  readonly #cuts: Cut[] = []
  readonly #puts: { readonly at: number; readonly text: string; readonly order: number }[] = []
  /** Replacements that don't matter where their text goes. */
  readonly #weak: Cut[] = []
  readonly #shifts: { readonly start: number; readonly end: number; readonly by: number }[] = []

  constructor(source: Source) {
    this.#source = source
  }

  replace(start: number, end: number, text: string): void {
    if (start === end) this.put(start, text)
    else this.#cuts.push({ start, end, text })
  }

  cut(start: number, end: number): void {
    if (end > start) this.#cuts.push({ start, end, text: '' })
  }

  /** A statement with the white space before it. */
  cutStatement(statement: { readonly start: number; readonly end: number }): void {
    this.cut(this.afterInk(statement.start), this.endOf(statement))
  }

  /** Before a semicolon that begins a line: it guards the statement after it. */
  endOf({ end }: { readonly end: number }): number {
    if (this.#source.text[end - 1] !== ';') return end
    const ink = this.afterInk(end - 1)
    return this.#source.text.slice(ink, end).includes('\n') ? ink : end
  }

  put(at: number, text: string, order = 0): void {
    this.#puts.push({ at, text, order })
  }

  rename({ start, end }: Node, text: string): void {
    this.#weak.push({ start, end, text })
  }

  /** Lines that begin there move: to the left where `by` is below zero. */
  shift(start: number, end: number, by: number): void {
    if (by !== 0) this.#shifts.push({ start, end, by })
  }

  /** White space at the beginning of a line, as it will be. */
  indented(indent: string, at: number): string {
    const by = this.#shiftOf(at)
    return by < 0 ? indent.slice(-by) : indent + this.#white(by)
  }

  #white(width: number): string {
    return styleOf(this.#source).indent[0]!.repeat(width)
  }

  #shiftOf(at: number): number {
    return this.#shifts.reduce((sum, each) => (each.start < at && at <= each.end ? sum + each.by : sum), 0)
  }

  /** Where the white space before an offset begins. */
  afterInk(offset: number): number {
    let at = offset
    while (at > 0 && /\s/u.test(this.#source.text[at - 1]!)) at--
    return at
  }

  /** Sorted edits; nothing where two stand against each other, or a comment would be lost. */
  finish(): readonly Edit[] | 'overlap' | 'comment' {
    const { file, comments } = this.#source
    const cuts = merged(this.#cuts)
    if (!cuts) return 'overlap'
    if (comments.some((each) => cuts.some((cut) => each.start < cut.end && each.end > cut.start))) return 'comment'
    const edits = new EditSet()
    const isGone = (start: number, end: number): boolean => cuts.some((each) => each.start < end && each.end > start)
    for (const each of cuts) edits.replace(file, each.start, each.end, each.text)
    for (const each of this.#weak) if (!isGone(each.start, each.end)) edits.replace(file, each.start, each.end, each.text)
    for (const { at, text, order } of this.#puts) {
      if (cuts.some((each) => each.start < at && each.end > at)) return 'overlap'
      edits.insert(file, at, text, order)
    }
    for (const { at, by } of this.#lines()) {
      const end = by < 0 ? at - by : at
      if (isGone(at, end) || cuts.some((each) => each.start <= at && at < each.end)) continue
      if (by < 0) edits.replace(file, at, end, '')
      else edits.insert(file, at, this.#white(by), -1)
    }
    return edits.files[0]?.edits ?? []
  }

  #lines(): { readonly at: number; readonly by: number }[] {
    const { text, nodes } = this.#source
    const quasis = nodes.filter((each) => each.type === 'TemplateElement')
    const found: { at: number; by: number }[] = []
    for (let at = text.indexOf('\n') + 1; at > 0; at = text.indexOf('\n', at) + 1) {
      const by = this.#shiftOf(at)
      if (by === 0 || quasis.some((each) => each.start < at && at <= each.end)) continue
      const white = /^[\t ]*/u.exec(text.slice(at))![0].length
      if (/[\r\n]/u.test(text[at + white] ?? '\n')) continue
      found.push({ at, by: Math.max(by, -white) })
    }
    return found
  }
}

/** Pure cuts that touch become one. */
function merged(cuts: readonly Cut[]): Cut[] | undefined {
  const found: Cut[] = []
  for (const each of [...cuts].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = found.at(-1)
    if (!last || last.end <= each.start) found.push(each)
    else if (each.text === '' && last.text === '')
      found[found.length - 1] = { start: last.start, end: Math.max(last.end, each.end), text: '' }
    else if (last.end >= each.end && each.text === '') continue
    else if (each.text === '' && last.text !== '') found[found.length - 1] = { ...last, end: each.end }
    else return undefined
  }
  return found
}

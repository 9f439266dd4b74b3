/** Parts of a file's text with the edits that lie in them, to be put together anew at another indentation. */
import type { Comment } from '@offloop/analysis'
import { indentAt } from '../edit/style.ts'
import type { Edit } from '../plan/plan.ts'
import type { Source } from '../rewrite/source.ts'

/** A stretch of the original text. */
export interface Extent {
  readonly start: number
  readonly end: number
}

/** Stands for a line break that belongs to a value, while lines are indented anew. */
const keptBreak = '\uE000'

/** Cuts a file's text into pieces. */
export class Slices {
  readonly #source: Source
  /** Line breaks in template literals and in texts with a continued line. */
  readonly #kept: ReadonlySet<number>
  /** Edits of names and keywords, by offset. */
  readonly #small: readonly Edit[]
  /** Larger ones, made when they are asked for. */
  readonly #large: readonly (Extent & { readonly text: () => string })[]

  constructor(source: Source, small: readonly Edit[], large: readonly (Extent & { readonly text: () => string })[]) {
    this.#source = source
    this.#small = small
    this.#large = large
    this.#kept = keptBreaks(source)
  }

  /** The text of an extent with every edit in it, `more` among them; a larger edit does what lies in it itself. */
  text(start: number, end: number, more: readonly Edit[] = []): string {
    const isIn = (each: Extent): boolean => start <= each.start && each.end <= end
    const large = this.#large.filter(isIn).map((each) => ({ start: each.start, end: each.end, make: each.text }))
    const small = [...this.#small.filter(isIn), ...more].map((each) => ({ start: each.start, end: each.end, make: () => each.text }))
    const edits = [...large, ...small].sort(
      (a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start) || b.end - a.end,
    )
    let at = start
    let text = ''
    for (const each of edits) {
      if (each.start < at) continue
      text += this.#raw(at, each.start) + each.make()
      at = each.end
    }
    return text + this.#raw(at, end)
  }

  /** The same as lines that begin at the left margin. */
  lines(start: number, end: number, more: readonly Edit[] = [], base = indentAt(this.#source.text, start)): string {
    return unindent(this.text(start, end, more), base)
  }

  /** Comments of an extent, but for those in `without`. */
  comments(start: number, end: number, without: readonly Extent[] = []): string[] {
    return this.#source.comments
      .filter(
        (each) => start <= each.start && each.end <= end && !without.some((other) => other.start <= each.start && each.end <= other.end),
      )
      .map((each) => this.#comment(each))
  }

  #comment({ start, end }: Comment): string {
    return unindent(this.#source.text.slice(start, end), indentAt(this.#source.text, start))
  }

  #raw(start: number, end: number): string {
    const { text } = this.#source
    let done = ''
    let at = start
    for (let next = text.indexOf('\n', at); next >= 0 && next < end; next = text.indexOf('\n', next + 1)) {
      if (!this.#kept.has(next)) continue
      done += text.slice(at, next) + keptBreak
      at = next + 1
    }
    return done + text.slice(at, end)
  }
}

function keptBreaks({ nodes, text }: Source): Set<number> {
  const found = new Set<number>()
  for (const each of nodes) {
    if (each.type !== 'TemplateElement' && !(each.type === 'Literal' && typeof each.value === 'string')) continue
    for (let at = text.indexOf('\n', each.start); at >= 0 && at < each.end; at = text.indexOf('\n', at + 1)) found.add(at)
  }
  return found
}

/** Takes `base` from the beginning of each line but the first. */
function unindent(text: string, base: string): string {
  return base === '' ? text : text.replaceAll(`\n${base}`, '\n')
}

/** Puts `indent` before each line but the first, and before that, too, where `isWhole`. */
export function indented(text: string, indent: string, isWhole = true): string {
  const lines = text.replaceAll(/\n(?=[^\r\n])/gu, `\n${indent}`)
  return isWhole ? indent + lines : lines
}

/** The text with the line breaks of values in their places, and with the file's line ends. */
export function finished(text: string, newline: string): string {
  const breaks = newline === '\n' ? text : text.replaceAll(/\r?\n/gu, newline)
  return breaks.replaceAll(keptBreak, '\n')
}

/** Statements below each other; one that would continue the one before it gets a semicolon first. */
export function joined(statements: readonly string[]): string {
  let before = ''
  return statements
    .map((each) => {
      const isOpen = before !== '' && !before.endsWith(';') && /^[([`+\-/](?!\/|\*)/u.test(each)
      before = withoutLastComments(each) || before
      return isOpen ? `;${each}` : each
    })
    .join('\n')
}

function withoutLastComments(text: string): string {
  return text.replace(/(?:\s*(?:\/\/[^\n]*|\/\*[^]*?\*\/))*\s*$/u, '')
}

/** Lines and columns of a text as ESLint counts them, as offsets and as SARIF regions. */
import type { Region } from 'sarif'

const lineBreak = /\r\n|[\n\r\u2028\u2029]/gu

/** What ends a line for ESLint: SARIF's own default knows only the first two. */
export const newlineSequences: string[] = ['\r\n', '\n', '\r', '\u2028', '\u2029']

/** A text cut into lines. Lines and columns count from 1; offsets are UTF-16, and a byte order mark is no part of the text. */
export class TextLines {
  /** 1 where the text began with a byte order mark: what an offset that counts it is too large by. */
  readonly markLength: 0 | 1
  readonly #text: string
  readonly #starts: number[] = [0]

  constructor(text: string) {
    this.markLength = text.startsWith('\uFEFF') ? 1 : 0
    this.#text = text.slice(this.markLength)
    for (const { 0: found, index } of this.#text.matchAll(lineBreak)) this.#starts.push(index + found.length)
  }

  /** The text of a line, without its end; undefined beyond the last. */
  line(line: number): string | undefined {
    const start = this.#starts[line - 1]
    return start === undefined ? undefined : this.#text.slice(start, this.#starts[line]).replace(lineBreak, '')
  }

  /** Offset of a line and column, counting the byte order mark as the project's index does; undefined beyond the last line. */
  offsetWithMark(line: number | undefined, column: number | undefined): number | undefined {
    const start = line === undefined ? undefined : this.#starts[line - 1]
    return start === undefined || column === undefined ? undefined : start + column - 1 + this.markLength
  }

  /** The region from one offset to another; undefined where the text is too short for it. */
  region(start: number, end: number): Region | undefined {
    if (start < 0 || end > this.#text.length) return undefined
    const [from, to] = [this.#at(start), this.#at(end)]
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }
  }

  #at(offset: number): { readonly line: number; readonly column: number } {
    const after = this.#starts.findIndex((start) => start > offset)
    const line = after < 0 ? this.#starts.length : after
    return { line, column: offset - (this.#starts[line - 1] ?? 0) + 1 }
  }
}

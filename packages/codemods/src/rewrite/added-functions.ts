/** Functions that edits add at the end of a file, each once. */
import type { EditSet } from '../edit/edits.ts'
import { styleOf } from '../edit/style.ts'
import type { Source } from './source.ts'

/** Collects them while calls are rewritten. */
export class AddedFunctions {
  readonly #texts = new Map<string, string>()

  /** `text` has semicolons and single quotes, and no line that would go on with the one before it without a semicolon. */
  add(name: string, text: string): void {
    this.#texts.set(name, text)
  }

  /** In the style of the file. */
  write(edits: EditSet, source: Source): void {
    if (this.#texts.size === 0) return
    const { newline, semicolon, quote } = styleOf(source)
    const { file, text } = source
    const added = [...this.#texts.values()].join('\n\n').replaceAll("'", quote)
    const own = (semicolon === '' ? added.replace(/;$/gm, '') : added).replaceAll('\n', newline)
    edits.insert(file, text.length, (text.endsWith('\n') ? newline : newline + newline) + own + newline, 1000)
  }
}

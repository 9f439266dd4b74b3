/** Reads a codemod's Markdown page: what each example is before and after. */
import { blocksOf } from './page.ts'

/** Files by their path in the project. */
export type PageFiles = Readonly<Record<string, string>>

/** Fences `ts before src/a.ts` and `ts after src/a.ts` that follow each other. A file without an `after` must not change. */
export interface CodemodExample {
  /** Line of the page on which the first fence opens. */
  readonly line: number
  /** Last line of prose before it. */
  readonly title: string
  readonly before: PageFiles
  readonly after: PageFiles
  /** Flags with their values, of an `sh` fence between the two: `{ strategy: 'auto', wrapMain: true }`. */
  readonly options: Readonly<Record<string, string | true>>
}

/** The examples of a page, in order. Throws on an `after` without its `before`. */
export function readCodemodPage(text: string): CodemodExample[] {
  const examples: {
    line: number
    title: string
    before: Record<string, string>
    after: Record<string, string>
    options: Record<string, string | true>
  }[] = []
  let prose = ''
  let isOpen = false
  for (const block of blocksOf(text)) {
    if (typeof block === 'string') {
      prose = block.replace(/^#+\s+/u, '')
      isOpen = false
      continue
    }
    const [kind, path] = block.words
    if (block.language === 'sh' && isOpen)
      for (const [, flag, value] of block.text.matchAll(/--([\w-]+)(?: (\w+))?/gu))
        examples.at(-1)!.options[optionOf(flag!)] = value ?? true
    if ((kind !== 'before' && kind !== 'after') || path === undefined) continue
    if (!isOpen) examples.push({ line: block.line, title: prose, before: {}, after: {}, options: {} })
    isOpen = true
    const example = examples.at(-1)
    if (example && kind === 'after' && example.before[path] === undefined) {
      throw new Error(`Line ${block.line}: there is no "before ${path}" above this "after ${path}"`)
    }
    if (example) example[kind][path] = block.text
  }
  return examples
}

/** `wrap-main` is the option `wrapMain`. */
function optionOf(flag: string): string {
  return flag.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase())
}

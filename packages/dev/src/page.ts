/** Reads a rule's Markdown page: which examples it shows, what each must report, and with which options. */

/** A file of an example, without its marks. */
export interface ExampleFile {
  readonly path: string
  readonly text: string
  /** Fragments of messages by the line (1-based) that is reported. */
  readonly marks: readonly { readonly line: number; readonly fragment: string }[]
}

/** One or several files that are linted together. */
export interface Example {
  /** Line of the page on which the first fence opens. */
  readonly line: number
  /** Heading of the section: `Incorrect`, `Correct`, `Not reported`, `Options`. */
  readonly section: string
  /** Last line of prose before the example. */
  readonly title: string
  readonly files: readonly ExampleFile[]
  /** Options of the rule, from a `json options` fence just before. */
  readonly options: readonly unknown[]
  /** `settings.offloop`, from a `json settings` fence just before. */
  readonly settings: unknown
  /** What the first suggestion makes of a file, from `ts suggestion` fences just after. */
  readonly suggestions: readonly { readonly path: string; readonly text: string }[]
}

/** A rule's page. */
export interface Page {
  readonly title: string
  readonly sections: readonly string[]
  readonly examples: readonly Example[]
}

/** A fenced block of Markdown. */
export interface Fence {
  readonly line: number
  readonly language: string
  /** Words after the language. */
  readonly words: readonly string[]
  readonly text: string
}

interface Draft {
  line: number
  section: string
  title: string
  files: ExampleFile[]
  options: readonly unknown[]
  settings: unknown
  suggestions: { path: string; text: string }[]
}

const code = new Set(['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'])

/** Takes a page apart. Fences with file names that follow each other are one example; prose, or a fence without a name, begins the next. Throws on a fence that never closes. */
export function readPage(text: string): Page {
  const sections: string[] = []
  const examples: Example[] = []
  let title = ''
  let prose = ''
  let pending: { options: readonly unknown[]; settings: unknown } = { options: [], settings: undefined }
  let draft: Draft | undefined
  for (const block of blocksOf(text)) {
    if (typeof block === 'string') {
      const heading = /^(#+)\s+(.*)$/u.exec(block)
      if (heading?.[1] === '#') title = heading[2] ?? ''
      if (heading?.[1] === '##') sections.push(heading[2] ?? '')
      prose = heading?.[2] ?? block
      draft = undefined
      continue
    }
    const [kind] = block.words
    if (block.language === 'json' && (kind === 'options' || kind === 'settings')) {
      const value: unknown = JSON.parse(block.text)
      pending = kind === 'options' ? { ...pending, options: Array.isArray(value) ? value : [value] } : { ...pending, settings: value }
      draft = undefined
      continue
    }
    if (kind === 'suggestion') {
      const last = draft
      if (!last) throw new Error(`Line ${block.line}: a suggestion must follow the example that it belongs to`)
      last.suggestions.push({ path: block.words[1] ?? last.files[0]?.path ?? '', text: block.text })
      continue
    }
    if (!code.has(block.language) && (draft === undefined || kind === undefined) && !(block.language === 'json' && kind !== undefined)) {
      draft = undefined
      continue
    }
    const file = exampleFile(kind ?? `example.${block.language}`, block.text)
    if (draft && kind !== undefined && !draft.files.some(({ path }) => path === file.path)) {
      draft.files.push(file)
      continue
    }
    draft = { line: block.line, section: sections.at(-1) ?? '', title: prose, files: [file], ...pending, suggestions: [] }
    pending = { options: [], settings: undefined }
    examples.push(draft)
  }
  return { title, sections, examples }
}

/** Non-blank lines of prose, and fenced blocks, in order. */
export function* blocksOf(text: string): Generator<string | Fence> {
  const lines = text.split(/\r?\n/u)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const opening = /^(`{3,})(\S*)\s*(.*)$/u.exec(line)
    if (!opening) {
      if (line.trim() !== '') yield line.trim()
      continue
    }
    const [, ticks = '', language = '', info = ''] = opening
    const end = lines.findIndex((other, index) => index > at && other.trimEnd() === ticks)
    if (end < 0) throw new Error(`Line ${at + 1}: this fence never closes`)
    const body = lines.slice(at + 1, end).join('\n')
    yield { line: at + 1, language, words: info.split(/\s+/u).filter(Boolean), text: body === '' ? '' : `${body}\n` }
    at = end
  }
}

/** Takes the `//~ fragment` marks off a file's lines. */
function exampleFile(path: string, text: string): ExampleFile {
  const marks: { line: number; fragment: string }[] = []
  const lines = text.split('\n').map((line, index) => {
    const [kept = '', ...fragments] = line.split(/\s*\/\/~\s*/u)
    for (const fragment of fragments) marks.push({ line: index + 1, fragment: fragment.trim() })
    return fragments.length > 0 ? kept : line
  })
  return { path, text: lines.join('\n'), marks }
}

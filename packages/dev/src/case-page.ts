/** Reads a fixture's `case.md`: what is being shown, which command, which exit code, which lines, which program to run before and after. */

/** What a case expects. */
export interface CasePage {
  readonly title: string
  /** The paragraph that says why this is right. */
  readonly why: string
  /** Lines of the `sh` block, run in the copy of `input/`. `offloop` is the repository's own. */
  readonly commands: readonly string[]
  /** From `exit: 1`; 0 when there is no such line. */
  readonly exit: number
  /** Lines of the `text` block: each must appear within a line of the output. */
  readonly lines: readonly string[]
  /** From `run: node main.mjs`: prints the same before and after. */
  readonly runs: readonly string[]
  /** From `covers: H18, H19`: hard cases that it shows besides that of its name. */
  readonly covers: readonly string[]
}

/** Reads the page. Throws, naming what is missing, when there is no title, no reason or no command. */
export function readCase(text: string): CasePage {
  const blocks: Record<string, string[]> = {}
  const prose = text.replaceAll(/^```(\w+)\n([^]*?)^```$/gmu, (_whole, language: string, body: string) => {
    blocks[language] = [...(blocks[language] ?? []), ...body.split('\n').filter((line) => line.trim() !== '')]
    return ''
  })
  const title = /^# (.+)$/mu.exec(prose)?.[1]
  if (title === undefined) throw new Error('case.md needs a title: # what happens, in words')
  const commands = blocks['sh'] ?? []
  if (commands.length === 0) throw new Error('case.md needs a command in an sh block: offloop sync-to-async . --yes')
  const why = prose
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(#|exit:|run:|covers:)/u.test(line))
    .join(' ')
  if (why === '') throw new Error('case.md needs a paragraph that says why this is right')
  return {
    title,
    why,
    commands,
    exit: Number(/^exit:\s*`?(\d+)/mu.exec(prose)?.[1] ?? 0),
    lines: (blocks['text'] ?? []).map((line) => line.trim()),
    covers: /^covers:\s*(.+)$/mu.exec(prose)?.[1]?.split(/,\s*/u) ?? [],
    runs: [...prose.matchAll(/^run:\s*`?([^`\n]+?)`?\s*$/gmu)].map(([, command = '']) => command),
  }
}

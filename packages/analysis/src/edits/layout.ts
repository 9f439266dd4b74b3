/** How a text is laid out: what new lines in it must look like. */

/** Steps of indentation, width, line ends, commas. */
export interface Layout {
  /** One step of indentation. */
  readonly indent: string
  readonly newline: '\n' | '\r\n'
  /** Columns that a line may have: as many as the longest line, within reason. */
  readonly width: number
  /** What stands behind the last item of a list that is written over several lines. */
  readonly lastComma: ',' | ''
}

/** Reads the layout off a text. */
export function layoutOf(text: string): Layout {
  const closed = [...text.matchAll(/(,?)[\t ]*\r?\n[\t ]*[\])}](?=[\s,;).])/gu)].filter(({ index }) => !/[{;]/u.test(text[index - 1] ?? ''))
  const commas = closed.filter(([, comma]) => comma === ',').length
  return {
    indent: indentStep(text),
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    width: widthOf(text),
    lastComma: commas > 0 || !/[^\s{;,]\r?\n[\t ]*[\])]/u.test(text) ? ',' : '',
  }
}

/** What the lines after an opened block add to it, most often; two spaces where there is no block. */
export function indentStep(text: string): string {
  const counts = new Map<string, number>()
  for (const [, before, after] of text.matchAll(/^([\t ]*)\S.*[{([]\r?\n([\t ]+)\S/gm)) {
    if (!after!.startsWith(before!) || after === before) continue
    const step = after!.slice(before!.length)
    counts.set(step, (counts.get(step) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '  '
}

/** The white space before a code point's line, up to its first other character. */
export function indentAt(text: string, offset: number): string {
  return /^[\t ]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))![0]
}

const widths = [80, 100, 120, 140]

/** The usual width that nearly all lines keep to. */
function widthOf(text: string): number {
  const lengths = text
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/|\/?\*)|https?:/u.test(line))
    .map((line) => line.length)
    .sort((a, b) => a - b)
  const most = lengths[Math.ceil(lengths.length * 0.99) - 1] ?? 0
  return widths.find((width) => most <= width) ?? 140
}

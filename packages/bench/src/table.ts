/** Prints benchmark rows for people: aligned in a terminal, or as a Markdown table. */
import type { Row } from './row.ts'

const head = ['claim', 'ours', 'peer', 'unit', 'ratio', 'target', 'holds']

/** Columns padded to their widest cell. */
export function textTable(rows: readonly Row[]): string {
  return aligned([head, ...rows.map(cellsOf)], isNumber)
}

/** Lines of cells, each column padded to its widest cell; figures stand on the right. */
export function aligned(lines: readonly (readonly string[])[], isFigure: (column: number) => boolean): string {
  const widths = (lines[0] ?? []).map((_name, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => (isFigure(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The same as Markdown. */
export function markdownTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = head.map((_name, column) => (isNumber(column) ? '---:' : '---'))
  return [line(head), line(rule), ...rows.map((row) => line(cellsOf(row).map((cell) => cell.replaceAll('|', '\\|'))))].join('\n')
}

function cellsOf({ claim, ours, peer, unit, ratio, target, holds }: Row): string[] {
  return [claim, figure(ours), figure(peer), unit, figure(ratio), target, holds ? 'yes' : 'NO']
}

/** Three significant digits, whole numbers from a hundred on. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return '-'
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}

function isNumber(column: number): boolean {
  return column === 1 || column === 2 || column === 4
}

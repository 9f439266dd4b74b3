/** Rows of text in columns. */

/** Aligns columns; the first to the left, the others to the right unless they hold words. */
export function tableText(rows: readonly (readonly string[])[], holds: 'figures' | 'words' = 'figures'): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      `  ${row.map((cell, column) => (column === 0 || holds === 'words' ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('   ')}`.trimEnd(),
    )
    .join('\n')
}

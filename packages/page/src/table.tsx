/** A table that sorts by a click on a heading, and shows more rows when asked. */
import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'

/** A column; numbers stand right and sort from the largest. */
export interface Column<Row> {
  readonly name: string
  readonly isNumber?: boolean
  sortBy(row: Row): string | number
  show(row: Row): ComponentChild
}

interface Properties<Row> {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** What a click on a row opens below it. */
  detail?(row: Row): ComponentChild
}

const step = 25

/** Rows in the order in which they come until a heading is clicked. */
export function Table<Row>({ columns, rows, detail }: Properties<Row>): ComponentChild {
  const [sort, setSort] = useState<{ readonly column: Column<Row>; readonly isUp: boolean }>()
  const [shown, setShown] = useState(step)
  const [open, setOpen] = useState<Row>()
  const sorted = sort ? [...rows].sort((a, b) => compare(sort.column, a, b) * (sort.isUp ? 1 : -1)) : rows
  const clicked = (column: Column<Row>): void =>
    setSort(sort?.column.name === column.name ? { column, isUp: !sort.isUp } : { column, isUp: !column.isNumber })
  if (rows.length === 0) return <p class="quiet">Nothing fits the search.</p>
  return (
    <>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} class={column.isNumber ? 'number' : ''} aria-sort={sortOf(sort, column)}>
                <button type="button" onClick={() => clicked(column)}>
                  {column.name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map((row, index) => (
            <>
              <tr
                key={index}
                class={detail ? 'opens' : ''}
                tabIndex={detail ? 0 : -1}
                onClick={() => setOpen(open === row ? undefined : row)}
                onKeyDown={(event) => event.key === 'Enter' && setOpen(open === row ? undefined : row)}
              >
                {columns.map((column) => (
                  <td key={column.name} class={column.isNumber ? 'number' : ''}>
                    {column.show(row)}
                  </td>
                ))}
              </tr>
              {detail && open === row && (
                <tr>
                  <td colSpan={columns.length}>{detail(row)}</td>
                </tr>
              )}
            </>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown + 4 * step)}>
          {rows.length - shown} more
        </button>
      )}
    </>
  )
}

function compare<Row>(column: Column<Row>, a: Row, b: Row): number {
  const [first, second] = [column.sortBy(a), column.sortBy(b)]
  return typeof first === 'number' && typeof second === 'number' ? first - second : String(first).localeCompare(String(second))
}

function sortOf<Row>(
  sort: { readonly column: Column<Row>; readonly isUp: boolean } | undefined,
  column: Column<Row>,
): 'ascending' | 'descending' | 'none' {
  if (sort?.column.name !== column.name) return 'none'
  return sort.isUp ? 'ascending' : 'descending'
}

/** Writes the entries of one module from what differs between them. */
import type { BlockingApi } from './entry.ts'

/** What the entries of a table have to say each; the rest follows from the module. */
export type Row = Omit<BlockingApi, 'id' | 'module' | 'remedy' | 'source'> & { readonly source?: string }

/** Entries of `module`: the id follows from the name, the remedy from whether there is a twin. */
export function apisOf(module: string, source: string, rows: readonly Row[]): BlockingApi[] {
  return rows.map((row) => ({ source, ...row, id: `${module}.${row.name}`, module, remedy: row.twin ? 'await' : 'offload' }))
}

/** Names separated by spaces, each with the same properties. */
export function rowsOf(names: string, rest: Omit<Row, 'name'>): Row[] {
  return names.split(' ').map((name) => ({ ...rest, name }))
}

/** What each route cost. */
import type { RouteData } from '@offloop/codemods'
import type { ComponentChild } from 'preact'
import { isFound, ms } from './format.ts'
import { Table } from './table.tsx'
import type { Column } from './table.tsx'

const columns: readonly Column<RouteData>[] = [
  { name: 'total', isNumber: true, sortBy: ({ totalMs }) => totalMs, show: ({ totalMs }) => ms(totalMs) },
  { name: 'calls', isNumber: true, sortBy: ({ count }) => count, show: ({ count }) => count.toLocaleString('en') },
  { name: 'longest', isNumber: true, sortBy: ({ longestMs }) => longestMs, show: ({ longestMs }) => ms(longestMs) },
  { name: 'route', sortBy: ({ route }) => route, show: ({ route }) => route },
  { name: 'worst', sortBy: ({ worst }) => worst, show: ({ worst }) => <code>{worst}</code> },
]

/** A table of routes. */
export function Routes({ routes, search }: { readonly routes: readonly RouteData[]; readonly search: string }): ComponentChild {
  return (
    <section id="routes">
      <h2>Routes</h2>
      <Table columns={columns} rows={routes.filter(({ route, worst }) => isFound(search, route, worst))} />
    </section>
  )
}

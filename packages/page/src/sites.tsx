/** The call sites, the costliest first; a click shows the stack. */
import type { SiteData } from '@offloop/codemods'
import type { ComponentChild } from 'preact'
import { isFound, ms } from './format.ts'
import { Table } from './table.tsx'
import type { Column } from './table.tsx'

const columns: readonly Column<SiteData>[] = [
  { name: 'total', isNumber: true, sortBy: ({ totalMs }) => totalMs, show: ({ totalMs }) => ms(totalMs) },
  { name: 'calls', isNumber: true, sortBy: ({ count }) => count, show: ({ count }) => count.toLocaleString('en') },
  { name: 'longest', isNumber: true, sortBy: ({ longestMs }) => longestMs, show: ({ longestMs }) => ms(longestMs) },
  { name: 'what', sortBy: ({ api }) => api, show: ({ api, kind }) => <code>{kind === 'stall' ? 'a stall in plain code' : api}</code> },
  {
    name: 'where',
    sortBy: ({ place }) => place,
    show: ({ place, package: owner }) => (
      <>
        <code>{place}</code> {owner !== undefined && !place.includes(owner) && <span class="quiet">through {owner}</span>}
      </>
    ),
  },
  {
    name: 'routes',
    sortBy: ({ routes }) => routes.join(),
    show: ({ routes }) => routes.slice(0, 2).join(', ') + (routes.length > 2 ? ', …' : ''),
  },
]

/** A table of sites. */
export function Sites(props: {
  readonly sites: readonly SiteData[]
  readonly others: { readonly count: number; readonly totalMs: number }
  readonly search: string
}): ComponentChild {
  const { sites, others, search } = props
  const found = sites.filter(({ api, place, package: owner, routes, stack, detail }) =>
    isFound(search, api, place, owner, detail, ...routes, ...stack),
  )
  return (
    <section id="sites">
      <h2>Call sites</h2>
      <Table columns={columns} rows={found} detail={(site) => <SiteDetail site={site} />} />
      {others.count > 0 && (
        <p class="quiet">
          {others.count} more sites with {ms(others.totalMs)} in all are not listed.
        </p>
      )}
    </section>
  )
}

/** The stack and the routes of a site. */
export function SiteDetail({ site }: { readonly site: SiteData }): ComponentChild {
  return (
    <>
      {site.detail !== undefined && <p>{site.detail}</p>}
      <p>{site.routes.join(', ')}</p>
      <pre>{site.stack.length > 0 ? site.stack.join('\n') : 'No stack was taken.'}</pre>
    </>
  )
}

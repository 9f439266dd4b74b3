/** What debug mode found: nothing that blocks, but what gets lost. */
import type { SiteData } from '@offloop/codemods'
import type { ComponentChild } from 'preact'
import { isFound } from './format.ts'
import { SiteDetail } from './sites.tsx'
import { Table } from './table.tsx'
import type { Column } from './table.tsx'

const meanings: Readonly<Record<string, string>> = {
  unawaited: 'a promise was never awaited',
  lost: 'an error was lost',
  queue: "work waited for libuv's threads",
}

const columns: readonly Column<SiteData>[] = [
  { name: 'times', isNumber: true, sortBy: ({ count }) => count, show: ({ count }) => count.toLocaleString('en') },
  { name: 'what', sortBy: ({ kind }) => kind, show: ({ kind, detail }) => [meanings[kind] ?? kind, detail].filter(Boolean).join(': ') },
  { name: 'where', sortBy: ({ place }) => place, show: ({ place }) => <code>{place}</code> },
]

/** A table, where there is something to show. */
export function Findings({ findings, search }: { readonly findings: readonly SiteData[]; readonly search: string }): ComponentChild {
  if (findings.length === 0) return null
  return (
    <section id="findings">
      <h2>Found in debug mode</h2>
      <Table
        columns={columns}
        rows={findings.filter(({ kind, place, detail }) => isFound(search, meanings[kind], place, detail))}
        detail={(site) => <SiteDetail site={site} />}
      />
    </section>
  )
}

/** The longest single moments. */
import type { MomentData } from '@offloop/codemods'
import type { ComponentChild } from 'preact'
import { isFound, momentOf, ms } from './format.ts'
import { Table } from './table.tsx'
import type { Column } from './table.tsx'

const labelsOf = ({ labels = {} }: MomentData): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')

const columns: readonly Column<MomentData>[] = [
  { name: 'when', sortBy: ({ at }) => at, show: ({ at }) => momentOf(at) },
  { name: 'for', isNumber: true, sortBy: ({ durationMs }) => durationMs, show: ({ durationMs }) => ms(durationMs) },
  { name: 'what', sortBy: ({ api }) => api, show: ({ api, kind }) => <code>{kind === 'stall' ? 'a stall in plain code' : api}</code> },
  { name: 'where', sortBy: ({ place }) => place, show: ({ place }) => <code>{place}</code> },
  { name: 'route', sortBy: ({ route }) => route, show: (moment) => [moment.route, labelsOf(moment)].filter(Boolean).join(' ') },
]

/** A table of moments. */
export function Moments({ moments, search }: { readonly moments: readonly MomentData[]; readonly search: string }): ComponentChild {
  const found = moments.filter((moment) => isFound(search, moment.api, moment.place, moment.route, labelsOf(moment)))
  return (
    <section id="moments">
      <h2>Longest moments</h2>
      <Table columns={columns} rows={found} />
    </section>
  )
}

/** The page: figures on top, then when, where, for which routes and along which calls the loop stood still. */
import type { ReportData } from '@offloop/codemods'
import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { Findings } from './findings.tsx'
import { Flame } from './flame.tsx'
import { momentOf, ms } from './format.ts'
import { Moments } from './moments.tsx'
import { Routes } from './routes.tsx'
import { Sites } from './sites.tsx'
import { Timeline } from './timeline.tsx'

/** All of it; a search narrows the tables and marks the flame graph. */
export function Page({ data }: { readonly data: ReportData }): ComponentChild {
  const [search, setSearch] = useState('')
  if (data.records === 0) return <Empty title={data.title} />
  return (
    <main>
      <header>
        <h1>What blocked the event loop</h1>
        <p class="quiet">
          {data.title}, {momentOf(data.from)} to {momentOf(data.to)}
        </p>
        <input
          type="search"
          placeholder="Search for an API, a file, a route or a function"
          aria-label="Search"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </header>
      <Figures data={data} />
      <Timeline data={data.timeline} />
      <Flame data={data.flame} search={search} />
      <Sites sites={data.sites} others={data.otherSites} search={search} />
      <Routes routes={data.routes} search={search} />
      <Moments moments={data.moments} search={search} />
      <Findings findings={data.findings} search={search} />
    </main>
  )
}

function Empty({ title }: { readonly title: string }): ComponentChild {
  return (
    <main>
      <h1>Nothing blocked the event loop</h1>
      <p>{title} holds no records.</p>
    </main>
  )
}

function Figures({ data }: { readonly data: ReportData }): ComponentChild {
  const spanMs = Math.max(1, data.to - data.from)
  const figures = [
    ['stood still', ms(data.blockedMs)],
    ['of the time', `${((data.blockedMs / spanMs) * 100).toFixed(1)} %`],
    ['longest', ms(data.longestMs)],
    ['blocking calls', data.calls.toLocaleString('en')],
    ['stalls', data.stalls.toLocaleString('en')],
    ['records', data.records.toLocaleString('en')],
  ] as const
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

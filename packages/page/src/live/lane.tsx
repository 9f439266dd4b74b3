/** One server: its figures, its chart, and what its detector says. */
import type { ComponentChild } from 'preact'
import { ms } from '../format.ts'
import { LatencyChart } from './latency-chart.tsx'
import { windowMs } from './messages.ts'
import type { Figures, LaneName, LaneNews, Site } from './messages.ts'

/** What a lane shows. */
export interface LaneProps {
  readonly name: LaneName
  readonly title: string
  readonly about: string
  readonly news: LaneNews
  readonly now: number
  /** Where the axis of the chart ends. */
  readonly mostMs: number
  readonly threshold: number
}

/** The lane as a section with a heading. */
export function Lane({ name, title, about, news, now, mostMs, threshold }: LaneProps): ComponentChild {
  return (
    <section class="lane" id={name} aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{title}</h2>
      <p class="quiet">{about}</p>
      <FigureList figures={news.figures} threshold={threshold} />
      <h3>
        Answers of <code>/health</code>, and stalls of the loop
      </h3>
      <LatencyChart title={title} news={news} now={now} mostMs={mostMs} />
      <h3>What the detector reports</h3>
      <Sites sites={news.sites} threshold={threshold} />
    </section>
  )
}

function FigureList({ figures, threshold }: { readonly figures: Figures; readonly threshold: number }): ComponentChild {
  const { p50, p99, longest, stalls, longestStall, answersPerSecond, failures } = figures
  const shown = [
    ['p50', '/health p50', timeOf(p50)],
    ['p99', '/health p99', timeOf(p99)],
    ['longest', '/health longest', timeOf(longest)],
    ['stall', 'longest stall', stalls === 0 ? 'none' : timeOf(longestStall)],
    ['rate', 'heavy answers', `${answersPerSecond.toFixed(1)} /s`],
  ] as const
  return (
    <>
      <dl class="figures">
        {shown.map(([id, label, value]) => (
          <div key={id} data-figure={id}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet note">
        Over the last {windowMs / 1000} seconds; heavy answers over the last 5. A stall is a delay of the loop above {threshold} ms.
        {failures > 0 && ` Failed requests: ${failures}.`}
      </p>
    </>
  )
}

const timeOf = (value: number | undefined): string => (value === undefined ? '–' : ms(value))

function Sites({ sites, threshold }: { readonly sites: readonly Site[]; readonly threshold: number }): ComponentChild {
  if (sites.length === 0) return <p class="nothing">Nothing: no call blocked the loop.</p>
  return (
    <table class="sites">
      <thead>
        <tr>
          <th scope="col">API</th>
          <th scope="col">Line</th>
          <th scope="col">Route</th>
          <th scope="col" class="number">
            Calls
          </th>
          <th scope="col" class="number" title={`Delays above ${threshold} ms`}>
            Stalls
          </th>
          <th scope="col" class="number">
            Longest
          </th>
        </tr>
      </thead>
      <tbody>
        {sites.map((site) => (
          <tr key={`${site.api} ${site.place} ${site.route}`}>
            <td>{site.api === 'stall' ? 'plain code' : <code>{site.api}</code>}</td>
            <td>
              <code>{site.place}</code>
            </td>
            <td>
              <code>{site.route}</code>
            </td>
            <td class="number">{site.calls.toLocaleString('en')}</td>
            <td class="number">{site.stalls.toLocaleString('en')}</td>
            <td class="number">{ms(site.longestMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The page: what the buttons set on top, both lanes side by side, then what differs between their sources. */
import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { Controls } from './controls.tsx'
import { Difference } from './difference.tsx'
import { Lane } from './lane.tsx'
import { laneNames } from './messages.ts'
import type { LaneNews, News, PageData, Settings } from './messages.ts'
import { useNews } from './news.ts'

const titles = {
  onLoop: { title: 'On the loop', about: 'The heavy function runs where all requests are served.' },
  offLoop: { title: 'Off the loop', about: 'The same function runs on threads, through syncToAsync.' },
} as const

/** All of it. */
export function App({ data }: { readonly data: PageData }): ComponentChild {
  const { news, isLost } = useNews()
  const [problem, setProblem] = useState('')
  if (!news) return <p>{isLost ? lost : 'Waiting for the servers …'}</p>
  const set = (settings: Settings): void => void send(settings).then(setProblem)
  const mostMs = scaleOf(news)
  return (
    <main>
      <header>
        <h1>One heavy route, and all the others</h1>
        <p class="quiet">
          Two servers get the same heavy requests at the same time, on the {data.cores} {data.cores === 1 ? 'core' : 'cores'} of this
          machine. Each is asked for its <code>/health</code> 20 times a second.
        </p>
      </header>
      <Controls settings={news.settings} onSettings={set} />
      <p role="status" class={isLost || problem ? 'problem' : 'quiet'}>
        {isLost ? lost : problem || statusOf(news.settings)}
      </p>
      <div class="lanes">
        {laneNames.map((name) => (
          <Lane
            key={name}
            name={name}
            {...titles[name]}
            news={news.lanes[name]}
            now={news.now}
            mostMs={mostMs}
            threshold={data.threshold}
          />
        ))}
      </div>
      <Difference work={news.settings.work} source={data.sources[news.settings.work]} />
    </main>
  )
}

const lost = 'The demo has ended: start npm run demo:web again.'

function statusOf({ isLoaded, clients, work }: Settings): string {
  if (!isLoaded) return 'No load: only /health is asked.'
  return clients === 1 ? `One client asks each server for /${work}.` : `${clients} clients ask each server for /${work}.`
}

async function send(settings: Settings): Promise<string> {
  try {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/settings', { method: 'POST', headers, body: JSON.stringify(settings) })
    return answer.ok ? '' : `The server refused: ${await answer.text()}`
  } catch {
    return lost
  }
}

/** Both charts end at the same height, so that they can be compared by eye. */
function scaleOf({ lanes }: News): number {
  const longestOf = ({ health, stalls }: LaneNews): number => Math.max(0, ...[...health, ...stalls].map(([, ms]) => ms))
  const longest = Math.max(20, ...laneNames.map((name) => longestOf(lanes[name])))
  const power = 10 ** Math.floor(Math.log10(longest))
  return ([1, 2, 5, 10].find((step) => step * power >= longest) ?? 10) * power
}

/** What the server tells, kept for as long as the charts look back. */
import { useEffect, useState } from 'preact/hooks'
import { laneNames, windowMs } from './messages.ts'
import type { LaneName, LaneNews, News, Span } from './messages.ts'

/** The last message, with the spans of all messages in the window; undefined before the first. `isLost` while there is no connection. */
export interface Told {
  readonly news: News | undefined
  readonly isLost: boolean
}

/** Listens until the page is closed; the browser connects again by itself. */
export function useNews(): Told {
  const [told, setTold] = useState<Told>({ news: undefined, isLost: false })
  useEffect(() => {
    const source = new EventSource('/news')
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const next = JSON.parse(data) as News
      setTold(({ news }) => ({ news: news && !next.isFirst ? joined(news, next) : next, isLost: false }))
    }
    source.onerror = () => setTold(({ news }) => ({ news, isLost: true }))
    return () => source.close()
  }, [])
  return told
}

function joined(before: News, next: News): News {
  const since = next.now - windowMs
  const both = (a: readonly Span[], b: readonly Span[]): Span[] => [...a, ...b].filter(([at]) => at > since).sort(([a], [b]) => a - b)
  const lanes = laneNames.map((name): [LaneName, LaneNews] => {
    const [old, lane] = [before.lanes[name], next.lanes[name]]
    return [name, { ...lane, health: both(old.health, lane.health), stalls: both(old.stalls, lane.stalls) }]
  })
  return { ...next, lanes: Object.fromEntries(lanes) as Record<LaneName, LaneNews> }
}

/** A lane that is asked for its health, loaded and watched. */
import { windowMs } from '@offloop/page/live'
import type { Figures, LaneName, LaneNews, Settings, Span } from '@offloop/page/live'
import { startLoad } from './heavy-load.ts'
import { startLane } from './lane.ts'
import { probe } from './probe.ts'
import { durationAt, Recent } from './recent.ts'
import { Sites } from './sites.ts'

const probeEveryMs = 50
/** Answers of the heavy route are counted over this time, in ms. */
const rateMs = 5_000

/** All that the demo knows of a lane, and does to it. */
export interface WatchedLane {
  /** Settles when its process has ended. */
  readonly ended: Promise<unknown>
  /** Changes the load; a new one begins with new counts. */
  apply(settings: Settings): void
  /** What to tell a page: all of the window. */
  whole(now: number): LaneNews
  /** What came since this was asked last. */
  news(now: number): LaneNews
  stop(): Promise<void>
}

/** Starts a lane; `folder` takes the files that it exports. */
export async function watchLane(name: LaneName, folder: string): Promise<WatchedLane> {
  const sites = new Sites()
  const health = new Recent(windowMs)
  const stalls = new Recent(windowMs)
  const untold: { health: Span[]; stalls: Span[] } = { health: [], stalls: [] }
  const lane = await startLane(name, folder, (record) => {
    sites.add(record)
    if (record.kind !== 'stall') return
    const span = [record.at, record.longestMs ?? record.durationMs] as const
    stalls.add(span)
    untold.stalls.push(span)
  })
  let failures = 0
  const onHealth = (at: number, ms: number): void => {
    health.add([at, ms])
    untold.health.push([at, ms])
  }
  const stopProbe = probe(lane.url, probeEveryMs, onHealth, () => failures++)
  let answers = new Recent(rateMs)
  let loadedAt = 0
  let stopLoad = (): void => {}

  const figuresAt = (now: number): Figures => {
    const [asked, stood] = [health.at(now), stalls.at(now)]
    return {
      p50: durationAt(0.5, asked),
      p99: durationAt(0.99, asked),
      longest: durationAt(1, asked),
      longestStall: durationAt(1, stood),
      stalls: stood.length,
      answersPerSecond: (answers.at(now).length * 1000) / Math.max(1000, Math.min(rateMs, now - loadedAt)),
      failures,
    }
  }
  return {
    ended: lane.ended,
    apply({ isLoaded, work, clients }) {
      stopLoad()
      stopLoad = () => {}
      if (!isLoaded) return
      sites.clear()
      answers = new Recent(rateMs)
      failures = 0
      loadedAt = Date.now()
      stopLoad = startLoad(`${lane.url}/${work}`, clients, (isFine) => {
        if (isFine) answers.add([Date.now(), 0])
        else failures++
      })
    },
    whole: (now) => ({ health: health.at(now), stalls: stalls.at(now), figures: figuresAt(now), sites: sites.list() }),
    news: (now) => ({
      health: untold.health.splice(0),
      stalls: untold.stalls.splice(0),
      figures: figuresAt(now),
      sites: sites.list(),
    }),
    async stop() {
      stopLoad()
      stopProbe()
      await lane.stop()
    },
  }
}

/** The crews of this thread: the pool, the designated thread, and the lanes that scopes share. */
import { shared } from '../process-state.ts'
import { Crew } from './crew.ts'
import { settings } from './settings.ts'

/** Calls that may run anywhere. */
export const pool = shared('pool', () => new Crew({ isPool: true, staysAlive: false }))
/** Thread-sensitive calls outside any scope. */
export const designated = shared('designated thread', () => new Crew({ isPool: false, staysAlive: true }))
const lanes = shared('lanes', (): Crew[] => [])

/** The lane for a new scope: the least loaded of a bounded set. */
export function laneFor(): number {
  const free = lanes.findIndex((lane) => lane.load === 0)
  if (free >= 0) return free
  if (lanes.length < settings.max) return lanes.push(new Crew({ isPool: false, staysAlive: false })) - 1
  return lanes.reduce((best, lane, index) => (lane.load < (lanes[best]?.load ?? Infinity) ? index : best), 0)
}

/** The designated thread of a lane, or of the process. */
export function designatedFor(lane: number | undefined): Crew {
  if (lane === undefined) return designated
  // A thread may name a lane that only it has chosen so far.
  while (lanes.length <= lane) lanes.push(new Crew({ isPool: false, staysAlive: false }))
  return lanes[lane] as Crew
}

/** Ends all threads; with `timeout` (ms) it waits that long for running calls first. */
export async function shutdown({ timeout = 0 }: { timeout?: number } = {}): Promise<void> {
  const crews = [pool, designated, ...lanes]
  const idle = Promise.all(crews.map((crew) => crew.whenIdle()))
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => (timer = setTimeout(resolve, timeout)))
  await Promise.race([idle, late])
  clearTimeout(timer)
  await Promise.all(crews.map((crew) => crew.close()))
}

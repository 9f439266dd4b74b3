/** The crews of this thread: the pool, the designated thread, and the lanes that scopes share. */
import { shared } from '../process-state.ts'
import { Crew } from './crew.ts'
import { DeadlockWatch } from './deadlock.ts'
import { settings } from './settings.ts'

/** A circle is one if it is still there after this time, in ms. */
const lookEveryMs = 500

const deadlocks = shared('deadlock watch', () => new DeadlockWatch())
const onWait = (): void => deadlocks.start(allCrews, lookEveryMs)

/** Calls that may run anywhere. */
export const pool = shared('pool', () => new Crew({ name: 'a thread of the pool', isPool: true, staysAlive: false, onWait }))
/** Thread-sensitive calls outside any scope. */
export const designated = shared(
  'designated thread',
  () => new Crew({ name: 'the designated thread', isPool: false, staysAlive: true, onWait }),
)
const newLane = (): Crew => new Crew({ name: 'the thread of a scope', isPool: false, staysAlive: false, onWait })
const lanes = shared('lanes', (): Crew[] => [])
const allCrews = (): readonly Crew[] => [pool, designated, ...lanes]

/** The lane for a new scope: the least loaded of a bounded set. */
export function laneFor(): number {
  const free = lanes.findIndex((lane) => lane.load === 0)
  if (free >= 0) return free
  if (lanes.length < settings.max) return lanes.push(newLane()) - 1
  return lanes.reduce((best, lane, index) => (lane.load < (lanes[best]?.load ?? Infinity) ? index : best), 0)
}

/** The designated thread of a lane, or of the process. */
export function designatedFor(lane: number | undefined): Crew {
  if (lane === undefined) return designated
  // A thread may name a lane that only it has chosen so far.
  while (lanes.length <= lane) lanes.push(newLane())
  return lanes[lane] as Crew
}

/** The crew that a thread belongs to, if it is one that this thread has started. */
export const crewWith = (threadId: number): Crew | undefined => allCrews().find((crew) => crew.threadWith(threadId))

/** Ends all threads; with `timeout` (ms) it waits that long for running calls first. */
export async function shutdown({ timeout = 0 }: { timeout?: number } = {}): Promise<void> {
  const crews = allCrews()
  const idle = Promise.all(crews.map((crew) => crew.whenIdle()))
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => void (timer = setTimeout(resolve, timeout)))
  await Promise.race([idle, late])
  clearTimeout(timer)
  await Promise.all(crews.map((crew) => crew.close()))
}

/** The crews of this thread: the pool, the designated thread, and one designated thread per scope. */
import { Crew } from './crew.ts'
import { settings } from './settings.ts'

/** Calls that may run anywhere. */
export const pool = new Crew(() => settings.max, { prefetch: true, staysAlive: false })
/** Thread-sensitive calls outside any scope. */
export const designated = new Crew(() => 1, { prefetch: false, staysAlive: true })
const lanes: Crew[] = []
const laneOf = new WeakMap<object, Crew>()

/** The designated thread of a scope: a bounded set of threads, the least loaded one taken. */
export function designatedFor(scope: object | undefined): Crew {
  if (!scope) return designated
  let lane = laneOf.get(scope)
  if (lane) return lane
  lane = lanes.find((candidate) => candidate.load === 0)
  if (!lane && lanes.length < settings.max) lanes.push((lane = new Crew(() => 1, { prefetch: false, staysAlive: false })))
  lane ??= lanes.reduce((best, candidate) => (candidate.load < best.load ? candidate : best))
  laneOf.set(scope, lane)
  return lane
}

/** Ends all threads; with `timeout` (ms) it waits that long for running calls first. */
export async function shutdown({ timeout = 0 }: { timeout?: number } = {}): Promise<void> {
  const crews = [pool, designated, ...lanes]
  const end = performance.now() + timeout
  while (performance.now() < end && crews.some((crew) => crew.load > 0)) await new Promise((resolve) => setTimeout(resolve, 5))
  await Promise.all(crews.map((crew) => crew.close()))
}

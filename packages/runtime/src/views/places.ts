/** Where each part of a chain runs, so that a request crosses to threads and back as seldom as can be. */

/** `loop`; `visit`: on a thread before and after the rest of the chain; `held`: on a thread that waits for the rest. */
export type Place = 'loop' | 'visit' | 'held'

/** What is to be placed, outermost first. */
export interface Placeable {
  /** Where it may run. */
  readonly places: readonly Place[]
  /** What a visit has to do, before and after. */
  readonly before: boolean
  readonly after: boolean
}

/** The best way to where the search stands. */
interface Way {
  readonly places: readonly Place[]
  /** Trips to a thread and back, or from a waiting thread to the loop and back. */
  readonly crossings: number
  /** Threads that wait for the loop. */
  readonly waiting: number
  /** Parts on threads. */
  readonly onThreads: number
  /** Whether the visit that is under way has paid for its trip before, and after. */
  readonly paidBefore: boolean
  readonly paidAfter: boolean
}

const start: Way = { places: [], crossings: 0, waiting: 0, onThreads: 0, paidBefore: false, paidAfter: false }

/** The places with the fewest crossings, then the fewest waiting threads, then the fewest parts on threads. */
export function placesOf(parts: readonly Placeable[]): readonly Place[] {
  let ways = [start]
  for (const part of parts) {
    // Of several ways that stand in the same place with the same trips paid, only the cheapest can win.
    const best = new Map<string, Way>()
    for (const way of ways) {
      for (const place of part.places) {
        const next = step(way, part, place)
        const key = `${place} ${next.paidBefore} ${next.paidAfter}`
        const known = best.get(key)
        if (!known || compare(next, known) < 0) best.set(key, next)
      }
    }
    ways = [...best.values()]
  }
  return ways.toSorted(compare)[0]?.places ?? []
}

/** How many crossings a request makes that gets through to the end. */
export const crossingsOf = (parts: readonly Placeable[], places: readonly Place[]): number => costOf(parts, places).crossings

/** What a choice of places costs. */
export function costOf(parts: readonly Placeable[], places: readonly Place[]): Pick<Way, 'crossings' | 'waiting' | 'onThreads'> {
  let way = start
  parts.forEach((part, index) => (way = step(way, part, places[index] ?? 'loop')))
  return way
}

const compare = (a: Way, b: Way): number => a.crossings - b.crossings || a.waiting - b.waiting || a.onThreads - b.onThreads

function step(way: Way, { before, after }: Placeable, place: Place): Way {
  const from = way.places.at(-1) ?? 'loop'
  const leavesHeld = from === 'held' && place !== 'held'
  const next = {
    ...way,
    places: [...way.places, place],
    waiting: way.waiting + (leavesHeld ? 1 : 0),
    onThreads: way.onThreads + (place === 'loop' ? 0 : 1),
    paidBefore: false,
    paidAfter: false,
  }
  let crossings = way.crossings + (leavesHeld ? 1 : 0)
  if (place === 'held' && from !== 'held') crossings += 1
  if (place === 'visit') {
    const goes = from === 'visit'
    next.paidBefore = (goes && way.paidBefore) || before
    next.paidAfter = (goes && way.paidAfter) || after
    crossings += Number(next.paidBefore && !(goes && way.paidBefore)) + Number(next.paidAfter && !(goes && way.paidAfter))
  }
  return { ...next, crossings }
}

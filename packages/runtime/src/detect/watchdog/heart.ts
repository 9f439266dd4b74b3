/** The heartbeat: counts while the loop turns, where the watching thread sees it. */
import inspector from 'node:inspector'
import { performance } from 'node:perf_hooks'

/** What both threads read. */
export interface Heart {
  /** The count of beats, and 1 where a debugger may be attached. */
  readonly beats: Int32Array<SharedArrayBuffer>
  /** When the last beat was, by `clock`. */
  readonly times: Float64Array<SharedArrayBuffer>
}

/** The loop stood still between two beats. */
export interface Stall {
  /** The beat after which it stood still. */
  readonly beat: number
  readonly durationMs: number
  /** When it began, in ms since 1970. */
  readonly at: number
}

/** Places in `beats`. */
export const beatsAt = { count: 0, isInspected: 1 } as const

/** Milliseconds by a clock that all threads share. */
export function clock(): number {
  return performance.timeOrigin + performance.now()
}

/** Memory for a heart. */
export function newHeart(): Heart {
  return { beats: new Int32Array(new SharedArrayBuffer(8)), times: new Float64Array(new SharedArrayBuffer(8)) }
}

/** Beats every `intervalMs` until it is stopped; not a reason for the process to stay alive. `onStallEnd` hears of each stall longer than `threshold`. */
export function startHeart(heart: Heart, intervalMs: number, threshold: number, onStallEnd: (stall: Stall) => void): () => void {
  let last = clock()
  heart.times[0] = last
  const beat = (): void => {
    const now = clock()
    const durationMs = now - last - intervalMs
    last = now
    heart.times[0] = now
    Atomics.store(heart.beats, beatsAt.isInspected, inspector.url() === undefined ? 0 : 1)
    const stalled = Atomics.add(heart.beats, beatsAt.count, 1)
    if (durationMs > threshold) onStallEnd({ beat: stalled, durationMs, at: Date.now() - Math.round(durationMs) })
  }
  const timer = setInterval(beat, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}

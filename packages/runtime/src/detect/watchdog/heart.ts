/** The heartbeat: counts while the loop turns, where the watching thread sees it. Beats seldom while nothing happens, as waking a machine is what costs. */
import inspector from 'node:inspector'
import { performance } from 'node:perf_hooks'

/** What both threads read. */
export interface HeartMemory {
  /** The count of beats, and 1 where a debugger may be attached. */
  readonly beats: Int32Array<SharedArrayBuffer>
  /** When the next beat is due, by `clock`. */
  readonly dues: Float64Array<SharedArrayBuffer>
}

/** The loop stood still: a beat came late. */
export interface Stall {
  /** The beat after which it stood still. */
  readonly beat: number
  readonly durationMs: number
  /** When it began, in ms since 1970. */
  readonly at: number
}

/** Places in `beats`. */
export const beatsAt = { count: 0, isInspected: 1 } as const

/** Beats while there is work. A stall that begins between two of them is measured this much too short at most. */
const awakeMs = 25
/** Beats while there is none. A request wakes it before it can block. */
const drowsyMs = 200
/** Part of the time for which the loop works, below which there is no work. */
const leastUtilization = 0.02

/** Milliseconds by a clock that all threads share. */
export function clock(): number {
  return performance.timeOrigin + performance.now()
}

/** Memory for a heart. */
export function newHeartMemory(): HeartMemory {
  return { beats: new Int32Array(new SharedArrayBuffer(8)), dues: new Float64Array(new SharedArrayBuffer(8)) }
}

/** Time between beats while there is work, in ms, for stalls longer than `threshold`. */
export function beatIntervalOf(threshold: number): number {
  return Math.min(awakeMs, Math.max(5, threshold / 4))
}

/** Beats until it is stopped; no reason for the process to stay alive. */
export class Heart {
  readonly #memory: HeartMemory
  readonly #threshold: number
  readonly #intervalMs: number
  readonly #onStallEnd: (stall: Stall) => void
  #timer: NodeJS.Timeout | undefined
  #due = 0
  #isDrowsy = false
  #utilization = performance.eventLoopUtilization()

  /** `onStallEnd` hears of each stall longer than `threshold`. */
  constructor(memory: HeartMemory, threshold: number, onStallEnd: (stall: Stall) => void) {
    this.#memory = memory
    this.#threshold = threshold
    this.#intervalMs = beatIntervalOf(threshold)
    this.#onStallEnd = onStallEnd
    this.#schedule(this.#intervalMs)
  }

  /** Work begins now: what follows is measured from here. Called before each request. */
  wake(): void {
    if (!this.#isDrowsy) return
    this.#isDrowsy = false
    clearTimeout(this.#timer)
    this.#count()
    this.#schedule(this.#intervalMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #schedule(intervalMs: number): void {
    this.#due = clock() + intervalMs
    this.#memory.dues[0] = this.#due
    this.#timer = setTimeout(() => this.#beat(), intervalMs).unref()
  }

  #beat(): void {
    const durationMs = clock() - this.#due
    const stalled = this.#count()
    const now = performance.eventLoopUtilization()
    this.#isDrowsy = performance.eventLoopUtilization(now, this.#utilization).utilization < leastUtilization
    this.#utilization = now
    this.#schedule(this.#isDrowsy ? Math.max(drowsyMs, this.#intervalMs) : this.#intervalMs)
    if (durationMs > this.#threshold) this.#onStallEnd({ beat: stalled, durationMs, at: Date.now() - Math.round(durationMs) })
  }

  /** The number of the beat that is over. */
  #count(): number {
    Atomics.store(this.#memory.beats, beatsAt.isInspected, inspector.url() === undefined ? 0 : 1)
    return Atomics.add(this.#memory.beats, beatsAt.count, 1)
  }
}

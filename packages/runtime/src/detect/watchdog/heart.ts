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
  /** When it was over, by `clock`. */
  readonly endedAt: number
}

/** Places in `beats`. */
export const beatsAt = { count: 0, isInspected: 1 } as const

/** Beats while there is work. A stall that begins between two of them is measured this much too short at most. */
const awakeMs = 25
/** Beats while there is none. A request wakes it before it can block. */
const drowsyMs = 200
/** Part of the time for which the loop works, below which there is no work; looked at every so many beats. */
const leastUtilization = 0.02
const beatsPerLook = 10

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
  #timer: NodeJS.Timeout
  #everyMs: number
  #due = 0
  #beatsLeft = beatsPerLook
  #utilization = performance.eventLoopUtilization()

  /** `onStallEnd` hears of each stall longer than `threshold`. */
  constructor(memory: HeartMemory, threshold: number, onStallEnd: (stall: Stall) => void) {
    this.#memory = memory
    this.#threshold = threshold
    this.#onStallEnd = onStallEnd
    this.#intervalMs = this.#everyMs = beatIntervalOf(threshold)
    this.#timer = this.#start()
  }

  /** Work begins now: what follows is measured from here. Called before each request. */
  wake(): void {
    if (this.#everyMs === this.#intervalMs) return
    this.#count()
    this.#changeTo(this.#intervalMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #start(): NodeJS.Timeout {
    this.#setDue(clock())
    return setInterval(() => this.#beat(), this.#everyMs).unref()
  }

  #changeTo(everyMs: number): void {
    clearInterval(this.#timer)
    this.#everyMs = everyMs
    this.#beatsLeft = everyMs === this.#intervalMs ? beatsPerLook : 1
    this.#utilization = performance.eventLoopUtilization()
    this.#timer = this.#start()
  }

  #setDue(now: number): void {
    this.#memory.dues[0] = this.#due = now + this.#everyMs
  }

  #beat(): void {
    const now = clock()
    const durationMs = now - this.#due
    const stalled = this.#count()
    this.#setDue(now)
    if (--this.#beatsLeft === 0) this.#look()
    if (durationMs > this.#threshold) this.#onStallEnd({ beat: stalled, durationMs, at: Date.now() - Math.round(durationMs), endedAt: now })
  }

  /** Is there work? */
  #look(): void {
    const { utilization } = performance.eventLoopUtilization(this.#utilization)
    const everyMs = utilization < leastUtilization ? Math.max(drowsyMs, this.#intervalMs) : this.#intervalMs
    this.#beatsLeft = everyMs === this.#intervalMs ? beatsPerLook : 1
    if (everyMs !== this.#everyMs) this.#changeTo(everyMs)
    else this.#utilization = performance.eventLoopUtilization()
  }

  /** The number of the beat that is over. */
  #count(): number {
    Atomics.store(this.#memory.beats, beatsAt.isInspected, inspector.url() === undefined ? 0 : 1)
    return Atomics.add(this.#memory.beats, beatsAt.count, 1)
  }
}

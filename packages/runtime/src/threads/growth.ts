/** Should a pool with waiting calls get another thread? Yes while its threads wait rather than compute. */
import { availableParallelism } from 'node:os'

/** What a pool's last interval was like. */
export interface Load {
  /** CPU time of the process in the interval. */
  readonly cpuMs: number
  readonly wallMs: number
  readonly cores: number
  /** Threads of the pool that run a call. */
  readonly busy: number
}

/** Busy threads that leave the cores idle are waiting: for a disk, a lock, another process. */
export const shouldGrow = ({ cpuMs, wallMs, cores, busy }: Load): boolean => wallMs > 0 && cpuMs / wallMs < 0.75 * Math.min(busy, cores)

const everyMs = 20

/** Looks from time to time whether the threads of a pool compute or wait, as long as calls wait for them. */
export class GrowthWatch {
  #timer: NodeJS.Timeout | undefined
  /** Looks until `isWanted` says no; `grow` is called whenever the threads wait. `busy` is how many threads run a call. */
  start(isWanted: () => boolean, busy: () => number, grow: () => void): void {
    if (this.#timer) return
    let cpu = process.cpuUsage()
    let from = performance.now()
    this.#timer = setInterval(() => {
      const { user, system } = process.cpuUsage(cpu)
      const load = { cpuMs: (user + system) / 1000, wallMs: performance.now() - from, cores: availableParallelism(), busy: busy() }
      cpu = process.cpuUsage()
      from = performance.now()
      if (!isWanted()) this.stop()
      else if (shouldGrow(load)) grow()
    }, everyMs).unref()
  }
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

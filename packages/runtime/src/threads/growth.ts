/** Should a pool with waiting calls get another thread? Yes while its threads wait rather than compute. */

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

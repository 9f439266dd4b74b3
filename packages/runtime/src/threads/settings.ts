/** The limits of threads, as configureThreads sets them. */
import { availableParallelism } from 'node:os'
import type { ResourceLimits } from 'node:worker_threads'
import { shared } from '../process-state.ts'

/** Limits of the threads of this process. */
export interface ThreadSettings {
  /** Most threads of the pool, and most designated threads of scopes. Default `min(32, cores + 4)`. */
  max: number
  /** Most calls that wait for a thread. Default no limit. */
  maxQueue: number
  /** Milliseconds after which an idle thread ends. Default 10000; the process-wide designated thread stays. */
  idleTimeout: number
  /** Memory limits of each thread. */
  resourceLimits: ResourceLimits
  /** Whether calls are thread-sensitive unless they say otherwise. Default true. */
  threadSensitive: boolean
}

/** The settings in force. */
export const settings = shared('settings', (): ThreadSettings => ({
  max: Math.min(32, availableParallelism() + 4),
  maxQueue: Infinity,
  idleTimeout: 10_000,
  resourceLimits: {},
  threadSensitive: true,
}))

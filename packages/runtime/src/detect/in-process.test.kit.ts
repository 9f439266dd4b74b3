/** A detector in the test's own process, and what it reports: for tests. */
import { createRequire } from 'node:module'
import type { BlockingRecord, DetectOptions, Detector } from '@offloop/runtime/detect'

// Loaded by Node itself: what vitest transforms would be a second copy.
const require = createRequire(import.meta.url)
/** The built package. */
export const detect = require('@offloop/runtime/detect') as typeof import('@offloop/runtime/detect')

export interface Watched {
  readonly detector: Detector
  readonly records: readonly BlockingRecord[]
  /** Ids of what was reported, in order, those that were counted together as often as they came. */
  ids(): string[]
  stop(): void
}

let running: Watched | undefined

/** Starts a detector that is armed and says nothing; one that a failed test has left is stopped first. */
export function watch(options: DetectOptions = {}): Watched {
  running?.stop()
  const records: BlockingRecord[] = []
  const onRecord = (record: BlockingRecord): void => {
    records.push(record)
    options.onRecord?.(record)
  }
  const detector = detect.detectBlocking({ armed: true, watchdog: false, summary: false, report: '/dev/null', ...options, onRecord })
  running = {
    detector,
    records,
    ids() {
      detector.flush()
      return records.flatMap(({ api, count }) => Array<string>(count).fill(api))
    },
    stop() {
      running = undefined
      detector.stop()
    },
  }
  return running
}

/** Stops what still runs: for `afterEach`. */
export function stopWatching(): void {
  running?.stop()
}

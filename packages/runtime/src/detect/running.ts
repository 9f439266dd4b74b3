/** Which detector runs in this process? Known to every copy of this package. */
import type { Detector } from './detector.ts'
import type { GuardedCall } from './guard/guarded-call.ts'

/** A detector as other parts of this package see it. */
export interface RunningDetector extends Detector {
  /** Runs something that isn't of the catalogue as a blocking call. */
  guarded<T>(call: GuardedCall, body: () => T): T
}

const key = Symbol.for('offloop.detector')
const registry = globalThis as unknown as Record<symbol, RunningDetector | undefined>

/** The one detector that the command line or `detectBlocking` started. */
export const runningDetector = {
  get: (): RunningDetector | undefined => registry[key],
  set: (detector: RunningDetector): RunningDetector => (registry[key] = detector),
  clear(): void {
    delete registry[key]
  },
}

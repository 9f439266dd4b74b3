/** Which detector runs in this process? Known to every copy of this package. */
import type { Detector } from './detector.ts'

const key = Symbol.for('offloop.detector')
const registry = globalThis as unknown as Record<symbol, Detector | undefined>

/** The one detector that the command line or `detectBlocking` started. */
export const runningDetector = {
  get: (): Detector | undefined => registry[key],
  set: (detector: Detector): Detector => (registry[key] = detector),
  clear(): void {
    delete registry[key]
  },
}

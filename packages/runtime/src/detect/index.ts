/** The detector of blocking calls: `node --import @offloop/runtime/detect server.js`, or `detectBlocking()`. */
import { isMainThread } from 'node:worker_threads'
import { say, startDetector } from './detector.ts'
import type { Detector } from './detector.ts'
import { optionsFromEnvironment, settingsOf } from './options.ts'
import type { DetectOptions } from './options.ts'
import { isPreloaded } from './preloaded.ts'
import { runningDetector } from './running.ts'

export { allowBlocking } from './guarded-call.ts'
export type { Detector } from './detector.ts'
export type { DetectOptions } from './options.ts'
export type { BlockingRecord, Frame, RequestContext } from './record.ts'

const idle: Detector = { arm() {}, flush() {}, stop() {} }

/**
 * Starts the detector in this process; options that are left out come from the environment (`OFFLOOP_MODE` and so on).
 * Where one runs already it is returned, and on a worker thread nothing starts: both with a message.
 * @example
 * const detector = detectBlocking({ threshold: 50 })
 */
export function detectBlocking(options: DetectOptions = {}): Detector {
  const present = runningDetector.get()
  if (present) {
    say('the detector runs already in this process; the first one goes on')
    return present
  }
  if (!isMainThread) {
    say("the detector watches the main thread; on this worker thread it doesn't start")
    return idle
  }
  const settings = settingsOf({ ...optionsFromEnvironment(process.env), ...options }, say)
  if (settings.mode === 'off') return idle
  const detector = startDetector(settings)
  return runningDetector.set({
    ...detector,
    stop() {
      runningDetector.clear()
      detector.stop()
    },
  })
}

// A worker inherits the flag, but its calls don't block the loop that serves; a second copy of this package stands back.
if (isMainThread && !runningDetector.get() && isPreloaded(process.execArgv, process.env['NODE_OPTIONS'] ?? '', import.meta.url))
  detectBlocking()

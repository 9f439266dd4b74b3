/** The detector of blocking calls: `node --import @offloop/runtime/detect server.js`, or `detectBlocking()`. */
import { isMainThread } from 'node:worker_threads'
import { say, startDetector } from './detector.ts'
import type { Detector } from './detector.ts'
import { optionsFromEnvironment } from './environment.ts'
import { optionsFromConfig, settingsOf } from './options.ts'
import type { DetectOptions } from './options.ts'
import { isPreloaded } from './preloaded.ts'
import { runningDetector } from './running.ts'

export { asyncUnsafe } from './guard/async-unsafe.ts'
export { allowBlocking, forbidBlocking } from './guard/region.ts'
export type { AllowRule, RuleUse } from './guard/allow.ts'
export type { Coverage, Detector } from './detector.ts'
export type { DetectOptions } from './options.ts'
export type { BlockingRecord, Frame, RecordKind, RequestContext } from '@offloop/catalog'
export type { SeenForms } from './guard/self-test.ts'

const unseen = { forms: { commonjs: false, named: false, default: false, captured: false }, missed: [] }
const idle: Detector = { arm() {}, flush() {}, metrics: () => '', rules: () => [], coverage: () => unseen, stop() {} }

/**
 * Starts the detector in this process; options that are left out come from the environment (`OFFLOOP_MODE` and so on), then from `detect` in `offloop.config.*`.
 * Where one runs already it is returned, and on a worker thread nothing starts: both with a message. It throws nothing: what can't be used is said, and a detector that can't start leaves the process as it was.
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
  const given = { ...optionsFromConfig(process.cwd(), say), ...optionsFromEnvironment(process.env, say), ...options }
  const settings = settingsOf(given, say)
  if (settings.mode === 'off') return idle
  try {
    const detector = startDetector(settings)
    return runningDetector.set({
      ...detector,
      stop() {
        runningDetector.clear()
        detector.stop()
      },
    })
  } catch (error) {
    say(`the detector can't start, and the application goes on without it: ${(error as Error).stack ?? String(error)}`)
    return idle
  }
}

// A worker inherits the flag, but its calls don't block the loop that serves; a second copy of this package stands back.
if (isMainThread && !runningDetector.get() && isPreloaded(process.execArgv, process.env['NODE_OPTIONS'] ?? '', import.meta.url))
  detectBlocking()

/** The detector of blocking calls: `node --import @offloop/runtime/detect server.js`, or `detectBlocking()`. */
import { isMainThread } from 'node:worker_threads'
import { installGuard } from './guard.ts'
import { optionsFromEnvironment, settingsOf } from './options.ts'
import type { DetectOptions } from './options.ts'
import type { BlockingRecord } from './record.ts'
import { Reporter } from './report.ts'
import { watchServers } from './request.ts'
import { startWatchdog } from './watchdog.ts'

export { allowBlocking } from './guard.ts'
export type { DetectOptions } from './options.ts'
export type { BlockingRecord, Frame, RequestContext } from './record.ts'

/** A running detector. */
export interface Detector {
  /** Start-up is over: report from now on. Happens by itself when a server listens. */
  arm(): void
  /** Restores everything that was patched and writes what is left of the report. */
  stop(): void
}

const running = Symbol.for('offloop.detector')
const registry = globalThis as unknown as Record<symbol, Detector | undefined>

/**
 * Starts the detector in this process. On a worker thread, or where one runs already, nothing starts and the running one is returned.
 */
export function detectBlocking(options: DetectOptions = {}): Detector {
  const warn = (message: string): void => void process.stderr.write(`offloop: ${message}\n`)
  const present = registry[running]
  if (present) {
    warn('the detector runs already in this process; the first one goes on')
    return present
  }
  if (!isMainThread) return { arm() {}, stop() {} } // a worker's calls don't block the loop that serves
  const settings = settingsOf(options, warn)
  if (settings.mode === 'off') return { arm() {}, stop() {} }

  process.setSourceMapsEnabled(true)
  const reporter = new Reporter(settings.report)
  let isArmed = settings.armed
  const host = {
    mode: settings.mode,
    allow: new Set(settings.allow),
    isActive: () => isArmed,
    report: (record: BlockingRecord) => reporter.add(record),
    warn,
  }
  const stops = [watchServers(() => (isArmed = true)), installGuard(host), ...(settings.watchdog ? [startWatchdog(settings.threshold, host)] : [])]
  const end = (): void => {
    isArmed = false
    reporter.close(settings.summary)
  }
  process.once('exit', end)
  const detector: Detector = {
    arm: () => void (isArmed = true),
    stop() {
      process.removeListener('exit', end)
      for (const stop of stops.reverse()) stop()
      end()
      delete registry[running]
    },
  }
  registry[running] = detector
  return detector
}

/** Loaded with `--import`: there is no code that could start it. */
if ([...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((each, index, all) => /--import[= ]?\S*detect/.test(each) || (each === '--import' && /detect/.test(all[index + 1] ?? '')))) {
  detectBlocking(optionsFromEnvironment(process.env))
}

/** One detector from its start to its end. */
import { atExit } from './at-exit.ts'
import { installGuard } from './guard.ts'
import type { Settings } from './options.ts'
import { Reporter } from './report.ts'
import { watchServers } from './request.ts'
import { Sites } from './sites.ts'
import { forgetSourceMaps } from './source-map.ts'
import { startWatchdog } from './watchdog.ts'

/** A running detector. */
export interface Detector {
  /** Start-up is over: report from now on. Happens by itself when a server listens. */
  arm(): void
  /** Emits the records that are still being counted. */
  flush(): void
  /** Restores everything that was patched and writes what is left of the report. */
  stop(): void
}

/** Says something on stderr, where the application's own output isn't disturbed. */
export function say(message: string): void {
  process.stderr.write(`offloop: ${message}\n`)
}

/** Patches, watches and reports until it is stopped. With `isQuiet`, every call gets a record of its own, on the diagnostics channel alone. */
export function startDetector(settings: Settings, isQuiet = false): Detector {
  const { mode, threshold, allow, summary, report } = settings
  const reporter = new Reporter({ ...(report !== undefined && { path: report }), isQuiet, say })
  const sites = new Sites((record) => reporter.add(record))
  let isArmed = false
  let isFaulty = false
  let stopWatchdog = (): void => {}

  const guard = installGuard({
    mode,
    allow: new Set(allow),
    sites: isQuiet ? { add: (_key, _call, recordOf) => reporter.add(recordOf()) } : sites,
    isActive: () => isArmed,
    fault(error) {
      if (!isFaulty)
        say(`a fault of the detector, said once; the application goes on: ${error instanceof Error ? error.stack : String(error)}`)
      isFaulty = true
    },
  })
  if (guard.missed.length > 0 && !isQuiet) say(`not covered, as they can't be written to: ${guard.missed.join(', ')}`)

  const arm = (): void => {
    if (isArmed) return
    isArmed = true
    guard.refresh()
    if (settings.watchdog)
      stopWatchdog = startWatchdog(threshold, { current: guard.current, report: (record) => reporter.add(record), warn: say })
  }
  const unwatch = watchServers(arm, guard.refresh)
  const end = (): void => {
    isArmed = false
    sites.flush()
    reporter.close(summary)
  }
  const forgetExit = isQuiet ? (): void => {} : atExit(end, (then) => reporter.whenIdle(then))
  if (settings.armed || process.getActiveResourcesInfo().some((name) => /^(?:TCPServer|PipeServer)/u.test(name))) arm()
  return {
    arm,
    flush: () => sites.flush(),
    stop() {
      forgetExit()
      stopWatchdog()
      unwatch()
      guard.remove()
      end()
      forgetSourceMaps()
    },
  }
}

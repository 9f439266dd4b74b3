/** One detector from its start to its end. */
import { atExit } from './at-exit.ts'
import { watchPromises } from './debug/promises.ts'
import { Allowances } from './guard/allow.ts'
import type { RuleUse } from './guard/allow.ts'
import { filePattern } from './guard/file-pattern.ts'
import { installGuard } from './guard/guard.ts'
import type { Guard, SeenForms } from './guard/guard.ts'
import type { Settings } from './options.ts'
import type { BlockingRecord, Frame } from '@offloop/catalog'
import { Reporter } from './report/report.ts'
import { Sites } from './report/sites.ts'
import { findTracing } from './report/span-events.ts'
import { watchServers } from './request/request.ts'
import type { RunningDetector } from './running.ts'
import { placeKey } from './stack/locate.ts'
import { forgetSourceMaps } from './stack/source-map.ts'
import { sourceFrames } from './stack/stack.ts'
import type { CallStack } from './stack/stack.ts'
import { startWatchdog } from './watchdog/watchdog.ts'
import type { Watchdog } from './watchdog/watchdog.ts'

/** What a detector sees and what not. */
export interface Coverage {
  /** Whether calls are seen that reach a function of Node through `require`, by name, by default, and by a reference that was taken before. */
  readonly forms: SeenForms
  /** Ids of functions that can't be replaced. */
  readonly missed: readonly string[]
}

/** A running detector. */
export interface Detector {
  /** Start-up is over: report from now on. Happens by itself when a server listens. */
  arm(): void
  /** Emits the records that are still being counted. */
  flush(): void
  /** Counters in the text format of Prometheus, from the start of the detector. */
  metrics(): string
  /** Every allow rule and how many calls it allowed. */
  rules(): readonly RuleUse[]
  /** What is seen and what not, as it is now. */
  coverage(): Coverage
  /** Restores everything that was patched and writes what is left of the report. */
  stop(): void
}

/** Says something on stderr, where the application's own output isn't disturbed. */
export function say(message: string): void {
  process.stderr.write(`offloop: ${message}\n`)
}

const noGuard: Guard = {
  missed: [],
  forms: { commonjs: false, named: false, default: false, captured: false },
  current: () => undefined,
  run: (_call, body) => body(),
  refresh() {},
  remove() {},
}

/** Patches, watches and reports until it is stopped. With `isQuiet`, every call gets a record of its own, on the diagnostics channel alone. */
export function startDetector(settings: Settings, isQuiet = false): RunningDetector {
  const { mode, threshold, summary, report, onRecord, catalog } = settings
  let isFaulty = false
  const fault = (error: unknown): void => {
    if (!isFaulty)
      say(`a fault of the detector, said once; the application goes on: ${error instanceof Error ? error.stack : String(error)}`)
    isFaulty = true
  }
  const guarded = (record: BlockingRecord): void => {
    try {
      onRecord?.(record)
    } catch (error) {
      fault(error)
    }
  }
  const reporter = new Reporter({ ...(report !== undefined && { path: report }), isQuiet, say, onRecord: guarded })
  const sites = new Sites((record) => reporter.add(record))
  const allowances = new Allowances(settings, catalog, say)
  const isInScope = scopeOf(settings.only)
  let isArmed = false
  const undo: (() => void)[] = []

  const guard = settings.guard
    ? installGuard(
        {
          mode,
          allowances,
          isInScope,
          sites: isQuiet ? { add: (_key, _durationMs, recordOf) => reporter.add(recordOf()) } : sites,
          isActive: () => isArmed,
          fault,
        },
        catalog,
      )
    : noGuard
  if (settings.guard && !isQuiet) tellGaps(guard)

  let watchdog: Watchdog | undefined
  const watchMore = (): void => {
    if (settings.watchdog)
      watchdog = startWatchdog(threshold, {
        current: guard.current,
        tierOf: (api) => catalog.byId(api)?.tier,
        isInScope,
        isDebug: settings.debug,
        report: (key, record, span) => (span ? reporter.add(record, span) : sites.add(key, record.durationMs, () => record)),
        warn: say,
        fault,
      })
  }
  const arm = (): void => {
    if (isArmed) return
    isArmed = true
    guard.refresh()
    findTracing()
    watchMore()
  }
  const promises = settings.debug
    ? watchPromises({
        isInScope,
        report: (record) => sites.add(`${record.kind} ${placeKey(record.stack)}`, record.durationMs, () => record),
        fault,
      })
    : undefined
  const onRequest = (): void => {
    guard.refresh()
    watchdog?.wake()
  }
  undo.push(watchServers({ onListening: arm, onRequest, fault }), () => watchdog?.stop())
  const end = (): void => {
    isArmed = false
    promises?.flush()
    sites.flush()
    reporter.close(summary, allowances.uses())
  }
  if (!isQuiet) undo.push(atExit(end, (then) => reporter.whenIdle(then)))
  if (settings.armed || process.getActiveResourcesInfo().some((name) => /^(?:TCPServer|PipeServer)/u.test(name))) arm()
  return {
    arm,
    flush: () => sites.flush(),
    metrics() {
      sites.flush()
      return reporter.metrics.text()
    },
    rules: () => allowances.uses(),
    coverage: () => ({ forms: guard.forms, missed: guard.missed }),
    guarded: (call, body) => guard.run(call, body),
    stop() {
      for (const each of undo.splice(0).reverse()) each()
      guard.remove()
      end()
      promises?.stop()
      forgetSourceMaps()
    },
  }
}

function tellGaps({ missed, forms }: Guard): void {
  if (missed.length > 0) say(`not covered, as they can't be written to: ${missed.join(', ')}`)
  const unseen = (['commonjs', 'named', 'default'] as const).filter((form) => !forms[form])
  if (unseen.length > 0)
    say(`functions of Node are not seen where code reaches them by ${unseen.join(', ')}: another library has replaced them`)
}

function scopeOf(only: readonly string[]): (stack: CallStack | readonly Frame[]) => boolean {
  const patterns = only.map(filePattern)
  return (stack) => patterns.length === 0 || sourceFrames(stack).some(({ file }) => patterns.some((fits) => fits(file)))
}

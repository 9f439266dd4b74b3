/** How the detector is set up: by code, or by environment variables. A value that means nothing falls back to the default and is said once. */
import { defaultCatalog } from '@offloop/catalog'

export interface DetectOptions {
  /** `report`: say it and go on. `throw`: SynchronousOnlyOperationError. `off`: nothing. Default `report`. */
  readonly mode?: 'report' | 'throw' | 'off'
  /** Stall in ms from which the watchdog reports. Default 100. */
  readonly threshold?: number
  /** File for JSON lines. Default: none; records go to stderr. */
  readonly report?: string
  /** Catalogue ids that are fine here. */
  readonly allow?: readonly string[]
  /** Print the top call sites at exit. Default true. */
  readonly summary?: boolean
  /** Begin at once instead of at the first server that listens. Default false. */
  readonly armed?: boolean
  /** Watch for stalls of the loop, in whatever code. Default true. */
  readonly watchdog?: boolean
}

export type Settings = Required<Omit<DetectOptions, 'report'>> & { readonly report?: string }

export function settingsOf(options: DetectOptions, warn: (message: string) => void): Settings {
  let mode = options.mode ?? 'report'
  if (mode !== 'report' && mode !== 'throw' && mode !== 'off') {
    warn(`mode "${String(mode)}" is none of report, throw, off: report is used`)
    mode = 'report'
  }
  let threshold = options.threshold ?? 100
  if (!Number.isFinite(threshold) || threshold <= 0) {
    warn(`threshold ${String(threshold)} is no number of milliseconds above 0: 100 is used`)
    threshold = 100
  }
  const allow = (options.allow ?? []).filter(id => {
    if (defaultCatalog.byId(id)) return true
    warn(`allow names "${id}", which the catalogue doesn't know`)
    return false
  })
  return { mode, threshold, allow, summary: options.summary ?? true, armed: options.armed ?? false, watchdog: options.watchdog ?? true, ...(options.report ? { report: options.report } : {}) }
}

/** OFFLOOP_MODE, OFFLOOP_THRESHOLD, OFFLOOP_REPORT, OFFLOOP_ALLOW, OFFLOOP_SUMMARY, OFFLOOP_ARMED, OFFLOOP_WATCHDOG. */
export function optionsFromEnvironment(env: NodeJS.ProcessEnv): DetectOptions {
  const allow = env['OFFLOOP_ALLOW']?.split(',').map(each => each.trim()).filter(each => each !== '')
  return {
    ...(env['OFFLOOP_MODE'] ? { mode: env['OFFLOOP_MODE'] as NonNullable<DetectOptions['mode']> } : {}),
    ...(env['OFFLOOP_THRESHOLD'] ? { threshold: Number(env['OFFLOOP_THRESHOLD']) } : {}),
    ...(env['OFFLOOP_REPORT'] ? { report: env['OFFLOOP_REPORT'] } : {}),
    ...(allow ? { allow } : {}),
    summary: env['OFFLOOP_SUMMARY'] !== '0',
    armed: env['OFFLOOP_ARMED'] === '1',
    watchdog: env['OFFLOOP_WATCHDOG'] !== '0',
  }
}

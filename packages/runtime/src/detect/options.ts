/** How the detector is set up: by code, or by environment variables. A value that means nothing falls back to the default and is said once. */
import { defaultCatalog } from '@offloop/catalog'

const modes = ['report', 'throw', 'off'] as const

/** Options of `detectBlocking`; what is left out comes from the environment, then from the defaults. */
export interface DetectOptions {
  /** `report`: say it and go on. `throw`: SynchronousOnlyOperationError. `off`: nothing. Default `report`. */
  readonly mode?: (typeof modes)[number]
  /** Stall in ms from which the watchdog reports. Default 100. */
  readonly threshold?: number
  /** File to which JSON lines are appended. Default: none; records go to stderr. */
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

/** The options with their defaults filled in. */
export type Settings = Required<Omit<DetectOptions, 'report'>> & { readonly report?: string }

/** Checks options; `warn` hears of each value that is not used. */
export function settingsOf(options: DetectOptions, warn: (message: string) => void): Settings {
  let { mode = 'report' } = options
  let threshold = Number(options.threshold ?? 100) // from the environment it is text
  if (!modes.includes(mode)) {
    warn(`mode "${String(mode)}" is none of ${modes.join(', ')}: report is used`)
    mode = 'report'
  }
  if (!Number.isFinite(threshold) || threshold <= 0) {
    warn(`threshold "${String(options.threshold)}" is no number of milliseconds above 0: 100 is used`)
    threshold = 100
  }
  const allow = (options.allow ?? []).filter((id) => {
    if (defaultCatalog.byId(id)) return true
    warn(`allow names "${id}", which is no id of the catalogue; ids look like node:fs.readFileSync`)
    return false
  })
  const { summary = true, armed = false, watchdog = true, report } = options
  return { mode, threshold, allow, summary, armed, watchdog, ...(report ? { report } : {}) }
}

/** OFFLOOP_MODE, OFFLOOP_THRESHOLD, OFFLOOP_REPORT, OFFLOOP_ALLOW, OFFLOOP_SUMMARY, OFFLOOP_ARMED, OFFLOOP_WATCHDOG; only those that are set. */
export function optionsFromEnvironment(env: NodeJS.ProcessEnv): DetectOptions {
  const { OFFLOOP_MODE, OFFLOOP_THRESHOLD, OFFLOOP_REPORT, OFFLOOP_ALLOW, OFFLOOP_SUMMARY, OFFLOOP_ARMED, OFFLOOP_WATCHDOG } = env
  return {
    ...(OFFLOOP_MODE && { mode: OFFLOOP_MODE as (typeof modes)[number] }),
    ...(OFFLOOP_THRESHOLD && { threshold: OFFLOOP_THRESHOLD as unknown as number }),
    ...(OFFLOOP_REPORT && { report: OFFLOOP_REPORT }),
    ...(OFFLOOP_ALLOW && { allow: OFFLOOP_ALLOW.split(',').map(trim).filter(Boolean) }),
    ...(OFFLOOP_SUMMARY && { summary: OFFLOOP_SUMMARY !== '0' }),
    ...(OFFLOOP_ARMED && { armed: OFFLOOP_ARMED === '1' }),
    ...(OFFLOOP_WATCHDOG && { watchdog: OFFLOOP_WATCHDOG !== '0' }),
  }
}

function trim(text: string): string {
  return text.trim()
}

/** How the detector is set up: by code, by environment variables, or by `offloop.config.*`. A value that means nothing falls back to the default and is said once. */
import { configsOf, defaultCatalog, extendCatalog, extendFromProject } from '@offloop/catalog'
import type { BlockingRecord, Catalog, CatalogExtension } from '@offloop/catalog'
import type { AllowRule } from './guard/allow.ts'

const modes = ['report', 'throw', 'off'] as const

/** Options of `detectBlocking`; what is left out comes from the environment, then from `offloop.config.*`, then from the defaults. */
export interface DetectOptions {
  /** `report`: say it and go on. `throw`: SynchronousOnlyOperationError. `off`: nothing. Default `report`. */
  readonly mode?: (typeof modes)[number]
  /** Stall in ms from which the watchdog reports. Default 100. */
  readonly threshold?: number
  /** File to which JSON lines are appended. Default: none; records go to stderr. */
  readonly report?: string
  /** Calls that are fine here: ids of the catalogue, `node:fs.* in src/boot/**`, or rules. Default: none. */
  readonly allow?: readonly (string | AllowRule)[]
  /** Calls that are not fine although a rule of `allow` names a caller further out. Default: none. */
  readonly forbid?: readonly (string | AllowRule)[]
  /** Patterns of files: only calls and stalls with one of them on the stack are reported. Default: all. */
  readonly only?: readonly string[]
  /** Print the top call sites at exit. Default true. */
  readonly summary?: boolean
  /** Begin at once instead of at the first server that listens. Default false. */
  readonly armed?: boolean
  /** Watch for blocking calls of the catalogue. Default true. */
  readonly guard?: boolean
  /** Watch for stalls of the loop, in whatever code. Default true. */
  readonly watchdog?: boolean
  /** Debug mode: promises that nobody awaits, errors that get lost, work that waits for libuv's threads. Slows every promise down: for development. Default false. */
  readonly debug?: boolean
  /** Entries for the catalogue, as in `offloop.config.json`, which is read as well. */
  readonly catalog?: CatalogExtension
  /** Hears of each record. */
  readonly onRecord?: (record: BlockingRecord) => void
}

/** The options with their defaults filled in. */
export type Settings = Required<Omit<DetectOptions, 'report' | 'onRecord' | 'catalog'>> &
  Pick<DetectOptions, 'report' | 'onRecord'> & { readonly catalog: Catalog }

const flags = ['summary', 'armed', 'guard', 'watchdog', 'debug'] as const
const lists = ['allow', 'forbid', 'only'] as const
const others = ['mode', 'threshold', 'report', 'catalog', 'onRecord'] as const
const known: ReadonlySet<string> = new Set([...flags, ...lists, ...others] satisfies (keyof DetectOptions)[])

type Warn = (message: string) => void

/** Checks options; `warn` hears of each value that is not used. */
export function settingsOf(options: DetectOptions, warn: Warn, root = process.cwd()): Settings {
  for (const name of Object.keys(options)) if (!known.has(name)) warn(`there is no option "${name}": use ${[...known].join(', ')}`)
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
  const flag = (name: (typeof flags)[number], otherwise: boolean): boolean => {
    const value: unknown = options[name]
    if (typeof value === 'boolean' || value === undefined) return value ?? otherwise
    warn(`${name} is ${JSON.stringify(value)}: use true or false; ${String(otherwise)} is used`)
    return otherwise
  }
  const list = <T>(name: (typeof lists)[number]): readonly T[] => {
    const value: unknown = options[name]
    if (Array.isArray(value) || value === undefined) return (value as T[] | undefined) ?? []
    warn(`${name} is no list: it is left out`)
    return []
  }
  const { report, onRecord } = options
  return {
    mode,
    threshold,
    allow: list('allow'),
    forbid: list('forbid'),
    only: list('only'),
    summary: flag('summary', true),
    armed: flag('armed', false),
    guard: flag('guard', true),
    watchdog: flag('watchdog', true),
    debug: flag('debug', false),
    catalog: catalogOf(options.catalog, root, warn),
    ...(report ? { report } : {}),
    ...(onRecord ? { onRecord } : {}),
  }
}

/** The `detect` part of the project's configuration. */
export function optionsFromConfig(root: string, warn: Warn): DetectOptions {
  const parts = configsOf(root, () => {}).flatMap(({ file, config: { detect } }) => {
    if (detect === undefined) return []
    if (typeof detect === 'object' && detect !== null && !Array.isArray(detect)) return [detect as DetectOptions]
    warn(`${file}: detect is no object: it is left out`)
    return []
  })
  return Object.assign({}, ...parts) as DetectOptions
}

const projects = new Map<string, Catalog>()

function catalogOf(extension: CatalogExtension | undefined, root: string, warn: Warn): Catalog {
  const project = projects.get(root) ?? extendFromProject(defaultCatalog, root, (_file, message) => warn(`${message}; it is left out`))
  projects.set(root, project)
  if (!extension) return project
  try {
    return extendCatalog(project, extension, 'catalog')
  } catch (error) {
    warn(`${(error as Error).message}; it is left out`)
    return project
  }
}

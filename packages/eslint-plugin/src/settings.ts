/** What a configuration may say under `settings.offloop`, and the digest that keeps ESLint's cache honest. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { Project } from '@offloop/analysis'
import type { CatalogExtension } from '@offloop/catalog'
import { projectAt } from './project.ts'
import { chainText } from './chain-message.ts'

/** `settings.offloop` of a flat config. */
export interface OffloopSettings {
  /** Folder whose files are read together; relative to ESLint's working directory. See README for the default. */
  readonly root?: string
  /** Entries beyond the shipped catalogue, or ids to leave out. */
  readonly catalog?: CatalogExtension
  /** Globs of files that are not read. */
  readonly exclude?: readonly string[]
  /** Changes when any file's findings change. ESLint's `--cache` has settings in its key, so that it can't answer with findings that another file has made stale. */
  readonly digest?: string
}

/**
 * Reads the project and returns `settings` with a digest of its findings, for use with ESLint's `--cache`.
 *
 * ```js
 * export default [offloop.configs.recommended, { settings: offloopSettings() }]
 * ```
 *
 * `root` defaults to the current directory. The index that is built here is the one that the rules use.
 */
export function offloopSettings(settings: Omit<OffloopSettings, 'digest'> = {}): { offloop: OffloopSettings } {
  const root = resolve(settings.root ?? '.')
  const project = projectAt(root, settings)
  const hash = createHash('sha256')
  for (const file of [...project.files()].sort()) {
    for (const finding of project.findingsIn(file)) {
      hash.update(`${file}\0${finding.kind}\0${finding.callee}\0${finding.api.id}\0${chainText(finding.chain, root)}\n`)
    }
  }
  for (const { place, api, reach, chain } of project.blockingCalls()) {
    hash.update(`${place.file}\0${api.id}\0${reach}\0${chain ? chainText(chain, root) : ''}\n`)
  }
  for (const fact of factsAcrossFiles(project)) hash.update(`${fact}\n`)
  return { offloop: { ...settings, root, digest: hash.digest('hex').slice(0, 16) } }
}

/** What rules ask beside findings: when functions run, who calls them as handlers, what is done with them elsewhere. Without places, which move with every edit. */
function* factsAcrossFiles(project: Project): Generator<string> {
  const { syncTransactions, bridges } = project.graph()
  const { roots, onLoop, atStartUp } = project.reachability()
  for (const fn of project.graph().functions()) {
    const root = roots.get(fn)
    yield [fn.file, fn.summary.index, onLoop.has(fn), atStartUp.has(fn), root?.name, root?.handler, root?.isWrapped].join('\0')
  }
  for (const { fn, site } of syncTransactions) yield ['transaction', fn.file, fn.summary.index, site.file].join('\0')
  for (const { file, call } of bridges) yield ['bridge', file, call.calleeText].join('\0')
}

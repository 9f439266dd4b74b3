/** The project index of one ESLint process: opened once per root, fed with the open file. */
import { statSync } from 'node:fs'
import { openProject } from '@offloop/analysis'
import type { BlockingCall, Finding, Place, Project } from '@offloop/analysis'
import { extendCatalog } from '@offloop/catalog'
import type { Tier } from '@offloop/catalog'
import type { TSESLint } from '@typescript-eslint/utils'
import { DiskChanges } from './disk-changes.ts'
import { FileIndex } from './file-index.ts'
import { isOfNoFile, pathOf, rootOf } from './project-root.ts'
import { reachedFrom } from './reached.ts'
import type { ReachedCall } from './reached.ts'
import type { OffloopSettings } from './settings.ts'
import { typeSourceOf } from './type-source.ts'

/** The file being linted and the project around it. */
export interface OpenFile {
  /** Absolute path; made up for text without a file. */
  readonly path: string
  /** The project's root. */
  readonly root: string
  /** What blocks the loop in the file, counting the tiers given. Offsets are ESLint's. */
  findings(tiers: readonly Tier[]): readonly Finding[]
  /** Every call of a catalogue entry in the file. Offsets are ESLint's. */
  blockingCalls(): readonly BlockingCall[]
  /** Blocking calls in sync functions whose nearest root is in the file, with their chains. */
  reached(): readonly ReachedCall[]
  /** Calls in the file that wait on the loop for an async function. Offsets are ESLint's. */
  bridges(): readonly Finding[]
  /** What the index knows of nodes of the file. */
  readonly index: FileIndex
}

type Context = Readonly<TSESLint.RuleContext<string, readonly unknown[]>>

interface Entry {
  readonly project: Project
  readonly disk: DiskChanges
  /** When reading began, in milliseconds since the epoch. */
  readonly openedAt: number
  /** Configuration files of the programs that were added. */
  readonly typed: Set<unknown>
  /** Made-up path of the text that was linted last, if no file holds it. */
  passing?: string | undefined
}

/** An editor with many folders open keeps the last few; an ESLint run has one or two. */
const keptProjects = 8
const entries = new Map<string, Entry>()
const openFiles = new WeakMap<object, OpenFile>()

/** The open file of a rule's context, asked once per file however many rules want it. Undefined where the text is not JavaScript or TypeScript. */
export function openFileOf(context: Context): OpenFile | undefined {
  const known = openFiles.get(context.sourceCode)
  if (known) return known
  const path = pathOf(context)
  if (path === undefined) return undefined
  const settings = settingsOf(context)
  const entry = entryAt(rootOf(path, context.cwd, settings.root), settings)
  if (isOutside(path, entry)) return openOutside(context, path, entry.project)
  const { project, disk } = entry
  const { text, hasBOM } = context.sourceCode
  disk.beforeLint(path, text)
  // An example in a document says nothing about what the files that are linted after it do.
  if (entry.passing !== undefined && entry.passing !== path) project.update(entry.passing, '')
  entry.passing = isOfNoFile(context) ? path : undefined
  project.update(path, hasBOM ? `\uFEFF${text}` : text)
  addTypes(entry, context)
  const open = openFileIn(project, path, hasBOM)
  openFiles.set(context.sourceCode, open)
  return open
}

/**
 * Where the parser brings types, the index asks them for what it can't follow by itself. One program of each tsconfig.json:
 * an editor makes a new one at each keystroke, and joining the project anew each time would cost more than the answers are worth.
 */
function addTypes({ project, typed }: Entry, context: Context): void {
  const program = context.sourceCode.parserServices?.program
  if (!program) return
  const config = program.getCompilerOptions()['configFilePath'] ?? program.getCurrentDirectory()
  if (typed.has(config)) return
  typed.add(config)
  project.addTypes(typeSourceOf(program, (file) => project.text(file)))
}

function openFileIn(project: Project, path: string, hasBOM: boolean): OpenFile {
  return {
    ...{ path, root: project.root },
    findings: (tiers) => project.findingsIn(path, new Set(tiers)).map((finding) => ({ ...finding, place: inText(finding.place, hasBOM) })),
    blockingCalls: () => {
      const calls = project.blockingCalls().filter(({ place }) => place.file === path)
      return calls.map((call) => ({ ...call, place: inText(call.place, hasBOM) }))
    },
    bridges: () => project.bridgesIn(path).map((finding) => ({ ...finding, place: inText(finding.place, hasBOM) })),
    reached: () => reachedFrom(project, path).map((call) => ({ ...call, site: inText(call.site, hasBOM) })),
    index: new FileIndex(project, path, hasBOM ? 1 : 0),
  }
}

/** File systems stamp with a clock that may be some milliseconds behind. */
const clockGrain = 50

/** A file that was there when the project was read and is not part of it: ignored by git, excluded, too large. */
function isOutside(path: string, { project, openedAt }: Entry): boolean {
  if (project.text(path) !== undefined) return false
  try {
    return statSync(path).ctimeMs < openedAt - clockGrain
  } catch {
    // Not on disk, or no file: a block of Markdown is linted as `README.md/0_0.js`.
    return false
  }
}

/** Such a file is looked at by itself: as part of the project it would be joined with all others anew, each time. */
function openOutside(context: Context, path: string, { root, catalog }: Project): OpenFile {
  const { text, hasBOM } = context.sourceCode
  const project = openProject(root, { paths: [path], catalog, cache: false })
  project.update(path, hasBOM ? `\uFEFF${text}` : text)
  const open = openFileIn(project, path, hasBOM)
  openFiles.set(context.sourceCode, open)
  return open
}

/** ESLint takes a byte order mark off the text; the index, which has to find unchanged files unchanged, keeps it. */
function inText(place: Place, hasBOM: boolean): Place {
  return hasBOM ? { ...place, start: place.start - 1, end: place.end - 1 } : place
}

/** The project of `root` as the disk has it now. */
export function projectAt(root: string, settings: OffloopSettings): Project {
  const { project, disk } = entryAt(root, settings)
  disk.look()
  return project
}

/** The open project that has read a file, with whatever settings it was opened; the one that was asked last. */
export function projectHolding(file: string): Project | undefined {
  const projects = [...entries.values()].map(({ project }) => project).reverse()
  return projects.find((project) => project.text(file) !== undefined)
}

function entryAt(root: string, settings: OffloopSettings): Entry {
  const { catalog, exclude } = settings
  const key = JSON.stringify([root, catalog, exclude])
  const entry = entries.get(key) ?? openEntry(root, settings)
  // Back in at the end: the first key is the one that was asked for longest ago.
  entries.delete(key)
  entries.set(key, entry)
  for (const oldest of entries.keys()) {
    if (entries.size <= keptProjects) break
    entries.delete(oldest)
  }
  return entry
}

function openEntry(root: string, settings: OffloopSettings): Entry {
  const openedAt = Date.now()
  // A project without files still knows what its configuration and its dependencies add to the catalogue.
  const bare = settings.catalog && openProject(root, { exclude: ['**'] })
  const catalog = bare && settings.catalog && extendCatalog(bare.catalog, settings.catalog, 'settings.offloop.catalog')
  const project = openProject(root, { ...(catalog && { catalog }), ...(settings.exclude && { exclude: settings.exclude }) })
  for (const { code, message } of (bare ?? project).problems) if (code === 'bad-config') warnOnce(message)
  return { project, disk: new DiskChanges(project, openedAt), openedAt, typed: new Set() }
}

const warned = new Set<string>()

/** A configuration that can't be used is left out; the lint goes on, and says so where ESLint's own warnings go. */
function warnOnce(message: string): void {
  if (warned.has(message)) return
  warned.add(message)
  process.emitWarning(message, 'OffloopWarning')
}

function settingsOf(context: Context): OffloopSettings {
  const settings = context.settings['offloop']
  return typeof settings === 'object' && settings !== null ? settings : {}
}

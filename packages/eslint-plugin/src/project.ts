/** The project index of one ESLint process: opened once per root, fed with the open file, refreshed when a file is linted again. */
import { readFileSync, statSync } from 'node:fs'
import { openProject } from '@offloop/analysis'
import type { Finding, Project } from '@offloop/analysis'
import { defaultCatalog, extendCatalog } from '@offloop/catalog'
import type { TSESLint } from '@typescript-eslint/utils'
import { pathOf, rootOf } from './project-root.ts'
import type { OffloopSettings } from './settings.ts'

/** The file being linted and the project around it. */
export interface OpenFile {
  /** Absolute path; made up for text without a file. */
  readonly path: string
  readonly project: Project
  readonly findings: readonly Finding[]
}

type Context = Readonly<TSESLint.RuleContext<string, readonly unknown[]>>

interface Entry {
  readonly project: Project
  /** Modification time and size of each file when it was last read. */
  readonly stamps: Map<string, string>
  readonly linted: Set<string>
}

/** An editor with many folders open keeps the last few; an ESLint run has one or two. */
const keptProjects = 8
const projects = new Map<string, Entry>()
const openFiles = new WeakMap<object, OpenFile>()

/** The open file of a rule's context, asked once per file however many rules want it. Undefined where the text is not JavaScript or TypeScript. */
export function openFileOf(context: Context): OpenFile | undefined {
  const known = openFiles.get(context.sourceCode)
  if (known) return known
  const path = pathOf(context)
  if (path === undefined) return undefined
  const settings = settingsOf(context)
  const entry = entryAt(rootOf(path, context.cwd, settings.root), settings)
  // Linted before in this process: an editor, a watcher or a fixing pass. Other files may have changed since.
  if (entry.linted.has(path)) refresh(entry, path)
  entry.linted.add(path)
  entry.project.update(path, context.sourceCode.text)
  const open: OpenFile = { path, project: entry.project, findings: entry.project.findingsIn(path) }
  openFiles.set(context.sourceCode, open)
  return open
}

/** The project of `root`, opened at the first call. */
export function projectAt(root: string, settings: OffloopSettings): Project {
  return entryAt(root, settings).project
}

/** Puts a ready-made project in the place of the one that would be opened; for tests. */
export function useProject(root: string, project: Project): void {
  remember(keyOf(root, {}), entryOf(project, Date.now()))
}

function entryAt(root: string, settings: OffloopSettings): Entry {
  const key = keyOf(root, settings)
  const known = projects.get(key)
  if (known) {
    projects.delete(key)
    return remember(key, known)
  }
  const openedAt = Date.now()
  const catalog = settings.catalog && extendCatalog(defaultCatalog, settings.catalog, 'settings.offloop.catalog')
  const project = openProject(root, { ...(catalog && { catalog }), ...(settings.exclude && { exclude: settings.exclude }) })
  return remember(key, entryOf(project, openedAt))
}

function entryOf(project: Project, openedAt: number): Entry {
  // A file written while the project was being read may have been read before or after: it is read again at the first refresh.
  const stamps = new Map(project.files().map((file) => [file, stampOf(file, openedAt)]))
  return { project, stamps, linted: new Set() }
}

function remember(key: string, entry: Entry): Entry {
  projects.set(key, entry)
  for (const oldest of projects.keys()) {
    if (projects.size <= keptProjects) break
    projects.delete(oldest)
  }
  return entry
}

function refresh({ project, stamps }: Entry, open: string): void {
  for (const file of project.files()) {
    // The open file's text comes from ESLint and may be newer than the disk's.
    if (file === open) continue
    const stamp = stampOf(file)
    if (stamp === stamps.get(file)) continue
    stamps.set(file, stamp)
    project.update(file, textOf(file))
  }
}

function stampOf(file: string, newerThan = Infinity): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) return 'gone'
  return stat.mtimeMs >= newerThan ? 'unsure' : `${stat.mtimeMs}:${stat.size}`
}

/** A file that has gone is empty from now on: nothing in it can be called. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function settingsOf(context: Context): OffloopSettings {
  const settings = context.settings['offloop']
  return typeof settings === 'object' && settings !== null ? settings : {}
}

function keyOf(root: string, { catalog, exclude }: OffloopSettings): string {
  return JSON.stringify([root, catalog, exclude])
}

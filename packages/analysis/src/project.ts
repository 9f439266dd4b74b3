/** A project: its files, who calls what in them, and what of it blocks. */
import { defaultCatalog } from '@offloop/catalog'
import type { Catalog, Tier } from '@offloop/catalog'
import { relative, resolve, sep } from 'node:path'
import { Blocking } from './ask/blocking.ts'
import type { BlockingCall, Finding, Problem, SkippedFile } from './ask/finding.ts'
import { reachabilityOf } from './ask/reachable.ts'
import type { Reachability } from './ask/reachable.ts'
import { linkProject } from './join/link.ts'
import type { Graph } from './join/graph.ts'
import { SpecifierResolver } from './join/resolve.ts'
import { settleTypes } from './join/settle-types.ts'
import { TypeAnswers } from './join/type-answers.ts'
import type { TypeSource } from './join/types.ts'
import { discoverFiles } from './store/discover.ts'
import { movePlaces } from './store/moved.ts'
import { extendFromProject, installedMajors } from './store/packages.ts'
import { Sources } from './store/sources.ts'
import type { ReadStats } from './store/sources.ts'

/** What a project is made of; everything by default. */
export interface OpenOptions {
  /** Files or folders below `root`; default: the root itself. Respects .gitignore. */
  readonly paths?: readonly string[]
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  /** Default: the shipped catalogue, extended by `offloop.config.{js,mjs,json}` of the root and by the `offloop` field of its dependencies. */
  readonly catalog?: Catalog
  /**
   * Where summaries of files are kept for the next process: a folder, on or off. A relative folder is one in each package, an absolute one serves
   * one repository. Default: what the environment's `OFFLOOP_INDEX_CACHE` says (`off` or a folder), else `node_modules/.cache/offloop/index`
   * where a package has a `node_modules` folder, in it or above it within the repository.
   */
  readonly cache?: boolean | string
  /** Follow imports of other packages of the workspace to their sources, whether or not they are built: for tools that edit, to which every caller counts. Default false. */
  readonly workspace?: boolean
  /** Called while files are read. */
  readonly onProgress?: (done: number, total: number) => void
}

/** An opened project: its files, and the answers about them. */
export interface Project {
  readonly root: string
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /** Source files below the root that are not read. */
  readonly skipped: readonly SkippedFile[]
  /** Absolute paths of the files that were read. */
  files(): readonly string[]
  /** The text that was read or given for a file. */
  text(file: string): string | undefined
  /**
   * Takes `text` as the contents of `file` (an editor's unsaved text, a file that is not on disk yet, an edit that is being tried).
   * What was asked before speaks of the text before: ask again.
   */
  update(file: string, text: string): void
  /** From now on asks a type checker for member calls that the index can't follow by itself; the first that knows a call answers. */
  addTypes(source: TypeSource): void
  /** What blocks the loop in one file, in order of position; `tiers` narrows what counts. Reads the file if the project doesn't have it. */
  findingsIn(file: string, tiers?: ReadonlySet<Tier>): readonly Finding[]
  /** Calls in one file that wait on the loop for an async function: of what `asyncToSync` gives, or of functions that make such a call. */
  bridgesIn(file: string): readonly Finding[]
  /** Every call of a catalogue entry in the project. */
  blockingCalls(): readonly BlockingCall[]
  /** Who calls whom, for tools that edit. */
  graph(): Graph
  /** Which functions run on the loop, for tools that edit. */
  reachability(): Reachability
  /** How many files were parsed so far, and how many the cache spared. */
  stats(): ReadStats
}

/** Reads a project synchronously (lint rules are sync). Never throws for what is in the files: see `problems`. */
export function openProject(root: string, options: OpenOptions = {}): Project {
  return new IndexedProject(resolve(root), options)
}

interface State {
  readonly graph: Graph
  readonly reach: Reachability
  readonly blocking: Blocking
}

class IndexedProject implements Project {
  readonly root: string
  readonly catalog: Catalog
  readonly problems: Problem[] = []
  readonly skipped: SkippedFile[] = []
  readonly #sources: Sources
  readonly #resolver: SpecifierResolver
  readonly #types = new TypeAnswers()
  #state: State | undefined

  constructor(root: string, options: OpenOptions) {
    this.root = root
    this.#resolver = new SpecifierResolver((file) => this.#sources.summaries.has(file), options.workspace)
    this.catalog = options.catalog ?? extendFromProject(defaultCatalog, root, this.problems)
    const files = discoverFiles(root, options, this.problems, this.skipped)
    this.#sources = new Sources(root, this.problems)
    this.#sources.readAll(files, options.cache, options.onProgress)
    if (files.length === 0) this.problems.push({ file: root, code: 'no-files', message: `${root}: no JavaScript or TypeScript files here` })
  }

  files(): readonly string[] {
    return [...this.#sources.summaries.keys()]
  }

  text(file: string): string | undefined {
    return this.#sources.text(file)
  }

  update(file: string, text: string): void {
    const isNew = !this.#sources.has(file)
    const change = this.#sources.give(file, text)
    if (change.is === 'moved') {
      this.#types.forget(change.before.calls)
      const moved = movePlaces(change.before, change.now, this.#state)
      this.#state = moved && stateOf(moved.graph, moved.reach)
      return
    }
    if (isNew) this.#resolver.clear()
    else if (change.is === 'files') this.#resolver.forgetFiles()
    if (isNew || change.is !== 'same') this.#state = undefined
  }

  addTypes(source: TypeSource): void {
    this.#types.add(source)
    if (this.#state && !settleTypes(this.#state.graph)) this.#state = undefined
  }

  findingsIn(file: string, tiers?: ReadonlySet<Tier>): readonly Finding[] {
    if (!this.#sources.has(file)) {
      this.#sources.read(file)
      this.#resolver.clear()
      this.#state = undefined
    }
    return this.#current().blocking.findingsIn(file, tiers)
  }

  bridgesIn(file: string): readonly Finding[] {
    return this.#current().blocking.findingsIn(file, undefined, 'bridges')
  }

  blockingCalls(): readonly BlockingCall[] {
    return this.#current().blocking.all()
  }

  graph(): Graph {
    return this.#current().graph
  }

  reachability(): Reachability {
    return this.#current().reach
  }

  stats(): ReadStats {
    return this.#sources.stats
  }

  #current(): State {
    if (this.#state) return this.#state
    const pathOf = (file: string): string => relative(this.root, file).split(sep).join('/')
    const graph = linkProject(this.#sources.summaries, this.#resolver, this.catalog, installedMajors(this.root), pathOf, this.#types)
    const reach = reachabilityOf(graph, pathOf)
    return (this.#state = stateOf(graph, reach))
  }
}

function stateOf(graph: Graph, reach: Reachability): State {
  return { graph, reach, blocking: new Blocking(graph, reach) }
}

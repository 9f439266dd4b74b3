/** A project: its files, who calls what in them, and what of it blocks. */
import { defaultCatalog } from '@offloop/catalog'
import type { Catalog, Tier } from '@offloop/catalog'
import { relative, resolve, sep } from 'node:path'
import { Blocking } from './ask/blocking.ts'
import type { BlockingCall, Finding, Problem } from './ask/finding.ts'
import { reachabilityOf } from './ask/reachable.ts'
import type { Reachability } from './ask/reachable.ts'
import { linkProject } from './join/link.ts'
import type { Graph } from './join/graph.ts'
import { SpecifierResolver } from './join/resolve.ts'
import { parseFile, ParseError } from './parse/file.ts'
import { discoverFiles } from './store/discover.ts'
import { extendFromProject, installedMajor } from './store/packages.ts'
import { readText, ReadError } from './store/read.ts'
import { summarise } from './summarise/summarise.ts'
import type { FileSummary } from './summarise/summary.ts'

/** What a project is made of; everything by default. */
export interface OpenOptions {
  /** Files or folders below `root`; default: the root itself. Respects .gitignore. */
  readonly paths?: readonly string[]
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  /** Default: the shipped catalogue, extended by `offloop.config.{js,mjs,json}` of the root and by the `offloop` field of its dependencies. */
  readonly catalog?: Catalog
  /** Called while files are read. */
  readonly onProgress?: (done: number, total: number) => void
}

/** An opened project: its files, and the answers about them. */
export interface Project {
  readonly root: string
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /** Absolute paths of the files that were read. */
  files(): readonly string[]
  /** The text that was read or given for a file. */
  text(file: string): string | undefined
  /** Takes `text` as the contents of `file` (an editor's unsaved text, a file that is not on disk yet, an edit that is being tried). */
  update(file: string, text: string): void
  /** What blocks the loop in one file, in order of position; `tiers` narrows what counts. Reads the file if the project doesn't have it. */
  findingsIn(file: string, tiers?: ReadonlySet<Tier>): readonly Finding[]
  /** Every call of a catalogue entry in the project. */
  blockingCalls(): readonly BlockingCall[]
  /** Who calls whom, for tools that edit. */
  graph(): Graph
  /** Which functions run on the loop, for tools that edit. */
  reachability(): Reachability
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
  readonly #summaries = new Map<string, FileSummary>()
  readonly #texts = new Map<string, string>()
  readonly #resolver = new SpecifierResolver((file) => this.#summaries.has(file))
  #state: State | undefined

  constructor(root: string, options: OpenOptions) {
    this.root = root
    this.catalog = options.catalog ?? extendFromProject(defaultCatalog, root, this.problems)
    const files = discoverFiles(root, options, this.problems)
    files.forEach((file, index) => {
      this.#read(file)
      options.onProgress?.(index + 1, files.length)
    })
    if (files.length === 0) this.problems.push({ file: root, code: 'no-files', message: `${root}: no JavaScript or TypeScript files here` })
  }

  files(): readonly string[] {
    return [...this.#summaries.keys()]
  }

  text(file: string): string | undefined {
    return this.#texts.get(file)
  }

  update(file: string, text: string): void {
    if (this.#texts.get(file) === text) return
    const isNew = !this.#summaries.has(file)
    this.#take(file, text)
    if (isNew) this.#resolver.clear()
    this.#state = undefined
  }

  findingsIn(file: string, tiers?: ReadonlySet<Tier>): readonly Finding[] {
    if (!this.#texts.has(file)) {
      this.#read(file)
      this.#resolver.clear()
      this.#state = undefined
    }
    return this.#current().blocking.findingsIn(file, tiers)
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

  #current(): State {
    if (this.#state) return this.#state
    const graph = linkProject(this.#summaries, this.#resolver, this.catalog, (module) => installedMajor(this.root, module))
    const reach = reachabilityOf(graph, (file) => relative(this.root, file).split(sep).join('/'))
    this.#state = { graph, reach, blocking: new Blocking(graph, reach) }
    return this.#state
  }

  #read(file: string): void {
    try {
      this.#take(file, readText(file))
    } catch (error) {
      if (!(error instanceof ReadError)) throw error
      this.problems.push({ file, code: error.code, message: `${relative(this.root, file)}: ${error.message}` })
    }
  }

  #take(file: string, text: string): void {
    this.#texts.set(file, text)
    try {
      this.#summaries.set(file, summarise(parseFile(file, text)))
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
      this.#summaries.delete(file)
      this.problems.push({
        file,
        code: 'unparsable',
        message: `${relative(this.root, file)}:${error.line}: ${error.message}; the file is left alone`,
      })
    }
  }
}

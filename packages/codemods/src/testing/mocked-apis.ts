/** Blocking functions that a test replaces: their twins are not replaced, so the test would mock nothing. */
import type { BlockingSite, CallSite, Graph, Value } from '@offloop/analysis'
import { isReloaderPackage } from '@offloop/analysis'
import { basename } from 'node:path'
import type { Obstacle } from '../rewrite/await.ts'
import type { Sources } from '../rewrite/source.ts'
import { fileSystemFakes, memberMockers, moduleMockers } from './mock-makers.ts'
import { loadedBy } from './loaded-files.ts'
import type { LoadedFiles } from './loaded-files.ts'
import { stubsOf } from './injected.ts'
import { mockedExports, mockedMember, specifierOf } from './mocks.ts'

interface MockedApi {
  readonly file: string
  readonly module: string
  /** Absent where the whole module is replaced. */
  readonly name?: string
}

/** The functions of Node and of libraries that tests replace, found once. */
export class MockedApis {
  readonly #graph: Graph
  readonly #sources: Sources
  readonly #loaded = new Map<string, LoadedFiles>()
  #found: readonly MockedApi[] | undefined

  constructor(graph: Graph, sources: Sources) {
    this.#graph = graph
    this.#sources = sources
  }

  /** Why a call must keep its form: a test replaces the function, and loads the file in which the call stands. */
  obstacle(site: BlockingSite): Obstacle | undefined {
    this.#found ??= this.#find()
    const { module, name, twin } = site.api
    const mock = this.#found.find(
      (each) =>
        each.module === module &&
        (each.name ?? name) === name &&
        this.#loads(each.file, site.file) &&
        !(each.name === undefined && twin && twin.module !== module && this.#replaces(each.file, twin.module)),
    )
    return mock && { reason: 'mock-of-sync-api', message: `${basename(mock.file)} replaces ${name}, and would not replace its twin` }
  }

  /** A stand-in for the whole module, such as a file system in memory, stands in for its promises too. */
  #replaces(file: string, module: string): boolean {
    return this.#found!.some((each) => each.file === file && each.module === module && each.name === undefined)
  }

  #find(): MockedApi[] {
    const found: MockedApi[] = []
    for (const [file, summary] of this.#graph.summaries) {
      for (const { specifier, how } of summary.imports)
        if (how !== 'type' && Object.hasOwn(fileSystemFakes, specifier))
          found.push(...fileSystemFakes[specifier]!.map((module) => ({ file, module })))
      // `fs.readFileSync = () => ''`
      for (const [id, { props }] of summary.bindings.entries())
        for (const name of Object.keys(props)) found.push(...this.#members(file, { k: 'binding', id }, name))
      const loadsAnew = summary.imports.some((each) => isReloaderPackage(each.specifier))
      for (const call of summary.calls) {
        const site: CallSite = { file, fn: this.#graph.functionsOf(file)[call.fn]!, call }
        if (memberMockers.has(call.name) && call.args.length > 1) {
          const name = mockedMember(site, this.#graph, this.#sources)
          if (name !== undefined) found.push(...this.#members(file, call.args[0]!, name))
        } else if (moduleMockers.has(call.name)) found.push(...this.#modules(site))
        else if (loadsAnew) found.push(...this.#injected(site))
      }
    }
    return found
  }

  #members(file: string, object: Value, name: string): MockedApi[] {
    return this.#graph
      .targets(file, object)
      .flatMap((each) =>
        each.t === 'external' && (each.path === '' || each.path === 'default') ? [{ file, module: each.module, name }] : [],
      )
  }

  #modules({ call, file }: CallSite): MockedApi[] {
    const node = this.#sources.of(file).callNode(call)
    const [first, factory] = node.type === 'CallExpression' ? node.arguments : []
    const specifier = first && specifierOf(first)
    const module = specifier === undefined ? undefined : this.#graph.resolve(file, specifier)
    if (!module || !('module' in module)) return []
    const names = factory ? mockedExports(factory).map((each) => each.name) : []
    return names.length > 0 ? names.map((name) => ({ file, module: module.module, name })) : [{ file, module: module.module }]
  }

  /** `proxyquire('./store', { fs: { readFileSync: () => '' } })`. */
  #injected({ call, file }: CallSite): MockedApi[] {
    if (call.args.length < 2) return []
    const source = this.#sources.of(file)
    return stubsOf(source.callNode(call), source).flatMap(({ specifier, value }) => {
      const module = this.#graph.resolve(file, specifier)
      if (!module || !('module' in module)) return []
      const names = value ? mockedExports(value).map((each) => each.name) : []
      return names.length > 0 ? names.map((name) => ({ file, module: module.module, name })) : [{ file, module: module.module }]
    })
  }

  /** A file that loads nothing of the project sets tests up: it may act for all of them. So may one that loads what only it knows. */
  #loads(from: string, file: string): boolean {
    let loaded = this.#loaded.get(from)
    if (!loaded) this.#loaded.set(from, (loaded = loadedBy(from, this.#graph, this.#sources)))
    return loaded.isOpen || loaded.files.size === 1 || loaded.files.has(file)
  }
}

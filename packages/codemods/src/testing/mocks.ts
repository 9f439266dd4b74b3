/** Mocks of the project's own functions: they are made async with the function for which they stand. */
import type { CallSite, FunctionNode, Graph, Node, Value } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { makeAsync } from '../rewrite/signature.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import { stubsOf } from './injected.ts'
import { MockChain, returnedObjects } from './mock-chains.ts'
import { implementationSetters, memberMockers, mockViews, moduleMockers, resultSetters } from './mock-makers.ts'

interface Mock {
  readonly source: Source
  readonly chain: MockChain
}

/** The mocks of a project, found once. */
export class Mocks {
  readonly #graph: Graph
  readonly #sources: Sources
  #found: Map<FunctionNode, Mock[]> | undefined
  #standIns: Map<Node, FunctionNode[]> | undefined

  constructor(graph: Graph, sources: Sources) {
    this.#graph = graph
    this.#sources = sources
  }

  isMocked(fn: FunctionNode): boolean {
    return this.#of(fn).length > 0
  }

  /** A test that looks at what a mock gave would see a promise. */
  obstacle(fn: FunctionNode): Obstacle | undefined {
    const read = this.#of(fn).some((each) => each.chain.reads.size > 0)
    return read ? { reason: 'mock-result', message: `a test looks at what a mock of ${fn.summary.name} gave` } : undefined
  }

  /** The functions for which a function of a test stands: it and they are async together. */
  standsFor(fn: FunctionNode): readonly FunctionNode[] {
    this.#found ??= this.#find()
    if (!this.#standIns) {
      this.#standIns = new Map()
      for (const [mocked, mocks] of this.#found)
        for (const { chain } of mocks)
          for (const each of chain.implementations) this.#standIns.set(each, [...(this.#standIns.get(each) ?? []), mocked])
    }
    return this.#standIns.size === 0 ? [] : (this.#standIns.get(this.#sources.of(fn.file).functionNode(fn)) ?? [])
  }

  /** Makes the mocks of a function async. */
  rewrite(edits: EditSet, fn: FunctionNode): void {
    for (const { source, chain } of this.#of(fn)) {
      for (const [property, name] of chain.renamed) edits.replace(source.file, property.start, property.end, name)
      for (const each of chain.implementations) {
        if ('async' in each && each.async === true) continue
        if (!('generator' in each && each.generator === true)) makeAsync(edits, each, source)
      }
    }
  }

  #of(fn: FunctionNode): readonly Mock[] {
    this.#found ??= this.#find()
    return this.#found.get(fn) ?? []
  }

  #find(): Map<FunctionNode, Mock[]> {
    const found = new Map<FunctionNode, Mock[]>()
    for (const [file, summary] of this.#graph.summaries) {
      for (const call of summary.calls) {
        const site: CallSite = { file, fn: this.#graph.functionsOf(file)[call.fn]!, call }
        for (const [fn, start] of this.#mockedBy(site)) {
          const source = this.#sources.of(file)
          const chain = new MockChain(source)
          start(chain, source)
          found.set(fn, [...(found.get(fn) ?? []), { source, chain }])
        }
      }
    }
    return found
  }

  /** The functions that a call mocks, each with where the mock is seen. */
  #mockedBy(site: CallSite): [FunctionNode, (chain: MockChain, source: Source) => void][] {
    const { call, file } = site
    const { name, args, callee } = call
    if (memberMockers.has(name) && args.length > 1) {
      const member = mockedMember(site, this.#graph, this.#sources)
      if (!member) return []
      const node = this.#sources.of(file).callNode(call)
      return this.#functions(file, memberOf(args[0]!, member)).map((fn) => [fn, (chain) => startAt(chain, node)])
    }
    if (mockViews.has(name) && args[0])
      return this.#functions(file, args[0]).map((fn) => [fn, (chain, source) => chain.follow(source.callNode(call))])
    if (callee.k === 'member' && (Object.hasOwn(resultSetters, name) || implementationSetters.has(name)))
      return this.#functions(file, callee.of).map((fn) => [
        fn,
        (chain, source) => {
          const node = source.callNode(call)
          const on = node.type === 'CallExpression' ? bare(node.callee) : undefined
          if (on?.type === 'MemberExpression') chain.follow(bare(on.object))
        },
      ])
    return moduleMockers.has(name) ? this.#mockedModule(site) : this.#injected(site)
  }

  #mockedModule({ call, file }: CallSite): [FunctionNode, (chain: MockChain) => void][] {
    const source = this.#sources.of(file)
    const node = source.callNode(call)
    if (node.type !== 'CallExpression' || node.arguments.length < 2) return []
    const specifier = specifierOf(node.arguments[0]!)
    const module = specifier === undefined ? undefined : this.#graph.resolve(file, specifier)
    return module && 'file' in module ? this.#replaced(module.file, node.arguments[1]!) : []
  }

  /** `proxyquire('./orders', { './store': { load: () => '' } })`: names of modules as the loaded one requires them. */
  #injected({ call, file }: CallSite): [FunctionNode, (chain: MockChain) => void][] {
    if (call.args.length < 2 || call.text === undefined) return []
    const source = this.#sources.of(file)
    const stubs = stubsOf(source.callNode(call), source)
    const loaded = stubs.length > 0 ? this.#graph.resolve(file, call.text) : undefined
    if (!loaded || !('file' in loaded)) return []
    return stubs.flatMap(({ specifier, value }) => {
      const module = this.#graph.resolve(loaded.file, specifier)
      return value && module && 'file' in module ? this.#replaced(module.file, value) : []
    })
  }

  /** The functions of a file in whose place an object or a factory gives others. */
  #replaced(file: string, factory: Node): [FunctionNode, (chain: MockChain) => void][] {
    return mockedExports(factory).flatMap(({ name, value }) =>
      this.#graph
        .exported(file, name)
        .flatMap((each) =>
          each.t === 'fn' ? [[each.node, (chain: MockChain) => chain.value(value)] as [FunctionNode, (chain: MockChain) => void]] : [],
        ),
    )
  }

  #functions(file: string, value: Value): FunctionNode[] {
    return this.#graph.targets(file, value).flatMap((each) => (each.t === 'fn' ? [each.node] : []))
  }
}

/** `Store.prototype` stands for every instance. */
function memberOf(object: Value, name: string): Value {
  const of: Value = object.k === 'member' && object.name === 'prototype' ? { k: 'instance', of: object.of } : object
  return { k: 'member', of, name }
}

/** The name of the member that `spyOn(object, 'name')` replaces; undefined where the object is nothing that the index knows. */
export function mockedMember(site: CallSite, graph: Graph, sources: Sources): string | undefined {
  const [object] = site.call.args
  if (!object || graph.targets(site.file, object).length === 0) return undefined
  const node = sources.of(site.file).callNode(site.call)
  const member = node.type === 'CallExpression' ? node.arguments[1] : undefined
  return member?.type === 'Literal' && typeof member.value === 'string' ? member.value : undefined
}

function startAt(chain: MockChain, call: Node): void {
  chain.follow(call)
  const implementation = call.type === 'CallExpression' ? call.arguments[2] : undefined
  if (implementation) chain.value(implementation)
}

/** `'./store'`, `import('./store')`, `require.resolve('./store')`. */
export function specifierOf(argument: Node): string | undefined {
  const value = bare(argument)
  if (value.type === 'Literal') return typeof value.value === 'string' ? value.value : undefined
  if (value.type === 'ImportExpression') return specifierOf(value.source)
  return value.type === 'CallExpression' && value.arguments[0] ? specifierOf(value.arguments[0]) : undefined
}

/** What a factory or an object gives in place of a module's exports. */
export function mockedExports(factory: Node): { readonly name: string; readonly value: Node }[] {
  return returnedObjects(factory).flatMap((object) =>
    object.properties.flatMap((property) => {
      if (property.type !== 'Property') return []
      const name = nameOf(property.key, property.computed)
      if (name === undefined) return []
      const inner = bare(property.value)
      const isHolder = name === 'namedExports' || name === 'default' || name === 'defaultExport' || name === 'exports'
      if (isHolder && inner.type === 'ObjectExpression') return mockedExports(inner)
      return [{ name: name === 'defaultExport' ? 'default' : name, value: property.value }]
    }),
  )
}

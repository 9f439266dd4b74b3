/** Joins summaries into one graph: who calls whom, which calls block, where the loop enters. */
import { EventEmitter } from 'node:events'
import { Readable, Writable } from 'node:stream'
import type { BlockingApi, Catalog } from '@offloop/catalog'
import type { LoopRoot } from '../ask/finding.ts'
import type { CallSummary, FileSummary, FunctionSummary, UseSummary, Value } from '../summarise/summary.ts'
import { catalogueNames } from './external-names.ts'
import { findHandlers } from './handlers.ts'
import { laterKind, timingOf } from './hosts.ts'
import type { Timing } from './hosts.ts'
import type { ModuleRef, SpecifierResolver } from './resolve.ts'
import { Targets } from './targets.ts'
import type { FunctionNode, Target } from './targets.ts'

/** A call with the file in which it stands. */
export interface CallSite {
  readonly file: string
  readonly fn: FunctionNode
  readonly call: CallSummary
}

/** One way in which a function leads to another. */
export interface Edge {
  readonly from: FunctionNode
  readonly to: FunctionNode
  /** `protocol`: a member such as `toJSON` that the language calls on an object that is made here. */
  readonly kind: 'call' | 'construct' | 'callback' | 'accessor' | 'protocol'
  /** When a callback runs. */
  readonly timing: Timing
  readonly site: CallSite
  /** The callee is a parameter: right for editing, too wide for reachability. */
  readonly viaParameter: boolean
  /** The receiver is unknown and the project has one method of that name: right for reports, too bold for editing. */
  readonly isGuess: boolean
}

/** A call of a function of the catalogue, and the function it stands in. */
export interface BlockingSite extends CallSite {
  readonly api: BlockingApi
}

/** A mention of a function that is not a call of it. */
export interface FunctionUse {
  readonly file: string
  readonly use: UseSummary
}

/** The project's functions, who calls whom, and what blocks. */
export interface Graph {
  readonly summaries: ReadonlyMap<string, FileSummary>
  functions(): Iterable<FunctionNode>
  functionsOf(file: string): readonly FunctionNode[]
  callees(fn: FunctionNode): readonly Edge[]
  callers(fn: FunctionNode): readonly Edge[]
  uses(fn: FunctionNode): readonly FunctionUse[]
  readonly blocking: readonly BlockingSite[]
  readonly roots: ReadonlyMap<FunctionNode, LoopRoot>
  /** Member calls whose receiver the index doesn't know, by member name. */
  readonly unknownCalls: ReadonlyMap<string, readonly CallSite[]>
  /** What the callee of a call is. */
  calleeTargets(site: CallSite): readonly Target[]
  targets(file: string, value: Value): readonly Target[]
  /** What a module exports under a name. */
  exported(file: string, name: string): readonly Target[]
  resolve(from: string, specifier: string): ModuleRef
  /** Who else must change its colour with a method: the same name in base classes, heirs and interfaces. */
  family(fn: FunctionNode): readonly FunctionNode[]
  readonly catalog: Catalog
}

interface Passed {
  readonly file: string
  readonly value: Value
}

const maxArguments = 16

/** Joins summaries of files to one graph. */
export function linkProject(summaries: ReadonlyMap<string, FileSummary>, resolver: SpecifierResolver, catalog: Catalog, versions: (module: string) => number | undefined): Graph {
  const nodes = new Map<string, FunctionNode[]>()
  for (const [file, summary] of summaries) nodes.set(file, summary.functions.map((each): FunctionNode => ({ file, summary: each })))
  const heirs = new Map<unknown, { file: string; cls: FileSummary['classes'][number] }[]>()
  let passed = new Map<FunctionNode, Passed[][]>()

  const targets = new Targets({
    summary: file => summaries.get(file),
    fn: (file, index) => nodes.get(file)![index]!,
    resolve: (from, specifier) => resolver.resolve(from, specifier),
    argumentsFor: (node, index) => passed.get(node)?.[index] ?? [],
    heirs: cls => heirs.get(cls) ?? [],
  })
  collectHeirs(summaries, targets, heirs)

  // What is passed for parameters is known only once calls are resolved: two rounds reach a parameter that is handed on once.
  for (let round = 0; round < 2; round++) {
    passed = collectArguments(summaries, targets)
    targets.forget()
  }
  return buildGraph(summaries, nodes, targets, heirs, resolver, catalog, versions)
}

function collectHeirs(summaries: ReadonlyMap<string, FileSummary>, targets: Targets, heirs: Map<unknown, { file: string; cls: FileSummary['classes'][number] }[]>): void {
  for (const [file, summary] of summaries) {
    for (const cls of summary.classes) {
      const seen = new Set<unknown>([cls])
      const queue = [{ file, cls }]
      for (let at = queue.pop(); at; at = queue.pop()) {
        for (const parent of at.cls.parents) {
          for (const each of targets.of(at.file, parent)) {
            if (each.t !== 'class' || seen.has(each.cls)) continue
            seen.add(each.cls)
            const list = heirs.get(each.cls)
            if (list) list.push({ file, cls })
            else heirs.set(each.cls, [{ file, cls }])
            queue.push({ file: each.file, cls: each.cls })
          }
        }
      }
    }
  }
  targets.forget()
}

function collectArguments(summaries: ReadonlyMap<string, FileSummary>, targets: Targets): Map<FunctionNode, Passed[][]> {
  const passed = new Map<FunctionNode, Passed[][]>()
  const pass = (to: FunctionNode, index: number, file: string, value: Value): void => {
    if (value.k === 'unknown') return
    let lists = passed.get(to)
    if (!lists) passed.set(to, (lists = []))
    const list = (lists[index] ??= [])
    if (list.length < maxArguments && !list.some(each => each.value === value)) list.push({ file, value })
  }
  for (const [file, summary] of summaries) {
    for (const call of summary.calls) {
      for (const target of targets.of(file, call.callee)) {
        if (target.t === 'fn' && !call.hasSpread) {
          const shift = call.name === 'call' && call.callee.k === 'member' ? 1 : 0
          if (call.name === 'apply' || call.name === 'bind') continue
          call.args.forEach((value, index) => pass(target.node, index - shift, file, value))
        } else if (target.t === 'class' && call.kind === 'new' && target.cls.construct !== undefined) {
          const constructor = targets.of(target.file, { k: 'fn', fn: target.cls.construct })[0]
          if (constructor?.t === 'fn') call.args.forEach((value, index) => pass(constructor.node, index, file, value))
        }
      }
      // the callback of an array method gets the elements
      if (call.callee.k === 'member' && call.args[0] && timingOf({ name: call.name, isNew: false }) === 'now') {
        const receiver = call.callee.of
        for (const target of targets.of(file, call.args[0])) if (target.t === 'fn') pass(target.node, call.name.startsWith('reduce') ? 1 : 0, file, { k: 'item', of: receiver })
      }
    }
  }
  return passed
}

function buildGraph(
  summaries: ReadonlyMap<string, FileSummary>, nodes: ReadonlyMap<string, readonly FunctionNode[]>, targets: Targets,
  heirs: ReadonlyMap<unknown, readonly { file: string; cls: FileSummary['classes'][number] }[]>, resolver: SpecifierResolver, catalog: Catalog, versions: (module: string) => number | undefined,
): Graph {
  const out = new Map<FunctionNode, Edge[]>()
  const into = new Map<FunctionNode, Edge[]>()
  const uses = new Map<FunctionNode, FunctionUse[]>()
  const blocking: BlockingSite[] = []
  const roots = new Map<FunctionNode, LoopRoot>()
  const unknownCalls = new Map<string, CallSite[]>()
  const add = (edge: Edge): void => {
    if (edge.to.summary.isBodiless && edge.kind !== 'call') return
    push(out, edge.from, edge)
    push(into, edge.to, edge)
  }

  for (const [file, summary] of summaries) {
    const own = nodes.get(file)!
    for (const call of summary.calls) {
      const site: CallSite = { file, fn: own[call.fn]!, call }
      const found = targets.of(file, call.callee)
      linkCall(site, found, add)
      const api = blockingApi(found, call, targets, file, catalog)
      if (api) blocking.push({ ...site, api })
      if (found.length === 0 && call.callee.k === 'member') push(unknownCalls, call.name, site)
      linkCallbacks(site, found, targets, add, roots)
    }
    for (const use of summary.uses) {
      for (const target of targets.of(file, use.value)) {
        if (target.t === 'fn') push(uses, target.node, { file, use })
      }
      linkAccessor(file, own, use, targets, add, nodes)
    }
  }
  linkUniqueMethods(nodes, unknownCalls, add)
  findHandlers({ summaries, nodes, targets, catalog, versions, roots })

  return {
    summaries,
    *functions() {
      for (const list of nodes.values()) yield* list
    },
    functionsOf: file => nodes.get(file) ?? [],
    callees: fn => out.get(fn) ?? [],
    callers: fn => into.get(fn) ?? [],
    uses: fn => uses.get(fn) ?? [],
    blocking,
    roots,
    unknownCalls,
    calleeTargets: site => targets.of(site.file, site.call.callee),
    targets: (file, value) => targets.of(file, value),
    exported: (file, name) => targets.exported(file, name),
    resolve: (from, specifier) => resolver.resolve(from, specifier),
    family: fn => familyOf(fn, summaries, nodes, targets, heirs),
    catalog,
  }

  function linkCall(site: CallSite, found: readonly Target[], link: (edge: Edge) => void): void {
    const viaParameter = comesFromParameter(site.call.callee, summaries.get(site.file)!)
    for (const target of found) {
      if (target.t === 'fn') link({ from: site.fn, to: target.node, kind: 'call', timing: 'now', site, viaParameter, isGuess: false })
      else if (target.t === 'class' && (site.call.kind === 'new' || site.call.callee.k === 'super')) {
        for (const each of protocolMembers(target.file, target.cls)) link({ from: site.fn, to: each, kind: 'protocol', timing: 'unknown', site, viaParameter, isGuess: false })
        for (const each of constructorsOf(target.file, target.cls)) link({ from: site.fn, to: each, kind: 'construct', timing: 'now', site, viaParameter, isGuess: false })
      }
    }
  }

  /** `JSON.stringify`, templates and loops call these without a word in the code: whoever makes the object may cause it. */
  function protocolMembers(file: string, cls: FileSummary['classes'][number]): FunctionNode[] {
    return ['toJSON', 'toString', 'valueOf'].flatMap(name => (Object.hasOwn(cls.members, name) ? cls.members[name]!.flatMap(value => (value.k === 'fn' ? [nodes.get(file)![value.fn]!] : [])) : []))
  }

  function constructorsOf(file: string, cls: FileSummary['classes'][number]): FunctionNode[] {
    const found: FunctionNode[] = nodes.get(file)!.filter(each => each.summary.kind === 'field' && !each.summary.isStatic && each.summary.cls === cls.index)
    if (cls.construct !== undefined) return [...found, nodes.get(file)![cls.construct]!]
    for (const parent of cls.parents) {
      for (const each of targets.of(file, parent)) if (each.t === 'class' && !each.cls.isInterface && each.cls !== cls) return [...found, ...constructorsOf(each.file, each.cls)]
    }
    return found
  }
}

function linkCallbacks(site: CallSite, callee: readonly Target[], targets: Targets, add: (edge: Edge) => void, roots: Map<FunctionNode, LoopRoot>): void {
  const { call, file } = site
  const external = callee.find(each => each.t === 'external')
  const global = callee.find(each => each.t === 'global')
  const isProject = callee.some(each => each.t === 'fn' || each.t === 'class')
  for (const arg of call.args) {
    for (const target of targets.of(file, arg)) {
      if (target.t !== 'fn') continue
      const timing = isProject
        ? 'now'
        : timingOf({
            name: call.name, isNew: call.kind === 'new',
            ...(call.text === undefined ? {} : { text: call.text }),
            ...(external?.t === 'external' ? { module: external.module } : {}),
            ...(global?.t === 'global' ? { global: global.path } : {}),
          })
      add({ from: site.fn, to: target.node, kind: 'callback', timing, site, viaParameter: false, isGuess: false })
      if (timing === 'later' && !roots.has(target.node)) {
        const kind = laterKind(call.name)
        const isPromiseStep = call.name === 'then' || call.name === 'catch' || call.name === 'finally'
        if (!isPromiseStep) roots.set(target.node, { kind, name: kind === 'timer' ? `${call.name} callback` : `listener of ${call.text === undefined ? call.calleeText : `"${call.text}"`}`, place: placeOf(target.node) })
      }
    }
  }
}

function linkAccessor(file: string, own: readonly FunctionNode[], use: UseSummary, targets: Targets, add: (edge: Edge) => void, nodes: ReadonlyMap<string, readonly FunctionNode[]>): void {
  if (use.value.k !== 'member') return
  const { of, name } = use.value
  for (const target of targets.of(file, of)) {
    if (target.t !== 'instance' && target.t !== 'class') continue
    if (!Object.hasOwn(target.cls.getters, name)) continue
    const call: CallSummary = {
      index: -1, kind: 'call', fn: use.fn, start: use.start, end: use.end, calleeStart: use.start, calleeEnd: use.end, line: use.line, column: 1,
      calleeText: name, name, callee: use.value, args: [], isAwaited: false, hasSpread: false,
    }
    add({ from: own[use.fn]!, to: nodes.get(target.file)![target.cls.getters[name]!]!, kind: 'accessor', timing: 'now', site: { file, fn: own[use.fn]!, call }, viaParameter: false, isGuess: false })
  }
}

function blockingApi(found: readonly Target[], call: CallSummary, targets: Targets, file: string, catalog: Catalog): BlockingApi | undefined {
  for (const target of found) {
    if (target.t !== 'external' && target.t !== 'global') continue
    const module = target.t === 'external' ? target.module : 'globalThis'
    if (!catalog.knows(module)) continue
    if (target.t === 'external' && /\.(call|apply)$/.test(target.path)) continue
    for (const name of catalogueNames(target.path)) {
      const api = catalog.find(module, name)
      if (!api) continue
      const last = call.args.at(-1)
      const hasCallback = last !== undefined && (last.k === 'fn' || last.k === 'param' || targets.of(file, last).some(each => each.t === 'fn') || looksLikeCallback(last))
      if (api.onlyWithoutCallback && (hasCallback || call.hasSpread)) continue
      return api
    }
  }
  return undefined
}

const builtinMethods = new Set(
  [Array, String, Map, Set, Promise, Function, Object, RegExp, Date, Number, EventEmitter, Readable, Writable, Buffer, URLSearchParams].flatMap(each => Object.getOwnPropertyNames(each.prototype)),
)

/** A member call with an unknown receiver is taken for the only method of that name, unless the platform has one too. */
function linkUniqueMethods(nodes: ReadonlyMap<string, readonly FunctionNode[]>, unknownCalls: ReadonlyMap<string, readonly CallSite[]>, add: (edge: Edge) => void): void {
  const byName = new Map<string, FunctionNode[]>()
  for (const list of nodes.values()) {
    for (const node of list) {
      if (node.summary.kind !== 'method' || node.summary.isBodiless || node.summary.cls === undefined) continue
      push(byName, node.summary.name.slice(node.summary.name.lastIndexOf('.') + 1), node)
    }
  }
  for (const [name, sites] of unknownCalls) {
    const methods = byName.get(name)
    if (methods?.length !== 1 || builtinMethods.has(name)) continue
    for (const site of sites) add({ from: site.fn, to: methods[0]!, kind: 'call', timing: 'now', site, viaParameter: false, isGuess: true })
  }
}

function looksLikeCallback(value: Value): boolean {
  return (value.k === 'member' && /^(cb|callback|done|next)$/i.test(value.name)) || value.k === 'call'
}

function comesFromParameter(value: Value, summary: FileSummary): boolean {
  if (value.k === 'member') return value.name === 'call' || value.name === 'apply' ? comesFromParameter(value.of, summary) : false
  if (value.k !== 'binding') return value.k === 'param'
  return summary.bindings[value.id]!.values[0]?.k === 'param'
}

function familyOf(
  fn: FunctionNode, summaries: ReadonlyMap<string, FileSummary>, nodes: ReadonlyMap<string, readonly FunctionNode[]>, targets: Targets,
  heirs: ReadonlyMap<unknown, readonly { file: string; cls: FileSummary['classes'][number] }[]>,
): readonly FunctionNode[] {
  if (fn.summary.cls === undefined || fn.summary.kind === 'constructor') return [fn]
  const start = summaries.get(fn.file)!.classes[fn.summary.cls]!
  const side = fn.summary.isStatic ? 'statics' : 'members'
  const name = Object.keys(start[side]).find(key => start[side][key]!.some(value => value.k === 'fn' && value.fn === fn.summary.index))
  if (name === undefined) return [fn]
  const family = new Set<FunctionNode>([fn])
  const seen = new Set<unknown>()
  const queue = [{ file: fn.file, cls: start }]
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (seen.has(at.cls)) continue
    seen.add(at.cls)
    if (Object.hasOwn(at.cls[side], name)) for (const value of at.cls[side][name]!) if (value.k === 'fn') family.add(nodes.get(at.file)![value.fn]!)
    for (const parent of at.cls.parents) for (const each of targets.of(at.file, parent)) if (each.t === 'class') queue.push(each)
    queue.push(...(heirs.get(at.cls) ?? []))
  }
  return [...family]
}

/** Where a function begins. */
export function placeOf(node: FunctionNode): LoopRoot['place'] {
  const summary: FunctionSummary = node.summary
  return { file: node.file, start: summary.start, end: summary.end, line: summary.line, column: summary.column }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

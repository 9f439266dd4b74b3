/** Joins summaries into one graph: who calls whom, which calls block, where the loop enters. */
import { twinIn } from '@offloop/catalog'
import type { Catalog } from '@offloop/catalog'
import type { LoopRoot } from '../ask/finding.ts'
import type { CallSummary, FileSummary, UseSummary } from '../summarise/summary.ts'
import { collectArguments } from './arguments.ts'
import type { Passed } from './arguments.ts'
import { blockingApi } from './blocking-api.ts'
import { bridgeApi, isBridgeCall } from './bridge.ts'
import { linkCallbacks } from './callbacks.ts'
import { Emptied } from './emptied.ts'
import type { BlockingSite, CallSite, Edge, FunctionUse, Graph, SyncTransaction } from './graph.ts'
import { findHandlers } from './handlers.ts'
import { collectHeirs, familyOf } from './heirs.ts'
import type { Heirs } from './heirs.ts'
import { textsByField } from './computed-names.ts'
import type { Majors } from './majors.ts'
import { filesMatching } from './matching-files.ts'
import { isNeverAsked } from './never-asked.ts'
import { pushTo } from './push-to.ts'
import { isRestart, mayRestart } from './restarts.ts'
import type { SpecifierResolver } from './resolve.ts'
import type { FunctionNode, Target } from './target.ts'
import { Targets } from './targets.ts'
import { asyncTransactions } from './transactions.ts'
import { TypeAnswers } from './type-answers.ts'
import { TypedCalls } from './types.ts'
import { comesFromParameter } from './parameters.ts'
import { linkMixedIn, namesByData } from './mixed-in.ts'
import { linkUniqueMethods } from './unique-methods.ts'

/** Joins summaries of files to one graph. */
export function linkProject(
  summaries: ReadonlyMap<string, FileSummary>,
  resolver: SpecifierResolver,
  catalog: Catalog,
  versions: Majors,
  relative: (file: string) => string,
  types = new TypeAnswers(),
): Graph {
  const nodes = new Map<string, FunctionNode[]>()
  for (const [file, summary] of summaries)
    nodes.set(
      file,
      summary.functions.map((each): FunctionNode => ({ file, summary: each })),
    )
  const heirs = new Map<unknown, { file: string; cls: FileSummary['classes'][number] }[]>()
  let passed = new Map<FunctionNode, Passed[][]>()

  const targets = new Targets({
    summary: (file) => summaries.get(file),
    fn: (file, index) => nodes.get(file)![index]!,
    resolve: (from, specifier) => resolver.resolve(from, specifier),
    matching: (from, specifier) => filesMatching(from, specifier, summaries.keys()),
    argumentsFor: (node, index) => passed.get(node)?.[index] ?? [],
    texts: textsByField(summaries),
    heirs: (cls) => heirs.get(cls) ?? [],
  })
  collectHeirs(summaries, targets, heirs)

  // What is passed for parameters is known only once calls are resolved: two rounds reach a parameter that is handed on once.
  for (let round = 0; round < 2; round++) {
    passed = collectArguments(summaries, targets)
    targets.forget()
  }
  const classes = (file: string): FileSummary['classes'] => summaries.get(file)?.classes ?? []
  const isMet = (module: string): boolean => versions(module) !== undefined || isImported(module, summaries)
  const typed = new TypedCalls({ answers: types, nodes, heirs, classes, catalog, isMet })
  return buildGraph(summaries, nodes, targets, heirs, resolver, catalog, versions, relative, typed)
}

function buildGraph(
  summaries: ReadonlyMap<string, FileSummary>,
  nodes: ReadonlyMap<string, readonly FunctionNode[]>,
  targets: Targets,
  heirs: Heirs,
  resolver: SpecifierResolver,
  catalog: Catalog,
  versions: Majors,
  relative: (file: string) => string,
  typed: TypedCalls,
): Graph {
  const out = new Map<FunctionNode, Edge[]>()
  const into = new Map<FunctionNode, Edge[]>()
  const uses = new Map<FunctionNode, FunctionUse[]>()
  const blocking: BlockingSite[] = []
  const bridges: BlockingSite[] = []
  const syncTransactions: SyncTransaction[] = []
  const roots = new Map<FunctionNode, LoopRoot>()
  const unknownCalls = new Map<string, CallSite[]>()
  const dataCalls = new Map<string, CallSite[]>()
  const textsOf = textsByField(summaries)
  const add = (edge: Edge): void => {
    if (edge.to.summary.isBodiless && edge.kind !== 'call') return
    pushTo(out, edge.from, edge)
    pushTo(into, edge.to, edge)
  }

  const calleeTargets = (site: CallSite): readonly Target[] => {
    const known = targets.of(site.file, site.call.callee)
    return known.length === 0 && site.call.callee.k === 'member' ? typed.targets(site) : known
  }

  for (const [file, summary] of summaries) {
    const own = nodes.get(file)!
    for (const call of summary.calls) {
      const site: CallSite = { file, fn: own[call.fn]!, call }
      const found = calleeTargets(site)
      linkCall(site, found, add)
      const api = blockingApi(found, call, targets, file, catalog, (binding) => summary.bindings[binding]?.name)
      if (api) blocking.push({ ...site, api, twin: twinIn(api, versions.certain(api.module, file)) })
      else if (isBridgeCall(found)) bridges.push({ ...site, api: bridgeApi, twin: undefined })
      for (const fn of asyncTransactions(found, call, file, targets)) syncTransactions.push({ fn, site })
      if (found.length === 0 && call.callee.k === 'member') pushTo(unknownCalls, call.name, site)
      for (const name of namesByData(site, targets, summary.functions, textsOf)) pushTo(dataCalls, name, site)
      linkCallbacks(site, found, targets, add, roots, (each) => summaries.get(each)!)
    }
    for (const use of summary.uses) {
      for (const target of targets.of(file, use.value)) {
        if (target.t === 'fn') pushTo(uses, target.node, { file, use })
      }
      linkAccessor(file, own, use, targets, add, nodes)
    }
  }
  linkUniqueMethods(nodes, unknownCalls, add)
  linkMixedIn(summaries, nodes, dataCalls, add)
  const registrars = new Set<FunctionNode>()
  const functionsOf = (file: string): readonly FunctionNode[] => nodes.get(file) ?? []
  const emptied = new Emptied({ callers: into, roots, functionsOf, relative })
  findHandlers({ summaries, nodes, targets, catalog, versions, roots, registrars, relative })

  return {
    summaries,
    *functions() {
      for (const list of nodes.values()) yield* list
    },
    functionsOf,
    callees: (fn) => out.get(fn) ?? [],
    callers: (fn) => into.get(fn) ?? [],
    uses: (fn) => uses.get(fn) ?? [],
    blocking,
    bridges,
    syncTransactions,
    roots,
    registrars,
    unknownCalls,
    calleeTargets,
    targets: (file, value) => targets.of(file, value),
    exported: (file, name) => targets.exported(file, name),
    resolve: (from, specifier) => resolver.resolve(from, specifier),
    guard: (site) => {
      const { guard } = site.call
      if (guard && !(guard === 'once' && emptied.isEmptied(site))) return guard
      if (isNeverAsked(site, into, summaries)) return 'never'
      return mayRestart(site) && isRestart(site, calleeTargets(site), into, summaries) ? 'restart' : undefined
    },
    family: (fn) => familyOf(fn, summaries, nodes, targets, heirs),
    catalog,
  }

  function linkCall(site: CallSite, found: readonly Target[], link: (edge: Edge) => void): void {
    const viaParameter = comesFromParameter(site.call.callee, summaries.get(site.file)!)
    for (const target of found) {
      if (target.t === 'fn')
        link({
          ...{ from: site.fn, to: target.node, kind: 'call', timing: 'now', site, viaParameter, isGuess: false },
          ...(target.isWrapped && { isWrapped: true }),
        })
      else if (target.t === 'class' && (site.call.kind === 'new' || site.call.callee.k === 'super')) {
        for (const each of protocolMembers(target.file, target.cls))
          link({ from: site.fn, to: each, kind: 'protocol', timing: 'unknown', site, viaParameter, isGuess: false })
        for (const each of constructorsOf(target.file, target.cls))
          link({ from: site.fn, to: each, kind: 'construct', timing: 'now', site, viaParameter, isGuess: false })
      }
    }
  }

  /** `JSON.stringify`, templates and loops call these without a word in the code: whoever makes the object may cause it. */
  function protocolMembers(file: string, cls: FileSummary['classes'][number]): FunctionNode[] {
    return ['toJSON', 'toString', 'valueOf'].flatMap((name) =>
      Object.hasOwn(cls.members, name)
        ? cls.members[name]!.flatMap((value) => (value.k === 'fn' ? [nodes.get(file)![value.fn]!] : []))
        : [],
    )
  }

  function constructorsOf(file: string, cls: FileSummary['classes'][number]): FunctionNode[] {
    const found: FunctionNode[] = nodes
      .get(file)!
      .filter((each) => each.summary.kind === 'field' && !each.summary.isStatic && each.summary.cls === cls.index)
    if (cls.construct !== undefined) return [...found, nodes.get(file)![cls.construct]!]
    for (const parent of cls.parents) {
      for (const each of targets.of(file, parent))
        if (each.t === 'class' && !each.cls.isInterface && each.cls !== cls) return [...found, ...constructorsOf(each.file, each.cls)]
    }
    return found
  }
}

function linkAccessor(
  file: string,
  own: readonly FunctionNode[],
  use: UseSummary,
  targets: Targets,
  add: (edge: Edge) => void,
  nodes: ReadonlyMap<string, readonly FunctionNode[]>,
): void {
  if (use.value.k !== 'member') return
  const { of, name } = use.value
  for (const target of targets.of(file, of)) {
    if (target.t !== 'instance' && target.t !== 'class') continue
    if (!Object.hasOwn(target.cls.getters, name)) continue
    const call: CallSummary = {
      index: -1,
      kind: 'call',
      fn: use.fn,
      start: use.start,
      end: use.end,
      calleeStart: use.start,
      calleeEnd: use.end,
      line: use.line,
      column: 1,
      calleeText: name,
      name,
      callee: use.value,
      args: [],
      isAwaited: false,
      isPassedOn: false,
      hasSpread: false,
    }
    add({
      from: own[use.fn]!,
      to: nodes.get(target.file)![target.cls.getters[name]!]!,
      kind: 'accessor',
      timing: 'now',
      site: { file, fn: own[use.fn]!, call },
      viaParameter: false,
      isGuess: false,
    })
  }
}

function isImported(module: string, summaries: ReadonlyMap<string, FileSummary>): boolean {
  for (const { imports } of summaries.values()) {
    if (imports.some(({ specifier }) => specifier === module || specifier.startsWith(`${module}/`))) return true
  }
  return false
}

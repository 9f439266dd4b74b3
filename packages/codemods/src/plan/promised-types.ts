/** Types that a migration changes with its functions: annotations through which they are held and called must say that they give promises. */
import type { CallSite, FunctionNode, Graph, Node, Target } from '@offloop/analysis'
import { returnType } from '../rewrite/signature.ts'
import { outer } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import type { Colouring } from './colour.ts'
import type { DeclaredResult } from './declared-result.ts'
import { twinAround } from './homes.ts'
import type { TypeOracle } from './oracle.ts'

/** What the search for types asks. */
export interface TypeSearch {
  readonly graph: Graph
  readonly sources: Sources
  readonly oracle: TypeOracle
}

/** One annotation, and the functions for which it changes. */
export interface PromisedType extends DeclaredResult {
  readonly functions: readonly FunctionNode[]
  /** Functions that stay sync are held by it as well. */
  readonly isMixed: boolean
  /** The function in whose text it stands. */
  readonly holder: FunctionNode
}

interface Found {
  readonly result: DeclaredResult
  readonly functions: Set<FunctionNode>
  readonly sites: Set<CallSite>
}

/** Function types that say their results in JSDoc. */
const docType = /@(callback|typedef)\b|\{[^}\n]*(=>|function\s*\()/
const typed = /\.[cm]?tsx?$/

/** The annotations that change with the functions of a colouring, each once. */
export function promisedTypes(colouring: Colouring, search: TypeSearch): PromisedType[] {
  const found = new Map<string, Found>()
  for (const [fn, mode] of colouring.converted) {
    if (mode === 'twin') continue
    for (const result of expectedOf(fn, search)) note(found, result, fn)
    for (const { kind, site } of colouring.callers(fn)) {
      const result = kind === 'call' ? throughType(fn, site, search) : undefined
      if (result) note(found, result, fn).sites.add(site)
    }
  }
  const awaited = new Set<string>()
  for (const fn of colouring.converted.keys()) for (const { site } of colouring.callers(fn)) awaited.add(keyOf(site))
  return [...found.values()].flatMap((each) => promised(each, awaited, colouring, search) ?? [])
}

function note(found: Map<string, Found>, result: DeclaredResult, fn: FunctionNode): Found {
  const key = `${result.file}\0${result.start}`
  let entry = found.get(key)
  if (!entry) found.set(key, (entry = { result, functions: new Set(), sites: new Set() }))
  entry.functions.add(fn)
  return entry
}

function keyOf(site: CallSite): string {
  return `${site.file}\0${site.call.start}\0${site.call.end}`
}

/** Where the function is written as a value, and where its name is. */
function expectedOf(fn: FunctionNode, { graph, sources, oracle }: TypeSearch): DeclaredResult[] {
  const source = sources.of(fn.file)
  const node = source.functionNode(fn)
  const own =
    isAnnotated(source) && /^(FunctionExpression|ArrowFunctionExpression)$/.test(node.type) && node.parent?.type !== 'MethodDefinition'
      ? oracle.expectedOf(fn.file, node.start, node.end)
      : []
  const named = graph
    .uses(fn)
    .filter(({ file, use }) => use.context.as !== 'type' && use.context.as !== 'receiver' && isAnnotated(sources.of(file)))
  return [...own, ...named.flatMap(({ file, use }) => oracle.expectedOf(file, use.start, use.end))]
}

/** A call by the function's own name tells nothing. */
function throughType(fn: FunctionNode, { file, call }: CallSite, { sources, oracle }: TypeSearch): DeclaredResult | undefined {
  const source = sources.of(file)
  const isOwnName =
    call.callee.k !== 'param' && call.name === fn.summary.name && sources.of(fn.file).functionNode(fn).type === 'FunctionDeclaration'
  return isAnnotated(source) && !(isOwnName && call.callee.k !== 'member') ? oracle.calledThrough(file, call.start, call.end) : undefined
}

function isAnnotated(source: Source): boolean {
  return typed.test(source.file) || docType.test(source.text)
}

/** Undefined where calls through the type stay sync, or the type changes with its function anyway. */
function promised(
  { result, functions, sites }: Found,
  awaited: ReadonlySet<string>,
  colouring: Colouring,
  search: TypeSearch,
): PromisedType | undefined {
  const { graph } = search
  if (sites.size === 0 && !result.isOnlyChecked && !result.owner) return undefined
  const holder = innermost(graph.functionsOf(result.file), result)
  if (
    !holder ||
    (holder.summary.isBodiless &&
      colouring.converted.has(holder) &&
      returnType(search.sources.of(holder.file).functionNode(holder))?.start === result.start)
  )
    return undefined
  const home = twinAround(holder, colouring, graph)
  if ([...sites].some((each) => twinAround(each.fn, colouring, graph) !== home)) return undefined
  const names = new Set([...[...sites].map((each) => each.call.name), ...(result.owner ? [result.owner.name] : [])])
  for (const [file, summary] of graph.summaries) {
    for (const call of summary.calls) {
      if (!names.has(call.name) || call.isAwaited) continue
      const site = { file, call, fn: graph.functionsOf(file)[call.fn]! }
      if (awaited.has(keyOf(site)) || !isAnnotated(search.sources.of(file))) continue
      const other = search.oracle.calledThrough(file, call.start, call.end)
      if (other?.file === result.file && other.start === result.start) return undefined
    }
  }
  const held = sites.size > 0 ? [...sites].flatMap((each) => graph.calleeTargets(each)) : heldBy(result, graph)
  const isKnown = sites.size > 0 || held.length > 0 || result.owner?.isConstant === true
  const isMixed = !isKnown || result.isElement || !held.every((each) => givesPromise(each, colouring))
  // a function that gives a promise fits a type that gives nothing
  return isMixed && result.isVoid ? undefined : { ...result, functions: [...functions], isMixed, holder }
}

/** What is passed for a parameter that only hands it on. */
function heldBy({ file, owner }: DeclaredResult, graph: Graph): readonly Target[] {
  const id = graph.summaries.get(file)!.bindings.findIndex((each) => each.start === owner?.start)
  return id < 0 ? [] : graph.targets(file, { k: 'binding', id })
}

function givesPromise(target: Target, { converted }: Colouring): boolean {
  if (target.t !== 'fn') return target.t === 'object'
  return target.node.summary.isAsync || target.node.summary.isBodiless || converted.has(target.node)
}

function innermost(functions: readonly FunctionNode[], { start, end }: DeclaredResult): FunctionNode | undefined {
  return functions
    .filter(({ summary }) => summary.kind === 'module' || (summary.start <= start && end <= summary.end))
    .sort((a, b) => a.summary.end - a.summary.start - (b.summary.end - b.summary.start) || b.summary.index - a.summary.index)[0]
}

/** `ReturnType<typeof load>`: what the function gave before is what its promise gives. */
export function awaitedTypesOf(fn: FunctionNode, { graph, sources }: TypeSearch): { file: string; start: number; end: number }[] {
  return graph.uses(fn).flatMap(({ file, use }) => {
    if (use.context.as !== 'type') return []
    const query = sources.of(file).nodeAt(use)?.parent
    const reference = query?.type === 'TSTypeQuery' ? (query.parent?.parent ?? undefined) : undefined
    if (!isNamed(reference, 'ReturnType') || isNamed(outer(reference!).parent?.parent ?? undefined, 'Awaited')) return []
    return [{ file, start: reference!.start, end: reference!.end }]
  })
}

function isNamed(node: Node | undefined, name: string): boolean {
  return node?.type === 'TSTypeReference' && node.typeName.type === 'Identifier' && node.typeName.name === name
}

/** The edits of a colouring, in pieces. */
import type { BlockingSite, FunctionNode, Graph } from '@offloop/analysis'
import { relative } from 'node:path'
import { EditSet } from '../edit/edits.ts'
import { insertAwait } from '../rewrite/await.ts'
import { argumentsTaken, rewriteArrayCall } from '../rewrite/array-callback.ts'
import { rewriteCall, touchesImports } from '../rewrite/call.ts'
import { guardHandler } from '../rewrite/handler-guard.ts'
import { ImportEdits } from '../rewrite/imports.ts'
import { makeAsync } from '../rewrite/signature.ts'
import type { Sources } from '../rewrite/source.ts'
import { keyOf } from './colour.ts'
import type { Colouring } from './colour.ts'
import { doesWrite } from './effects.ts'
import { racesIn } from './races.ts'
import { Groups } from './pieces.ts'
import type { Piece } from './plan.ts'

interface Context {
  readonly graph: Graph
  readonly sources: Sources
  readonly root: string
}

/** Items that are grouped: functions that change, blocking calls, and files whose imports change. */
type Item = FunctionNode | BlockingSite | string

/** Groups what depends on each other into pieces and makes their edits. */
export function buildPieces(
  colouring: Colouring,
  context: Context,
): { pieces: Piece[]; pieceOf: (site: BlockingSite) => string | undefined } {
  const groups = group(colouring, context)
  const ids = new Map<Item, string>()
  const taken = new Set<string>()
  const pieces = groups.all().map((items) => {
    const piece = buildPiece(items, colouring, context, taken)
    for (const each of items) ids.set(each, piece.id)
    return piece
  })
  return { pieces, pieceOf: (site) => ids.get(site) }
}

function group(colouring: Colouring, { graph, sources }: Context): Groups<Item> {
  const groups = new Groups<Item>()
  for (const site of colouring.rewritten) {
    groups.add(site)
    if (colouring.converted.has(site.fn)) groups.join(site, site.fn)
    if (touchesImports(site, sources.of(site.file), graph)) groups.join(site, site.file)
  }
  for (const fn of colouring.converted) {
    groups.add(fn)
    for (const { site } of colouring.callers(fn)) if (colouring.converted.has(site.fn)) groups.join(fn, site.fn)
    for (const relative of graph.family(fn)) if (colouring.converted.has(relative)) groups.join(fn, relative)
  }
  // two pieces that await in one call expression (`f(g())`) or share a call must not be written apart
  const owners = new Map<string, Item>()
  for (const fn of colouring.converted) {
    for (const { site } of colouring.callers(fn)) {
      const key = `${site.file}\0${site.call.start}`
      const other = owners.get(key)
      if (other) groups.join(other, fn)
      else owners.set(key, fn)
    }
  }
  return groups
}

function buildPiece(items: readonly Item[], colouring: Colouring, context: Context, taken: Set<string>): Piece {
  const { graph, sources, root } = context
  const edits = new EditSet()
  const imports = new Map<string, ImportEdits>()
  const importsOf = (file: string): ImportEdits => {
    let own = imports.get(file)
    if (!own) imports.set(file, (own = new ImportEdits(sources.of(file))))
    return own
  }
  const sites = items.filter((each): each is BlockingSite => typeof each === 'object' && 'api' in each)
  const functions = items.filter((each): each is FunctionNode => typeof each === 'object' && 'summary' in each)

  for (const site of sites) rewriteCall(edits, site, sources.of(site.file), graph, importsOf(site.file))
  const merged = new Set<FunctionNode>()
  for (const fn of functions) {
    for (const { kind, site } of colouring.callers(fn)) {
      const source = sources.of(site.file)
      if (kind === 'call') insertAwait(edits, source.callNode(site.call), source)
      else if (
        rewriteArrayCall(edits, site, source, {
          parameters: argumentsTaken(sources.of(fn.file).functionNode(fn), sources.of(fn.file)),
          writes: doesWrite(fn, context),
        })
      )
        merged.add(fn)
    }
  }
  for (const fn of functions) {
    if (merged.has(fn)) continue
    const source = sources.of(fn.file)
    makeAsync(edits, source.functionNode(fn), source)
    const handler = graph.catalog.handlers.find((each) => each.id === graph.roots.get(fn)?.handler)
    if (handler?.rejection === 'unhandled') guardHandler(edits, source.functionNode(fn), source, handler.forward ?? 'next')
  }
  for (const each of imports.values()) each.write(edits)

  const first = functions[0] ?? sites[0]!.fn
  return {
    id: uniqueId(`${relative(root, first.file)}#${first.summary.name}`, taken),
    title: titleOf(sites, functions, graph),
    functions: functions.map((each) => ({
      key: keyOf(each),
      name: each.summary.name,
      file: each.file,
      line: each.summary.line,
      start: each.summary.start,
      end: each.summary.end,
    })),
    awaits: functions.flatMap((each) =>
      colouring.callers(each).map(({ site }) => ({ file: site.file, start: site.call.start, end: site.call.end })),
    ),
    files: edits.files,
    notes: racesIn(functions, sites, colouring, context),
  }
}

function uniqueId(id: string, taken: Set<string>): string {
  let candidate = id
  for (let i = 2; taken.has(candidate); i++) candidate = `${id}~${i}`
  taken.add(candidate)
  return candidate
}

function titleOf(sites: readonly BlockingSite[], functions: readonly FunctionNode[], graph: Graph): string {
  const roots = [...functions, ...sites.map((each) => each.fn)].flatMap((each) => graph.roots.get(each)?.name ?? [])
  const names = roots.length > 0 ? [...new Set(roots)] : [functions[0]?.summary.name ?? sites[0]!.fn.summary.name]
  const apis = [...new Set(sites.map((each) => each.call.name))]
  const some = (list: readonly string[]): string =>
    list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', ')
  return `${some(names)} > ${some(apis)}`
}

/** State that was read and written in one turn and now has an await between. */
import type { BlockingSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { LineIndex, walk } from '@offloop/analysis'
import { relative } from 'node:path'
import { readsOrElse, useAfter } from '../rewrite/exists.ts'
import type { Source, Sources } from '../rewrite/source.ts'
import type { Colouring } from './colour.ts'
import { newAwaits, sharedFills } from './fills.ts'
import type { TypeOracle } from './oracle.ts'
import { staleWrites } from './stale-writes.ts'
import type { StaleWrite } from './stale-writes.ts'

interface Context {
  readonly graph: Graph
  readonly sources: Sources
  readonly root: string
  readonly oracle: TypeOracle
  readonly twins: unknown
}

/** One line per race: a variable or field that outlives the function, read before a new await and assigned after it. */
export function racesIn(
  functions: readonly FunctionNode[],
  sites: readonly BlockingSite[],
  colouring: Colouring,
  context: Context,
): string[] {
  const awaits = newAwaits(functions, sites, colouring)
  const notes: string[] = []
  for (const [fn, places] of awaits) {
    if (fn.summary.kind === 'module') continue
    const source = context.sources.of(fn.file)
    const shared = new Set(sharedFills(fn, places, context).map((each) => each.name))
    const lines = new LineIndex(source.text)
    for (const { name, write, what } of staleWrites(source.functionNode(fn), places, source))
      if (!shared.has(name))
        notes.push(`${relative(context.root, fn.file)}:${lines.at(write).line}: ${fn.summary.name} ${wording[what](name)} [atomicity]`)
  }
  const asked = readsOrElse(sites, context)
  for (const site of sites) {
    const use = asked.has(site) ? undefined : useAfter(site, sites, context.sources.of(site.file))
    if (use)
      notes.push(
        `${relative(context.root, site.file)}:${use.call.line}: the file may come or go between ${site.call.calleeText} and ${use.call.calleeText} [toctou]`,
      )
  }
  for (const fn of awaits.keys()) notes.push(...lostUpdates(fn, functions, sites, colouring, context))
  return notes
}

const wording: Readonly<Record<StaleWrite['what'], (name: string) => string>> = {
  state: (name) => `reads ${name} before a new await and writes it after; two calls at once can lose an update`,
  cache: (name) => `fills ${name} after a new await; two calls at once both load: keep the promise instead of the value`,
  flag: (name) => `sets ${name} before a new await; a call that comes meanwhile finds it set and goes on without the result`,
}

/** What is loaded, changed and saved: `const items = await load(); items.push(x); await save(items)`. */
function lostUpdates(
  fn: FunctionNode,
  functions: readonly FunctionNode[],
  sites: readonly BlockingSite[],
  colouring: Colouring,
  { graph, sources, root }: Context,
): string[] {
  const source = sources.of(fn.file)
  const places = [
    ...sites.filter((each) => each.fn === fn).map((each) => ({ call: each.call, effects: new Set<string>([each.api.effect]) })),
    ...functions.flatMap((callee) =>
      colouring
        .callers(callee)
        .filter((each) => each.site.fn === fn)
        .map((each) => ({ call: each.site.call, effects: effectsBelow(callee, graph) })),
    ),
  ]
  const lines = new LineIndex(source.text)
  const notes = new Set<string>()
  for (const read of places.filter((each) => each.effects.has('read'))) {
    const names = derivedNames(namesBoundTo(source.callNode(read.call)), source.functionNode(fn), source)
    if (names.length === 0) continue
    for (const write of places) {
      if (
        !write.effects.has('write') ||
        write.call.start <= read.call.end ||
        receiverOf(write.call.calleeText) !== receiverOf(read.call.calleeText)
      )
        continue
      const node = source.callNode(write.call)
      const passes =
        node.type === 'CallExpression' &&
        node.arguments.some((each) =>
          names.some((name) => new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(source.text.slice(each.start, each.end))),
        )
      if (passes)
        notes.add(
          `${relative(root, fn.file)}:${lines.at(write.call.start).line}: ${fn.summary.name} saves what it loaded before a new await; two calls at once can lose an update [atomicity]`,
        )
    }
  }
  return [...notes]
}

function effectsBelow(fn: FunctionNode, graph: Graph): Set<string> {
  const seen = new Set([fn])
  const queue = [fn]
  const effects = new Set<string>()
  for (let at = queue.pop(); at; at = queue.pop()) {
    const current = at
    for (const each of graph.blocking) if (each.fn === current) effects.add(each.api.effect)
    for (const edge of graph.callees(current)) {
      if (seen.has(edge.to)) continue
      seen.add(edge.to)
      queue.push(edge.to)
    }
  }
  return effects
}

/** `this.load` and `this.save` are about the same thing; `shop.orders.find` and `shop.audit.record` are not. */
function receiverOf(callee: string): string {
  const text = callee.replace(/^\((.*)\)$/, '$1')
  return text.includes('.') ? text.slice(0, text.lastIndexOf('.')) : ''
}

/** The names, and the variables that are made of them. */
function derivedNames(names: readonly string[], fn: Node, source: Source): string[] {
  const found = new Set(names)
  walk(fn, (node) => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) return
    const text = source.text.slice(node.init.start, node.init.end)
    if ([...found].some((name) => new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(text))) found.add(node.id.name)
  })
  return [...found]
}

/** Variables whose initialiser holds the call. */
function namesBoundTo(call: Node): string[] {
  for (let at: Node | null | undefined = call; at && !/Function|Statement$/.test(at.type); at = at.parent) {
    if (at.type === 'VariableDeclarator') return at.id.type === 'Identifier' ? [at.id.name] : []
  }
  return []
}

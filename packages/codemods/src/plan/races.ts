/** State that was read and written in one turn and now has an await between. */
import type { BlockingSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { LineIndex, walk } from '@offloop/analysis'
import { relative } from 'node:path'
import type { Source, Sources } from '../rewrite/source.ts'
import type { Colouring } from './colour.ts'

interface Context {
  readonly graph: Graph
  readonly sources: Sources
  readonly root: string
}

/** One line per race: a variable or field that outlives the function, read before a new await and assigned after it. */
export function racesIn(
  functions: readonly FunctionNode[],
  sites: readonly BlockingSite[],
  colouring: Colouring,
  context: Context,
): string[] {
  const awaits = new Map<FunctionNode, number[]>()
  const note = (fn: FunctionNode, at: number): void => void awaits.set(fn, [...(awaits.get(fn) ?? []), at])
  for (const site of sites) note(site.fn, site.call.start)
  for (const fn of functions) for (const { site } of colouring.callers(fn)) note(site.fn, site.call.start)

  const notes: string[] = []
  for (const [fn, places] of awaits) {
    if (fn.summary.kind === 'module') continue
    const source = context.sources.of(fn.file)
    const first = Math.min(...places)
    for (const { name, write } of staleWrites(source.functionNode(fn), first, source)) {
      const { line } = new LineIndex(source.text).at(write)
      notes.push(
        `${relative(context.root, fn.file)}:${line}: ${fn.summary.name} reads ${name} before a new await and writes it after; two calls at once can lose an update`,
      )
    }
  }
  for (const fn of awaits.keys()) notes.push(...lostUpdates(fn, functions, sites, colouring, context))
  return notes
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
          `${relative(root, fn.file)}:${lines.at(write.call.start).line}: ${fn.summary.name} saves what it loaded before a new await; two calls at once can lose an update`,
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

function staleWrites(fn: Node, firstAwait: number, source: Source): { name: string; write: number }[] {
  const reads = new Set<string>()
  const found: { name: string; write: number }[] = []
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type) && node.type !== 'ArrowFunctionExpression') return false
    const name = stateName(node, fn, source)
    if (name === undefined) return undefined
    const parent = node.parent
    const isWrite = (parent?.type === 'AssignmentExpression' && parent.left === node) || parent?.type === 'UpdateExpression'
    if (!isWrite && node.start < firstAwait) reads.add(name)
    else if (
      isWrite &&
      node.start < firstAwait &&
      parent?.type === 'AssignmentExpression' &&
      parent.right.end > firstAwait &&
      reads.has(name)
    )
      found.push({ name, write: node.start })
    else if (isWrite && node.start > firstAwait && reads.has(name) && !found.some((each) => each.name === name))
      found.push({ name, write: node.start })
    return undefined
  })
  return found
}

/** `this.x`, or a variable that is declared outside the function. */
function stateName(node: Node, fn: Node, source: Source): string | undefined {
  if (node.type === 'MemberExpression' && node.object.type === 'ThisExpression' && node.property.type !== 'Literal') {
    return `this.${source.text.slice(node.property.start, node.property.end)}`
  }
  if (node.type !== 'Identifier' || (node.parent?.type === 'MemberExpression' && node.parent.property === node)) return undefined
  const id = source.scopes.lookup(node.name, node)
  if (id === undefined) return undefined
  const { start } = source.scopes.declarations[id]!
  return start < fn.start || start > fn.end ? node.name : undefined
}

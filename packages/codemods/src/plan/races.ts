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
export function racesIn(functions: readonly FunctionNode[], sites: readonly BlockingSite[], colouring: Colouring, context: Context): string[] {
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
      notes.push(`${relative(context.root, fn.file)}:${line}: ${fn.summary.name} reads ${name} before a new await and writes it after; two calls at once can lose an update`)
    }
  }
  return notes
}

function staleWrites(fn: Node, firstAwait: number, source: Source): { name: string; write: number }[] {
  const reads = new Set<string>()
  const found: { name: string; write: number }[] = []
  walk(fn, node => {
    if (node !== fn && /Function/.test(node.type) && node.type !== 'ArrowFunctionExpression') return false
    const name = stateName(node, fn, source)
    if (name === undefined) return undefined
    const parent = node.parent
    const isWrite = (parent?.type === 'AssignmentExpression' && parent.left === node) || parent?.type === 'UpdateExpression'
    if (!isWrite && node.start < firstAwait) reads.add(name)
    else if (isWrite && node.start < firstAwait && parent?.type === 'AssignmentExpression' && parent.right.end > firstAwait && reads.has(name)) found.push({ name, write: node.start })
    else if (isWrite && node.start > firstAwait && reads.has(name) && !found.some(each => each.name === name)) found.push({ name, write: node.start })
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

/** Does what a callback does have to keep its order? */
import type { BlockingSite, FunctionNode, Graph, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import { movesPosition } from '../rewrite/call-twin.ts'
import type { Source, Sources } from '../rewrite/source.ts'

/** True where a function, or a project function below it, writes: to the file system, a process, the console, or a variable that outlives the call. */
export function doesWrite(fn: FunctionNode, search: { readonly graph: Graph; readonly sources: Sources }): boolean {
  const seen = new Set<FunctionNode>([fn])
  const queue = [fn]
  for (let at = queue.pop(); at; at = queue.pop()) {
    const current = at
    if (search.graph.blocking.some((each) => each.fn === current && changes(each, search.sources))) return true
    if (assignsOutside(current, search.sources) || prints(current, search.sources)) return true
    for (const edge of search.graph.callees(current)) {
      if (seen.has(edge.to)) continue
      seen.add(edge.to)
      queue.push(edge.to)
    }
  }
  return false
}

/** A read from a descriptor moves its position. */
function changes(site: BlockingSite, sources: Sources): boolean {
  const { effect } = site.api
  return (effect !== 'read' && effect !== 'pure') || movesPosition(site, sources.of(site.file))
}

const mutators = /^(push|unshift|pop|shift|splice|set|add|delete|clear|sort|reverse|write|emit)$/

/** Which changes don't count. */
export interface Unseen {
  /** What ends before this offset. */
  readonly from?: number
  /** Functions within that run in turns of their own. */
  readonly isLater?: (node: Node) => boolean
  /** Names that nobody looks at. */
  readonly isUnseen?: (name: string) => boolean
}

/** True where a function assigns to, or changes, something that outlives its call. */
export function assignsOutside(fn: FunctionNode, sources: Sources, { from = -1, isLater, isUnseen }: Unseen = {}): boolean {
  if (fn.summary.isBodiless) return false
  const source = sources.of(fn.file)
  const root = source.functionNode(fn)
  const isOutside = (target: Node, at: Node): boolean => {
    if (target.type !== 'Identifier') return target.type === 'ThisExpression' && fn.summary.kind !== 'constructor'
    const id = source.scopes.lookup(target.name, at)
    if (id === undefined) return true
    const { start } = source.scopes.declarations[id]!
    return (start < root.start || start > root.end) && !isUnseen?.(target.name)
  }
  let found = false
  walk(root, (node) => {
    if (node.end <= from || isLater?.(node)) return false
    if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression') {
      let target: Node = node.type === 'AssignmentExpression' ? node.left : node.argument
      while (target.type === 'MemberExpression') target = target.object
      if (isOutside(target, node)) found = true
    } else if (
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      node.callee.property.type === 'Identifier' &&
      mutators.test(node.callee.property.name)
    ) {
      let target: Node = node.callee.object
      while (target.type === 'MemberExpression') target = target.object
      if (isOutside(target, node)) found = true
    }
    return !found
  })
  return found
}

/** True where a function writes lines of output, which keep their order. */
function prints(fn: FunctionNode, sources: Sources): boolean {
  if (fn.summary.isBodiless) return false
  const source = sources.of(fn.file)
  let found = false
  walk(source.functionNode(fn), (node) => {
    if (node.type === 'CallExpression' && isConsole(node.callee, source)) found = true
    return !found
  })
  return found
}

/** `console.log` and its like. */
function isConsole(callee: Node, source: Source): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'console' &&
    source.scopes.lookup('console', callee) === undefined
  )
}

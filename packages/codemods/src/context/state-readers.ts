/** Who reads a variable: the request that set it, or somebody else? */
import type { FunctionNode, Graph, Node } from '@offloop/analysis'
import type { Source, Sources } from '../rewrite/source.ts'
import { functionAround } from '../rewrite/source.ts'
import type { Occurrence } from './followed.ts'
import type { Write } from './module-state.ts'
import { functionOf, handlerAround, isHandler, isMiddleware } from './served.ts'
import type { Obstacles } from './store.ts'

/** All that touches a variable. */
export interface Touched {
  readonly source: Source
  readonly writes: readonly Write[]
  readonly reads: readonly Occurrence[]
  /** Handlers whose requests give it their values. */
  readonly givers: readonly { readonly source: Source; readonly handler: Node }[]
}

/** Adds what says that a value outlives its request. */
export function checkReaders(name: string, { writes, reads, givers }: Touched, graph: Graph, sources: Sources, obstacles: Obstacles): void {
  const isSetBefore = givers.some(({ handler }) => isMiddleware(handler))
  const writers = new Set(givers.map(({ source, handler }) => functionOf(handler, source, graph)))
  for (const { source, node } of writes) checkReach('set', source, node)
  for (const { source, node } of reads) {
    const refuse = (reason: string, message: string): void => obstacles.add(reason, message, source, node)
    if (
      node.parent?.type === 'TSTypeQuery' ||
      node.type === 'JSXIdentifier' ||
      (node.parent?.type === 'NewExpression' && node.parent.callee === node)
    ) {
      refuse('passed-on', `${name} is used as a type or a class`)
      continue
    }
    const around = functionAround(node)
    if (!around) {
      refuse('outside-request', `${name} is read when the module is loaded`)
      continue
    }
    const first = writes.find((each) => each.source === source && functionAround(each.node) === around)
    if (first && node.start < first.node.start && isHandler(around, source, graph))
      refuse('kept-between-requests', `${name} is read before it is set, so that a request sees what the one before it left`)
    checkReach('read', source, node)
  }

  function checkReach(verb: 'read' | 'set', source: Source, node: Node): void {
    const refuse = (reason: string, message: string): void => obstacles.add(reason, message, source, node)
    const { roots, outside } = reachedBy(node, source, graph, sources)
    if (outside) refuse('outside-request', `${name} is ${verb} by a function that no request is seen to call`)
    for (const root of roots) {
      const place = sources.of(root.file)
      const at = place.functionNode(root)
      const kind = graph.roots.get(root)?.kind
      if (kind === 'handler' || isHandler(at, place, graph)) {
        if (verb === 'read' && !isSetBefore && !writers.has(root))
          refuse('read-by-other-request', `${name} is read by a handler whose request doesn't set it`)
      } else if ((kind === 'timer' || kind === 'listener') && !handlerAround(at, place, graph))
        refuse('outside-request', `${name} is ${verb} by a ${kind} that no request started`)
    }
  }
}

interface Reach {
  /** The functions that something else than the project's code calls. */
  readonly roots: ReadonlySet<FunctionNode>
  /** Code that runs while modules load reaches the place, or a callback of unknown use: that of a test. */
  readonly outside: boolean
}

/** By what a place is reached. */
function reachedBy(node: Node, source: Source, graph: Graph, sources: Sources): Reach {
  const roots = new Set<FunctionNode>()
  const seen = new Set<FunctionNode>()
  const queue: FunctionNode[] = []
  let outside = false
  const enter = (from: Node, at: Source): void => {
    for (let fn: Node | undefined = from; fn; fn = functionAround(fn)) {
      const known = functionOf(fn, at, graph)
      if (known) queue.push(known)
      if (isHandler(fn, at, graph)) break
      const isTop = functionAround(fn) === undefined
      if (isTop && fn.parent?.type === 'CallExpression' && known && !graph.roots.has(known) && graph.callers(known).length === 0)
        outside = true
    }
  }
  const around = functionAround(node)
  if (around) enter(around, source)
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    const root = graph.roots.get(at)
    if (root && root.kind !== 'async') roots.add(at)
    if (root?.kind === 'handler') continue
    for (const { from, kind } of graph.callers(at)) {
      if (from.summary.kind === 'module') outside ||= kind === 'call' || kind === 'construct'
      else enter(sources.of(from.file).functionNode(from), sources.of(from.file))
    }
  }
  return { roots, outside }
}

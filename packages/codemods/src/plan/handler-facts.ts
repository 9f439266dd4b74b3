/** What the index knows of a function that a framework calls with requests. */
import type { FunctionNode, Graph, Node } from '@offloop/analysis'
import type { HandlerFacts } from '../file-codemod.ts'
import { isOfRouteParameter } from './forwarding.ts'
import { handlerOf } from './handler-endings.ts'

/** Modules whose import makes Express take the rejections of handlers. */
const patches = new Set(['express-async-errors', 'express-async-handler/patch'])

/** The facts of a handler; nothing for other functions. */
export function handlerFacts(graph: Graph, file: string, node: Node): HandlerFacts | undefined {
  const fn = functionAt(graph, file, node)
  const root = fn && graph.roots.get(fn)
  const handler = fn && handlerOf(fn, graph)
  if (!fn || !root || !handler) return undefined
  return {
    module: handler.module,
    isAwaited: handler.rejection === 'handled' || (handler.module === 'express' && isPatched(graph)),
    forward: handler.forward,
    isWrapped: root.isWrapped === true,
    isParameter: isOfRouteParameter(root.name),
    isCalled: graph.callers(fn).some((each) => each.kind === 'call'),
    answersByReply: handler.answersByReply === true,
    refusesDone: handler.refusesDone === true,
  }
}

/** Methods begin at their modifiers in the index. */
function functionAt(graph: Graph, file: string, { start, end }: Node): FunctionNode | undefined {
  return graph
    .functionsOf(file)
    .filter(({ summary }) => summary.end === end && summary.start <= start)
    .sort((a, b) => b.summary.start - a.summary.start)[0]
}

const known = new WeakMap<Graph, boolean>()

function isPatched(graph: Graph): boolean {
  let found = known.get(graph)
  if (found === undefined) {
    found = [...graph.summaries.values()].some(({ imports }) => imports.some((each) => patches.has(each.specifier)))
    known.set(graph, found)
  }
  return found
}

/** The major of Express whose handlers the project has; nothing where it has none, or both. */
export function expressOf(graph: Graph): '4' | '5' | undefined {
  const ids = new Set([...graph.roots.values()].map((each) => each.handler))
  const [four, five] = [ids.has('express@4.app'), ids.has('express@5.app')]
  return four === five ? undefined : four ? '4' : '5'
}

/** Calls of members whose name is computed: `this['load' + kind]()` may call any method that begins so. */
import type { FunctionNode, Graph, Node } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import type { Sources } from '../rewrite/source.ts'
import type { TypeOracle } from './oracle.ts'

interface ComputedCall {
  readonly file: string
  readonly text: string
  readonly receiver: Node
  /** What is known of the name: its beginning, or all of it. */
  readonly name: string
  readonly isWhole: boolean
}

interface Search {
  readonly graph: Graph
  readonly sources: Sources
  readonly oracle: TypeOracle
}

const known = new WeakMap<Graph, readonly ComputedCall[]>()

/**
 * The first such call that may be one of a method, by the type of its receiver. One of unknown type counts where something is known of the name,
 * or where it stands in the method's own file: elsewhere it could be anything.
 */
export function computedCallOf(fn: FunctionNode, name: string, search: Search): Obstacle | undefined {
  if (fn.summary.cls === undefined) return undefined
  const family = search.graph.family(fn)
  for (const each of computedCalls(search)) {
    if (each.isWhole ? each.name !== name : !name.startsWith(each.name)) continue
    const declared = search.oracle.memberOf(each.file, each.receiver.start, each.receiver.end, name)
    const isOwn = declared
      ? declared.some((place) =>
          family.some(({ file, summary }) => file === place.file && summary.start <= place.end && place.start <= summary.end),
        )
      : each.isWhole || each.name !== '' || each.file === fn.file
    if (isOwn) return { reason: 'maybe-caller', message: `${each.text} may be ${fn.summary.name}: its name is computed` }
  }
  return undefined
}

function computedCalls({ graph, sources }: Search): readonly ComputedCall[] {
  let calls = known.get(graph)
  if (!calls) {
    calls = [...graph.summaries].flatMap(([file, summary]) =>
      summary.calls.flatMap((call) => {
        if (!call.calleeText.endsWith(']')) return []
        const fn = graph.functionsOf(file)[call.fn]
        if (!fn || graph.calleeTargets({ file, fn, call }).length > 0) return []
        const found = computedCall(file, call.calleeText, sources.of(file).callNode(call))
        return found ? [found] : []
      }),
    )
    known.set(graph, calls)
  }
  return calls
}

function computedCall(file: string, text: string, node: Node): ComputedCall | undefined {
  const callee = node.type === 'CallExpression' ? node.callee : undefined
  if (callee?.type !== 'MemberExpression' || !callee.computed) return undefined
  const { property, object } = callee
  return { file, text, receiver: object, name: beginningOf(property), isWhole: property.type === 'Literal' }
}

/** `load` of `'load' + kind` and of a template. */
function beginningOf(key: Node): string {
  if (key.type === 'Literal') return String(key.value)
  if (key.type === 'TemplateLiteral') return key.quasis[0]?.value.cooked ?? ''
  return key.type === 'BinaryExpression' && key.operator === '+' ? beginningOf(key.left) : ''
}

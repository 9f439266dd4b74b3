/** Callbacks whose results are gathered: `Promise.all(names.map((name) => send(name)))` waits for them already, and starts all of them at once. */
import type { FunctionNode, Graph, Node } from '@offloop/analysis'
import { bare, walk } from '@offloop/analysis'
import { outer } from '../rewrite/source.ts'
import type { Source, Sources } from '../rewrite/source.ts'

/** True where the call's value goes straight into `Promise.all` or one of its like, and what fails in there ends in the same place as before. */
export function isGathered(call: Node, source: Source): boolean {
  const { parent, child } = outer(call)
  return parent?.type === 'CallExpression' && parent.arguments[0] === child && isGatherer(parent, source) && failsInPlace(parent)
}

/** `Promise.all(…)` and its like. */
export function isGatherer({ callee }: Node & { type: 'CallExpression' }, source: Source): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Promise' &&
    callee.property.type === 'Identifier' &&
    gatherers.has(callee.property.name) &&
    source.scopes.lookup('Promise', callee) === undefined
  )
}

/** It is awaited, or handed out of a function in which nothing catches: what a callback threw at once is a rejection then. */
function failsInPlace(gathering: Node): boolean {
  const { parent } = outer(gathering)
  if (parent?.type === 'AwaitExpression') return true
  if (parent?.type !== 'ReturnStatement' && parent?.type !== 'ArrowFunctionExpression') return false
  for (let at: Node | null | undefined = parent; at && !/Function/.test(at.type); at = at.parent)
    if (at.type === 'TryStatement') return false
  return true
}

const gatherers = new Set(['all', 'allSettled', 'any', 'race'])

/** False where a function certainly gives no promise: nothing, or what it computes itself. */
export function mayGivePromise(
  fn: FunctionNode,
  search: { readonly graph: Graph; readonly sources: Sources },
  seen = new Set<FunctionNode>(),
): boolean {
  if (fn.summary.isAsync) return true
  if (seen.has(fn) || fn.summary.isBodiless) return false
  seen.add(fn)
  const source = search.sources.of(fn.file)
  return returned(source.functionNode(fn)).some((value) => isPromise(value, fn, search, seen))
}

function isPromise(
  value: Node,
  fn: FunctionNode,
  search: { readonly graph: Graph; readonly sources: Sources },
  seen: Set<FunctionNode>,
): boolean {
  const node = bare(value)
  switch (node.type) {
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].some((each) => isPromise(each, fn, search, seen))
    case 'LogicalExpression':
      return [node.left, node.right].some((each) => isPromise(each, fn, search, seen))
    case 'ChainExpression':
      return isPromise(node.expression, fn, search, seen)
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'Promise'
    case 'CallExpression': {
      const call = search.graph.summaries.get(fn.file)!.calls.find((each) => each.start === node.start && each.end === node.end)
      if (!call) return true
      const targets = search.graph.calleeTargets({ file: fn.file, fn, call })
      // what is not known may give one: somebody gathers it
      return (
        targets.length === 0 ||
        targets.some((each) =>
          each.t === 'fn'
            ? mayGivePromise(each.node, search, seen)
            : each.t === 'global'
              ? each.path.startsWith('Promise.')
              : each.t === 'external' && !/^node:(?!.*promises)/.test(each.module),
        )
      )
    }
    default:
      return false
  }
}

/** What a function's own `return` statements give. */
function returned(fn: Node): Node[] {
  if (fn.type === 'ArrowFunctionExpression' && fn.body.type !== 'BlockStatement') return [fn.body]
  const found: Node[] = []
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type)) return false
    if (node.type === 'ReturnStatement' && node.argument) found.push(node.argument)
    return undefined
  })
  return found
}

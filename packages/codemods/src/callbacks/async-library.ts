/** Calls of the library async whose tasks are written in place: what each becomes without it. */
import type { Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { onlyValueOf, originOf } from '../rewrite/origin.ts'
import { isFunction } from './tree.ts'
import type { Call, FunctionNode } from './tree.ts'

/** How tasks are run: all at once, or one after the other. */
export interface Flow {
  readonly kind: 'parallel' | 'map' | 'series' | 'waterfall' | 'each-series' | 'map-series'
  readonly tasks: readonly FunctionNode[]
  /** The list of tasks, or what they are called with. */
  readonly list: Node
  /** Its callback gets a value. */
  readonly hasValue: boolean
  /** There is a task for certain. */
  readonly isFilled: boolean
}

const kinds: Readonly<Record<string, Flow['kind']>> = {
  parallel: 'parallel',
  series: 'series',
  waterfall: 'waterfall',
  ...{ each: 'map', forEach: 'map', map: 'map' },
  ...{ eachSeries: 'each-series', forEachSeries: 'each-series', mapSeries: 'map-series' },
}

/** The flow that a call of the library is, where its tasks can become async functions. */
export function flowOf(call: Call, source: Source): Flow | undefined {
  const origin = originOf(call.callee, source)
  const name = origin?.module === 'async' ? origin.path : /^async\/(\w+)$/u.exec(origin?.module ?? '')?.[1]
  const kind = name === undefined ? undefined : kinds[name]
  const [list, task, callback] = call.arguments
  if (!kind || !list || !isFunction(call.arguments.at(-1))) return undefined
  if (kind === 'parallel' || kind === 'series' || kind === 'waterfall') {
    if (call.arguments.length !== 2 || list.type !== 'ArrayExpression' || list.elements.length === 0) return undefined
    const tasks = list.elements.filter((each): each is FunctionNode => isFunction(each))
    const isFit = ({ params }: FunctionNode, index: number): boolean =>
      params.length === 1 || (kind === 'waterfall' && index > 0 && params.length === 2)
    if (tasks.length < list.elements.length || !tasks.every(isFit)) return undefined
    return { kind, tasks, list, hasValue: true, isFilled: true }
  }
  if (!callback || call.arguments.length !== 3 || !isFunction(task) || task.params.length !== 2 || !isArray(list, source)) return undefined
  return {
    kind,
    tasks: [task],
    list,
    hasValue: name!.startsWith('map'),
    isFilled: list.type === 'ArrayExpression' && list.elements.length > 0,
  }
}

/** One task after the other. */
export function isLoop({ kind }: Flow): boolean {
  return kind !== 'parallel' && kind !== 'map'
}

const makers = /^(?:map|filter|slice|concat|split|sort|reverse|flat|flatMap)$/u

/** An array for certain: `async` takes objects, too. */
function isArray(node: Node, source: Source): boolean {
  if (node.type === 'ArrayExpression') return true
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const { object, property, computed } = node.callee
    const name = nameOf(property, computed) ?? ''
    return makers.test(name) || (object.type === 'Identifier' && object.name === 'Object' && /^(?:keys|values|entries)$/u.test(name))
  }
  if (node.type !== 'Identifier') return false
  const id = source.scopes.lookup(node.name, node)
  const declared = id === undefined ? undefined : onlyValueOf(id, source)
  const parent = declared?.parent
  if (parent?.type === 'VariableDeclarator') return parent.id === declared && parent.init !== null && isArray(parent.init, source)
  // the names that `readdir` gives
  const call = isFunction(parent) && (parent.params as Node[])[1] === declared ? parent.parent : undefined
  const origin = call?.type === 'CallExpression' ? originOf(call.callee, source) : undefined
  return origin !== undefined && /^(?:fs|graceful-fs|fs-extra)$/u.test(origin.module) && origin.path === 'readdir'
}

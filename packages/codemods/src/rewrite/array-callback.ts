/**
 * Array methods whose callback becomes async. `forEach` becomes a loop; `map`, `flatMap` and `filter` run side by side where the callback only reads;
 * what must keep its order or stop early (`some`, `every`, `find`, `findIndex`, and writes) becomes a loop in a function of its own.
 */
import type { CallSite, Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import { passed, receiverOf } from './array-call.ts'
import { chainAround, depthOf, needsParentheses } from './await.ts'
import type { Obstacle } from './await.ts'
import { rewriteForEach } from './for-each.ts'
import { freeName } from './free-name.ts'
import { outer } from './source.ts'
import type { Source } from './source.ts'

const arrayMakers =
  /^(map|filter|flatMap|slice|concat|sort|toSorted|reverse|split|flat|keys|values|entries|readdirSync|from|of|fill|splice)$/

/** True where the receiver is certainly an array: by its syntax, or by what TypeScript says. */
export function isArray(site: CallSite, source: Source, oracle: TypeOracle): boolean {
  const receiver = receiverOf(source.callNode(site.call))
  if (!receiver) return false
  if (receiver.type === 'ArrayExpression') return true
  const answer = oracle.isArray(site.file, receiver.start, receiver.end)
  if (answer !== undefined) return answer
  const inner = receiver.type === 'AwaitExpression' ? receiver.argument : receiver
  if (inner.type === 'CallExpression' && inner.callee.type === 'Identifier' && inner.callee.name === 'readdirSync') return true
  return (
    inner.type === 'CallExpression' &&
    inner.callee.type === 'MemberExpression' &&
    inner.callee.property.type === 'Identifier' &&
    arrayMakers.test(inner.callee.property.name) &&
    !/^(keys|values|entries)$/.test(ownMethod(inner.callee))
  )
}

/** `Object.keys(x)` gives an array, `map.keys()` an iterator. */
function ownMethod(callee: Node & { type: 'MemberExpression' }): string {
  const isObject = callee.object.type === 'Identifier' && callee.object.name === 'Object'
  return isObject || callee.property.type !== 'Identifier' ? '' : callee.property.name
}

/** Why this call can't be rewritten. */
export function arrayObstacle(site: CallSite, source: Source): Obstacle | undefined {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression' || call.arguments.length === 0)
    return { reason: 'host-sync', message: `${site.call.calleeText} has no callback here` }
  if (call.arguments.length > 1) return { reason: 'this-argument', message: `${site.call.calleeText} passes a this value` }
  if (call.callee.type === 'MemberExpression' && call.callee.optional)
    return { reason: 'optional-chain', message: 'an await inside an optional chain would change what it skips' }
  const { parent } = outer(chainAround(call))
  if (site.call.name === 'forEach' && parent?.type !== 'ExpressionStatement')
    return { reason: 'host-sync', message: 'the value of forEach is used' }
  return undefined
}

/** How the callback relates to the array. */
export interface ArrayCallback {
  /** Number of arguments that it may look at: item, index, array. */
  readonly parameters: number
  /** Something that it does must keep its order. */
  readonly writes: boolean
}

/** Rewrites the call; returns true where the callback's body was merged into a loop, so that it is no function any more. */
export function rewriteArrayCall(edits: EditSet, site: CallSite, source: Source, callback: ArrayCallback): boolean {
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false
  const { name } = site.call
  if (name === 'forEach') return rewriteForEach(edits, call, source, callback.parameters)
  if (callback.writes || !sideBySide.has(name)) rewriteInOrder(edits, call, source, name, callback)
  else if (name === 'filter') rewriteFilter(edits, call, source, callback.parameters)
  else rewriteMap(edits, call, source)
  return false
}

/** How many of a callback's arguments its function may look at; all of them where it takes the rest or reads `arguments`. */
export function argumentsTaken(fn: Node, source: Source): number {
  if (!('params' in fn)) return 3
  const params = fn.params as Node[]
  const isOpen =
    params.some((each) => each.type === 'RestElement') ||
    (fn.type !== 'ArrowFunctionExpression' && /\barguments\b/.test(source.text.slice(fn.start, fn.end)))
  return isOpen ? 3 : params.length
}

const sideBySide = new Set(['map', 'flatMap', 'filter'])

/** For each method: what is done with the awaited result of one element, and what the loop ends with. */
const inOrder: Readonly<
  Record<
    string,
    {
      readonly collects: boolean
      readonly each: (result: string, item: string, index: string, results: string) => string
      readonly end: (results: string) => string
      readonly needsIndex?: boolean
    }
  >
> = {
  map: { collects: true, each: (result, _, __, results) => `${results}.push(${result})`, end: (results) => `return ${results}` },
  flatMap: { collects: true, each: (result, _, __, results) => `${results}.push(${result})`, end: (results) => `return ${results}.flat()` },
  filter: {
    collects: true,
    each: (result, item, _, results) => `if (${result}) ${results}.push(${item})`,
    end: (results) => `return ${results}`,
  },
  some: { collects: false, each: (result) => `if (${result}) return true`, end: () => 'return false' },
  every: { collects: false, each: (result) => `if (!(${result})) return false`, end: () => 'return true' },
  find: { collects: false, each: (result, item) => `if (${result}) return ${item}`, end: () => 'return undefined' },
  findIndex: { collects: false, each: (result, _, index) => `if (${result}) return ${index}`, end: () => 'return -1', needsIndex: true },
}

/** Methods of arrays that have a rewrite. */
export const rewrittenHosts: ReadonlySet<string> = new Set(['forEach', ...Object.keys(inOrder)])

/** `await (async () => { const results = []; for (const item of xs) results.push(await f(item)); return results })()` */
function rewriteInOrder(
  edits: EditSet,
  call: Node & { type: 'CallExpression' },
  source: Source,
  name: string,
  { parameters }: ArrayCallback,
): void {
  const shape = inOrder[name]!
  const callback = call.arguments[0]!
  const receiver = receiverOf(call)!
  const depth = depthOf(call)
  const item = freeName('item', source.text)
  const index = freeName('index', source.text)
  const usesIndex = parameters > 1 || shape.needsIndex === true
  const head = usesIndex ? `[${index}, ${item}]` : item
  const results = freeName('results', source.text)
  const items = parameters > 2 ? freeName('items', source.text) : undefined
  const [before, after] = shape.each('\0', item, index, results).split('\0') as [string, string]
  const wrap = needsParentheses(call)
  const opening = `${shape.collects ? `const ${results} = []; ` : ''}${items ? `const ${items} = ` : `for (const ${head} of `}`
  const isName = callback.type === 'Identifier' || callback.type === 'MemberExpression'
  edits.insert(source.file, call.start, `${wrap ? '(' : ''}await (async () => { ${opening}`, depth)
  edits.replace(
    source.file,
    receiver.end,
    callback.start,
    `${items ? `; for (const ${head} of ${items}` : ''}${usesIndex ? '.entries()' : ''}) ${before}await ${isName ? '' : '('}`,
  )
  edits.replace(
    source.file,
    callback.end,
    call.end,
    `${isName ? '' : ')'}(${passed(parameters, item, index, items)})${after}; ${shape.end(results)} })()${wrap ? ')' : ''}`,
  )
}

function rewriteMap(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source): void {
  const isFlat =
    call.callee.type === 'MemberExpression' && call.callee.property.type === 'Identifier' && call.callee.property.name === 'flatMap'
  const depth = depthOf(call)
  const wrap = isFlat || needsParentheses(call)
  if (isAwaited(call) && !isFlat) {
    edits.insert(source.file, call.start, 'Promise.all(', depth)
    edits.insert(source.file, call.end, ')', -depth)
    return
  }
  edits.insert(source.file, call.start, `${wrap ? '(' : ''}await Promise.all(`, depth)
  edits.insert(source.file, call.end, `)${wrap ? ')' : ''}${isFlat ? '.flat()' : ''}`, -depth)
  if (isFlat && call.callee.type === 'MemberExpression')
    edits.replace(source.file, call.callee.property.start, call.callee.property.end, 'map')
}

function rewriteFilter(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source, parameters: number): void {
  const callback = call.arguments[0]!
  const depth = depthOf(call)
  if (call.callee.type !== 'MemberExpression') return
  edits.insert(source.file, call.start, '(await Promise.all(', depth)
  edits.replace(source.file, call.callee.property.start, call.callee.property.end, 'map')
  edits.insert(source.file, call.end, ')).filter(each => each.keep).map(each => each.value)', -depth)
  const only = callback.type === 'ArrowFunctionExpression' && callback.params.length === 1 ? callback.params[0]! : undefined
  if (only?.type === 'Identifier' && callback.type === 'ArrowFunctionExpression' && callback.body.type !== 'BlockStatement') {
    edits.insert(source.file, callback.body.start, `({ value: ${only.name}, keep: `, depth + 1)
    edits.insert(source.file, callback.body.end, ' })', -depth - 1)
    return
  }
  const each = freeName('each', source.text)
  const isName = callback.type === 'Identifier' || callback.type === 'MemberExpression'
  const passed = Array.from({ length: Math.max(1, Math.min(3, parameters)) }, (_, index) => `${each}[${index}]`).join(', ')
  edits.insert(source.file, callback.start, `async (...${each}) => ({ value: ${each}[0], keep: await ${isName ? '' : '('}`, depth)
  edits.insert(source.file, callback.end, `${isName ? '' : ')'}(${passed}) })`, -depth)
}

function isAwaited(call: Node): boolean {
  return outer(call).parent?.type === 'AwaitExpression'
}

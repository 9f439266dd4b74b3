/**
 * Array methods whose callback becomes async. `forEach` becomes a loop; `map`, `flatMap` and `filter` run side by side where the callback only reads;
 * what must keep its order or stop early (`some`, `every`, `find`, `findIndex`, and writes) becomes a loop in a function of its own.
 */
import type { CallSite, Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { TypeOracle } from '../plan/oracle.ts'
import { chainAround, depthOf, needsParentheses } from './await.ts'
import type { Obstacle } from './await.ts'
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

function receiverOf(call: Node): Node | undefined {
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? call.callee.object : undefined
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
  const item = freeName('item', source)
  const index = freeName('index', source)
  const usesIndex = parameters > 1 || shape.needsIndex === true
  const head = usesIndex ? `[${index}, ${item}]` : item
  const results = freeName('results', source)
  const items = parameters > 2 ? freeName('items', source) : undefined
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
  const each = freeName('each', source)
  const isName = callback.type === 'Identifier' || callback.type === 'MemberExpression'
  const passed = Array.from({ length: Math.max(1, Math.min(3, parameters)) }, (_, index) => `${each}[${index}]`).join(', ')
  edits.insert(source.file, callback.start, `async (...${each}) => ({ value: ${each}[0], keep: await ${isName ? '' : '('}`, depth)
  edits.insert(source.file, callback.end, `${isName ? '' : ')'}(${passed}) })`, -depth)
}

/** The arguments that a callback is called with, as far as it looks at them. */
function passed(parameters: number, item: string, index: string, items: string | undefined): string {
  return [item, ...(parameters > 1 ? [index] : []), ...(items ? [items] : [])].join(', ')
}

function rewriteForEach(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source, parameters: number): boolean {
  const callback = call.arguments[0]!
  const receiver = receiverOf(call)!
  const statement = outer(chainAround(call)).parent!
  const loop = mergeable(callback, receiver, source)
  if (!loop) {
    const item = freeName('item', source)
    const index = freeName('index', source)
    const items = parameters > 2 ? freeName('items', source) : undefined
    const head = parameters > 1 ? `[${index}, ${item}]` : item
    const isName = callback.type === 'Identifier' || callback.type === 'MemberExpression'
    edits.insert(source.file, statement.start, items ? `{ const ${items} = ` : `for (const ${head} of `, -1)
    edits.replace(
      source.file,
      receiver.end,
      callback.start,
      `${items ? `; for (const ${head} of ${items}` : ''}${parameters > 1 ? '.entries()' : ''}) await ${isName ? '' : '('}`,
    )
    edits.replace(
      source.file,
      callback.end,
      call.end,
      `${isName ? '' : ')'}(${passed(parameters, item, index, items)})${items ? ' }' : ''}`,
    )
    return false
  }
  edits.insert(source.file, statement.start, `for (const ${loop.head} of `, -1)
  edits.replace(source.file, receiver.end, loop.body.start, `${loop.usesIndex ? '.entries()' : ''}) `)
  edits.replace(source.file, loop.body.end, loop.body.type === 'BlockStatement' ? statement.end : call.end, '')
  for (const each of loop.returns) edits.replace(source.file, each.start, each.start + 'return'.length, 'continue')
  return true
}

interface Mergeable {
  readonly head: string
  readonly usesIndex: boolean
  readonly body: Node
  readonly returns: readonly Node[]
}

/** A literal whose body can stand in a loop: no value returned, no return inside an inner loop, no `this` or `arguments` of its own. */
function mergeable(callback: Node, receiver: Node, source: Source): Mergeable | undefined {
  if (callback.type !== 'ArrowFunctionExpression' && callback.type !== 'FunctionExpression') return undefined
  const params = callback.params as Node[]
  if (
    params.length === 0 ||
    params.length > 2 ||
    params.some((each) => each.type !== 'Identifier' && !(each.type === 'ObjectPattern' || each.type === 'ArrayPattern'))
  )
    return undefined
  if (callback.type === 'FunctionExpression' && /\b(this|arguments)\b/.test(source.text.slice(callback.start, callback.end)))
    return undefined
  if (callback.body === null) return undefined
  const body = callback.body as Node
  const returns: Node[] = []
  let isSafe = body.type === 'BlockStatement' || body.type === 'CallExpression' || body.type === 'AwaitExpression'
  let depth = 0
  walk(
    body,
    (node) => {
      if (node !== body && /Function|^StaticBlock/.test(node.type)) return false
      if (/^(For|While|DoWhile|Switch)/.test(node.type)) depth++
      if (node.type === 'ReturnStatement') {
        if (node.argument || depth > 0) isSafe = false
        returns.push(node)
      }
      if (node.type === 'VariableDeclaration' && node.kind === 'var') isSafe = false
      return undefined
    },
    (node) => {
      if (/^(For|While|DoWhile|Switch)/.test(node.type)) depth--
    },
  )
  if (!isSafe) return undefined
  const names = params.map((each) => withoutType(each, source))
  // `order.forEach(order => …)`: the loop's name would hide the array's
  if (words(names.join(' ')).some((name) => words(source.text.slice(receiver.start, receiver.end)).includes(name))) return undefined
  return { head: names.length === 2 ? `[${names[1]}, ${names[0]}]` : names[0]!, usesIndex: names.length === 2, body, returns }
}

function words(text: string): string[] {
  return text.match(/[\w$]+/g) ?? []
}

function withoutType(param: Node, source: Source): string {
  const end = 'typeAnnotation' in param && param.typeAnnotation ? (param.typeAnnotation as Node).start : param.end
  return source.text.slice(param.start, end).trimEnd()
}

function isAwaited(call: Node): boolean {
  return outer(call).parent?.type === 'AwaitExpression'
}

function freeName(name: string, source: Source): string {
  let candidate = name
  for (let i = 2; new RegExp(`\\b${candidate}\\b`).test(source.text); i++) candidate = `${name}${i}`
  return candidate
}

/** Array methods as a loop in a function of its own: one element after the other, and no further than the method itself would go. */
import type { Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { frameOf, passed, receiverOf, visibleSelf } from './array-call.ts'
import type { HostCallback } from './array-call.ts'
import { depthOf, needsParentheses, openingOf } from './await.ts'
import { freeName } from './free-name.ts'
import type { Source } from './source.ts'

/** What is done with the awaited result of one element, and what the loop ends with. */
interface Loop {
  readonly each: (result: string, item: string, index: string, results: string) => string
  readonly end: (results: string) => string
  readonly collects?: boolean
  readonly needsIndex?: boolean
  readonly isReversed?: boolean
}

const findItem: Loop = { each: (result, item) => `if (${result}) return ${item}`, end: () => 'return undefined' }
const findIndex: Loop = { each: (result, _, index) => `if (${result}) return ${index}`, end: () => 'return -1', needsIndex: true }

const loops: Readonly<Record<string, Loop>> = {
  map: { collects: true, each: (result, _, __, results) => `${results}.push(${result})`, end: (results) => `return ${results}` },
  flatMap: { collects: true, each: (result, _, __, results) => `${results}.push(${result})`, end: (results) => `return ${results}.flat()` },
  filter: {
    collects: true,
    each: (result, item, _, results) => `if (${result}) ${results}.push(${item})`,
    end: (results) => `return ${results}`,
  },
  some: { each: (result) => `if (${result}) return true`, end: () => 'return false' },
  every: { each: (result) => `if (!(${result})) return false`, end: () => 'return true' },
  find: findItem,
  findIndex,
  findLast: { ...findItem, isReversed: true },
  findLastIndex: { ...findIndex, isReversed: true },
}

/** Methods whose callback can be called in a loop. */
export const loopedHosts: ReadonlySet<string> = new Set(Object.keys(loops))

/** `await (async () => { const results = []; for (const item of xs) results.push(await f(item)); return results })()` */
export function rewriteInOrder(
  edits: EditSet,
  call: Node & { type: 'CallExpression' },
  source: Source,
  name: string,
  { parameters }: HostCallback,
): void {
  const shape = loops[name]!
  const names = namesIn(source)
  const items = parameters > 2 ? names.items : undefined
  const usesIndex = parameters > 1 || shape.needsIndex === true
  const [before, after] = shape.each('\0', names.item, names.index, names.results).split('\0') as [string, string]
  const prelude = shape.collects ? `const ${names.results} = []; ` : ''
  const frame = frameOf(call.arguments[0]!, visibleSelf(call), passed(parameters, names.item, names.index, items))
  writeLoop(edits, call, source, {
    opening: `await (async () => { ${prelude}`,
    each: `for (const ${usesIndex ? `[${names.index}, ${names.item}]` : names.item} of `,
    ...(items === undefined ? {} : { items }),
    usesIndex,
    isReversed: shape.isReversed === true,
    body: `${before}await ${frame.open}`,
  })
  closeCallback(edits, call, source, frame.close, `${after}; ${shape.end(names.results)} })()`)
}

/** `await (async (result) => { for (const item of xs) result = await f(result, item); return result })(0)` */
export function rewriteReduce(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source, { parameters }: HostCallback): void {
  const [callback, initial] = call.arguments
  const names = namesIn(source)
  const isReversed = /^reduceRight$/.test(methodName(call))
  const usesIndex = parameters > 2
  const items = parameters > 3 || !initial ? names.items : undefined
  const values = `${names.result}, ${passed(parameters - 1, names.item, names.index, parameters > 3 ? items : undefined)}`
  const frame = frameOf(callback!, undefined, values)
  const type = typeOfResult(call, source)
  const isTaken = usesIndex || !initial
  writeLoop(edits, call, source, {
    opening: initial ? `await (async (${names.result}${type}) => { ` : 'await (async () => { ',
    each: `for (const ${usesIndex ? `[${names.index}, ${names.item}]` : names.item} of `,
    ...(items === undefined ? {} : { items }),
    // without an initial value the first element is it, and an array without one is the error that reduce throws
    ...(initial ? {} : { first: `let ${names.result}${type} = ${items}.slice(${isReversed ? '-1' : '0, 1'}).reduce((first) => first); ` }),
    usesIndex: isTaken && usesIndex,
    isReversed,
    skipsFirst: !initial,
    body: `${names.result} = await ${frame.open}`,
  })
  const end = `${frame.close}; return ${names.result} })(`
  if (initial) {
    edits.replace(source.file, callback!.end, initial.start, end)
    if (needsParentheses(call)) edits.insert(source.file, call.end, ')', -depthOf(call))
  } else edits.replace(source.file, callback!.end, call.end, `${end})${needsParentheses(call) ? ')' : ''}`)
}

interface LoopHead {
  readonly opening: string
  readonly each: string
  /** The array's own name, where the callback looks at it. */
  readonly items?: string
  readonly first?: string
  readonly usesIndex: boolean
  readonly isReversed: boolean
  readonly skipsFirst?: boolean
  readonly body: string
}

/** Everything before the callback's text; the receiver keeps its place. */
function writeLoop(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source, head: LoopHead): void {
  const receiver = receiverOf(call)!
  const callback = call.arguments[0]!
  const opening = openingOf(call, source) + head.opening
  const entries = head.usesIndex ? '.entries()' : ''
  const [from, to] = around(head, entries)
  if (head.items === undefined) {
    edits.insert(source.file, call.start, `${opening}${head.each}${from}`, depthOf(call))
    edits.replace(source.file, receiver.end, callback.start, `${to}) ${head.body}`)
    return
  }
  edits.insert(source.file, call.start, `${opening}const ${head.items} = `, depthOf(call))
  edits.replace(source.file, receiver.end, callback.start, `; ${head.first ?? ''}${head.each}${from}${head.items}${to}) ${head.body}`)
}

/** What stands before and after the array in the head of the loop. */
function around({ isReversed, skipsFirst }: LoopHead, entries: string): [string, string] {
  if (isReversed) return ['[...', `${entries}]${skipsFirst ? '.slice(0, -1)' : ''}.reverse()`]
  if (!skipsFirst) return ['', entries]
  return entries === '' ? ['', '.slice(1)'] : ['[...', `${entries}].slice(1)`]
}

/** Everything after the callback's text; the value for `this` keeps its place. */
function closeCallback(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source, close: string, end: string): void {
  const callback = call.arguments[0]!
  const self = visibleSelf(call)
  const tail = `${end}${needsParentheses(call) ? ')' : ''}`
  if (!self) {
    edits.replace(source.file, callback.end, call.end, `${close}${tail}`)
    return
  }
  const [before, after] = close.split('\0') as [string, string]
  edits.replace(source.file, callback.end, self.start, before)
  edits.replace(source.file, self.end, call.end, `${after}${tail}`)
}

function namesIn(source: Source): Record<'item' | 'index' | 'items' | 'result' | 'results', string> {
  const free = (name: string): string => freeName(name, source.text)
  return { item: free('item'), index: free('index'), items: free('items'), result: free('result'), results: free('results') }
}

function methodName(call: Node & { type: 'CallExpression' }): string {
  return call.callee.type === 'MemberExpression' && call.callee.property.type === 'Identifier' ? call.callee.property.name : ''
}

/** `xs.reduce<Totals>(…)` says what the result is. */
function typeOfResult(call: Node & { type: 'CallExpression' }, source: Source): string {
  const only = call.typeArguments?.params[0]
  return only && call.typeArguments?.params.length === 1 ? `: ${source.text.slice(only.start, only.end)}` : ''
}

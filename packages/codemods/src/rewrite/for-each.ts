/** `forEach` as a loop: the callback's body where it can stand in one, else a call of the callback. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { frameOf, passed, receiverOf, visibleSelf } from './array-call.ts'
import { chainAround } from './await.ts'
import { freeName } from './free-name.ts'
import { outer } from './source.ts'
import type { Source } from './source.ts'

/** What a `forEach` belongs to: it says what the callback gets besides the element. */
export type Collection = 'array' | 'map' | 'set'

/** Rewrites the call; true where the callback's body was merged into the loop. */
export function rewriteForEach(
  edits: EditSet,
  call: Node & { type: 'CallExpression' },
  source: Source,
  kind: Collection,
  parameters: number,
): boolean {
  const callback = call.arguments[0]!
  const receiver = receiverOf(call)!
  const statement = outer(chainAround(call)).parent!
  const loop = mergeable(callback, receiver, source)
  if (!loop || (kind === 'set' && loop.names.length === 2)) {
    callInLoop(edits, call, source, kind, parameters)
    return false
  }
  const [item, second] = loop.names
  const head = second === undefined ? item! : `[${second}, ${item}]`
  edits.insert(source.file, statement.start, `for (${loop.keyword} ${head} of `, -1)
  edits.replace(source.file, receiver.end, loop.body.start, `${elementsOf(kind, second !== undefined)}) `)
  edits.replace(source.file, loop.body.end, loop.body.type === 'BlockStatement' ? statement.end : call.end, '')
  for (const each of loop.returns) edits.replace(source.file, each.start, each.start + 'return'.length, 'continue')
  return true
}

/** What the loop goes over: elements, or pairs where the callback looks at the index or key too. */
function elementsOf(kind: Collection, usesSecond: boolean): string {
  if (kind === 'array') return usesSecond ? '.entries()' : ''
  return kind === 'map' && !usesSecond ? '.values()' : ''
}

/** `for (const item of xs) await callback(item)` */
function callInLoop(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source, kind: Collection, parameters: number): void {
  const callback = call.arguments[0]!
  const receiver = receiverOf(call)!
  const statement = outer(chainAround(call)).parent!
  const item = freeName('item', source.text)
  const index = kind === 'set' ? item : freeName(kind === 'map' ? 'key' : 'index', source.text)
  const items = parameters > 2 ? freeName('items', source.text) : undefined
  const head = parameters > 1 && kind !== 'set' ? `[${index}, ${item}]` : item
  const self = visibleSelf(call)
  const frame = frameOf(callback, self, passed(parameters, item, index, items))
  const elements = elementsOf(kind, parameters > 1)
  const end = items ? ' }' : ''
  edits.insert(source.file, statement.start, items ? `{ const ${items} = ` : `for (const ${head} of `, -1)
  edits.replace(
    source.file,
    receiver.end,
    callback.start,
    `${items ? `; for (const ${head} of ${items}` : ''}${elements}) await ${frame.open}`,
  )
  if (!self) {
    edits.replace(source.file, callback.end, items ? statement.end : call.end, `${frame.close}${end}`)
    return
  }
  const [before, after] = frame.close.split('\0') as [string, string]
  edits.replace(source.file, callback.end, self.start, before)
  edits.replace(source.file, self.end, items ? statement.end : call.end, `${after}${end}`)
}

interface Mergeable {
  /** `let` where the body assigns what it is called with. */
  readonly keyword: 'const' | 'let'
  /** Element, and index or key. */
  readonly names: readonly string[]
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
  return { keyword: assigns(body, words(names.join(' '))) ? 'let' : 'const', names, body, returns }
}

function assigns(body: Node, names: readonly string[]): boolean {
  let found = false
  walk(body, (node) => {
    const target =
      node.type === 'AssignmentExpression' || node.type === 'ForOfStatement' || node.type === 'ForInStatement'
        ? node.left
        : node.type === 'UpdateExpression'
          ? node.argument
          : undefined
    if (target?.type === 'Identifier') found ||= names.includes(target.name)
    else if (target?.type === 'ArrayPattern' || target?.type === 'ObjectPattern') found = true
    return !found
  })
  return found
}

function words(text: string): string[] {
  return text.match(/[\w$]+/g) ?? []
}

function withoutType(param: Node, source: Source): string {
  const end = 'typeAnnotation' in param && param.typeAnnotation ? (param.typeAnnotation as Node).start : param.end
  return source.text.slice(param.start, end).trimEnd()
}

/** What generators of Koa 1 and of co yield, written with `await`. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import type { Edit } from '../plan/plan.ts'
import type { Obstacle } from '../promises/chain.ts'
import type { FunctionNode } from '../promises/completion.ts'
import { walkOwn } from '../promises/completion.ts'
import type { Provenance } from '../promises/provenance.ts'
import { functionNamed } from '../promises/provenance.ts'
import { inParentheses } from '../promises/write-value.ts'
import type { Source } from '../rewrite/source.ts'

/** One `yield`. */
export type Yield = Node & { readonly type: 'YieldExpression' }

/** What is known while yields are written. */
export interface YieldSearch {
  readonly source: Source
  readonly provenance: Provenance
  readonly assumesPromises: boolean
  /** The generator becomes an async function, too. */
  readonly becomesAsync: (fn: FunctionNode) => boolean
}

/** The yields of a function itself. */
export function yieldsOf(fn: FunctionNode): Yield[] {
  const found: Yield[] = []
  walkOwn(fn.body as Node, (node) => {
    if (node.type === 'YieldExpression') found.push(node)
  })
  return found
}

/** The generator of this file that a call runs: `load(id)`, `load.call(this, id)`. */
export function generatorOf(node: Node, source: Source): FunctionNode | undefined {
  const call = bare(node)
  if (call.type !== 'CallExpression') return undefined
  const callee = bare(call.callee)
  const isCall = callee.type === 'MemberExpression' && nameOf(callee.property, callee.computed) === 'call'
  const name = isCall ? bare(callee.object) : callee
  const fn = name.type === 'Identifier' ? functionNamed(name, source) : undefined
  return fn?.generator ? fn : undefined
}

/** The edits of one `yield`, or why it stays. `next`: the middleware's parameter of that name. */
export function rewriteYield(node: Yield, next: string | undefined, search: YieldSearch): readonly Edit[] | Obstacle {
  const { argument, delegate } = node
  if (!argument) return { reason: 'yielded', message: 'it yields nothing' }
  const value = bare(argument)
  const head = (text: string): Edit => ({ start: node.start, end: argument.start, text })
  const tail = (text: string): Edit => ({ start: argument.end, end: argument.end, text })
  if (next !== undefined && value.type === 'Identifier' && value.name === next) return [head('await '), tail('()')]
  const generator = generatorOf(value, search.source)
  if (generator) {
    if (!search.becomesAsync(generator)) return { reason: 'yielded', message: 'the generator that it runs stays one' }
    return [head('await ')]
  }
  if (delegate) return { reason: 'yielded', message: 'it runs a generator that is not known here' }
  if (value.type === 'ArrayExpression') {
    const isEach = value.elements.every((each) => each !== null && each.type !== 'SpreadElement' && isAwaitable(each, search))
    return isEach
      ? [head('await Promise.all('), tail(')')]
      : { reason: 'yielded', message: 'not every element of the array is known to be a promise' }
  }
  if (value.type === 'ObjectExpression') return ofObject(node, value, search)
  if (!isAwaitable(value, search))
    return { reason: 'yielded', message: 'what it yields is not known to be a promise: thunks can not be awaited' }
  const isOpen = argument === value && inParentheses({ text: '', node: value }) !== ''
  return isOpen ? [head('await ('), tail(')')] : [head('await ')]
}

/** `yield { user: load(1), posts: list() }` */
function ofObject(node: Yield, object: Node & { readonly type: 'ObjectExpression' }, search: YieldSearch): readonly Edit[] | Obstacle {
  const keys: string[] = []
  const edits: Edit[] = []
  for (const each of object.properties) {
    const key = each.type === 'Property' && !each.computed && !each.method && each.key.type === 'Identifier' ? each.key.name : undefined
    if (each.type !== 'Property' || key === undefined || !isAwaitable(each.value, search) || reserved.test(key))
      return { reason: 'yielded', message: 'not every property of the object is known to be a promise' }
    keys.push(key)
    if (!each.shorthand) edits.push({ start: each.start, end: each.value.start, text: '' })
  }
  const list = keys.join(', ')
  const [first, last] = [object.properties[0]?.start ?? object.end - 1, object.properties.at(-1)?.end ?? object.end - 1]
  const isPlain = (start: number, end: number): boolean => /^[ ,]*$/u.test(search.source.text.slice(start, end))
  const from = isPlain(object.start + 1, first) ? first : object.start + 1
  const to = isPlain(last, object.end - 1) ? last : object.end - 1
  return [
    { start: node.start, end: from, text: 'await Promise.all([' },
    ...edits,
    { start: to, end: node.end, text: `]).then(([${list}]) => ({ ${list} }))` },
  ]
}

const reserved = /^(?:default|class|delete|new|function|in|if|for|return|this|await|import|export|void|with|case|enum|null|true|false)$/u

function isAwaitable(node: Node, { source, provenance, assumesPromises, becomesAsync }: YieldSearch): boolean {
  const value = bare(node)
  const generator = generatorOf(value, source)
  if (generator) return becomesAsync(generator)
  if (value.type === 'Literal' || provenance.isPromise(value)) return true
  return assumesPromises && (value.type === 'CallExpression' || value.type === 'Identifier' || value.type === 'MemberExpression')
}

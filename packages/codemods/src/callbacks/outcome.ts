/** What a call of a function's own callback says: an error, or a value. */
import type { Mention, Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { isNothing } from './tree.ts'
import type { Call } from './tree.ts'
import type { Completion, Obstacle } from './unit.ts'

/** What is known where the call stands. */
export interface Circumstances {
  /** Bindings that hold an error. */
  readonly errors: ReadonlySet<number>
  /** Of `new Promise`: the function that is called. */
  readonly settles: 'callback' | 'reject' | undefined
  /** The error that it is given is passed on by the `await`. */
  readonly isPass: boolean
}

/** Error or value, if that is clear. */
export function outcomeOf(
  call: Call,
  { errors, settles, isPass }: Circumstances,
  source: Source,
): Pick<Completion, 'kind' | 'value'> | Obstacle {
  const [first, second, ...more] = call.arguments
  if (call.arguments.some((each) => each.type === 'SpreadElement'))
    return { reason: 'unclear-outcome', message: 'the callback gets a list of values' }
  if (settles) return { kind: settles === 'reject' ? 'error' : 'value', value: first }
  if (isNothing(first)) {
    if (more.length > 0) return { reason: 'several-values', message: 'its callback gets several values' }
    return { kind: 'value', value: second && isNothing(second) && second.type !== 'Literal' ? undefined : second }
  }
  if (isPass) return { kind: 'value', value: second }
  if (isError(first!, errors, source) && call.arguments.slice(1).every((each) => isNothing(each))) return { kind: 'error', value: first }
  return { reason: 'unclear-outcome', message: `line ${lineOf(source, call)}: whether the callback gets an error or a value is not clear` }
}

/** Is an error for certain, and nothing that stands for its absence. */
function isError(node: Node, errors: ReadonlySet<number>, { references }: Source): boolean {
  if (node.type === 'NewExpression' || node.type === 'ObjectExpression') return true
  if (node.type === 'CallExpression') return node.callee.type === 'Identifier' && /Error$/u.test(node.callee.name)
  if (node.type === 'Literal') return Boolean(node.value)
  if (node.type !== 'Identifier') return false
  const id = references.bindingOf(node as Mention)
  return id !== undefined && errors.has(id)
}

/** The line of a node, from 1. */
export function lineOf(source: Source, node: Node): number {
  return source.text.slice(0, node.start).split('\n').length
}

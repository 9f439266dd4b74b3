/** Writes what becomes of one value: returned, kept under a name, or only waited for. */
import type { Node } from '@offloop/analysis'
import type { Style } from '../edit/style.ts'
import type { Sink } from './place.ts'
import { isPure } from './settled.ts'
import type { Code } from './write-body.ts'

/** An expression. */
export interface Value {
  readonly text: string
  readonly node: Node | undefined
  /** It is no promise: nothing has to wait for it. */
  readonly isSettled: boolean
  /** It is always `undefined`, and evaluated for what it does alone. */
  readonly isEmpty: boolean
}

/** Nothing was returned. */
export const nothing: Value = { text: 'undefined', node: undefined, isSettled: true, isEmpty: true }

/** The statements that give a value to a sink. */
export function writeValue(value: Value, sink: Sink, isInTry: boolean, style: Style): Code {
  const { semicolon } = style
  const { text, isSettled, isEmpty } = value
  const isNothing = value === nothing
  const waited = isSettled ? text : `await ${inParentheses(value)}`
  const line = (code: string): readonly string[] => [`${code}${semicolon}`]
  switch (sink.kind) {
    case 'return':
      if (sink.isIgnored) return writeValue(value, { kind: 'discard' }, isInTry, style)
      if (isNothing) return { lines: [], completes: true }
      if (isEmpty) return { lines: line(asStatement(text)), completes: true }
      return { lines: line(`return ${isInTry ? waited : text}`), completes: false }
    case 'discard':
      if (isNothing || (value.node && isSettled && isPure(value.node)) || (value.node === undefined && isSettled && /^[\w$]+$/u.test(text)))
        return { lines: [], completes: true }
      return { lines: line(isSettled ? asStatement(text) : waited), completes: true }
    case 'declare':
      return { lines: line(`${sink.keyword} ${sink.target} = ${isSettled ? sequenced(value) : waited}`), completes: true }
    case 'assign':
      return { lines: line(`${sink.target} = ${isSettled ? sequenced(value) : waited}`), completes: true }
  }
}

const loose =
  /^(?:ConditionalExpression|LogicalExpression|BinaryExpression|AssignmentExpression|SequenceExpression|ArrowFunctionExpression|YieldExpression|TSAsExpression|TSSatisfiesExpression)$/u

/** As the operand of `await`. */
export function inParentheses({ text, node }: Pick<Value, 'text' | 'node'>): string {
  return node && loose.test(node.type) ? `(${text})` : text
}

function sequenced({ text, node }: Value): string {
  return node?.type === 'SequenceExpression' ? `(${text})` : text
}

/** An object, a function or a class would begin another kind of statement. */
function asStatement(text: string): string {
  return /^(?:\{|function\b|class\b|async function\b|let\s*\[)/u.test(text) ? `(${text})` : text
}

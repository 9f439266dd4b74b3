/** How a callback deals with its error. */
import type { Mention, Node } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { contains, isBareReturn, isNothing, listOf, statementsOf } from './tree.ts'
import type { Call, FunctionNode, Name } from './tree.ts'
import type { ErrorPlan, Obstacle } from './unit.ts'

/** What of the function around a callback matters here. */
export interface Around {
  /** The call says that the function around is done; `error` where it may only say that it failed. */
  readonly isCompletion: (call: Call) => boolean
  /** What the callback throws is thrown to whoever waits, too: nobody does. */
  readonly mayThrow: boolean
}

interface Read {
  readonly plan: ErrorPlan
  readonly body: readonly Node[]
}

/** The plan, and the statements that are left. */
export function errorPlan(
  fn: FunctionNode,
  error: Name | undefined,
  values: readonly Node[],
  around: Around,
  source: Source,
): Read | Obstacle {
  const statements = statementsOf(fn)
  const id = error && source.scopes.lookup(error.name, error)
  const mentions = error && id !== undefined ? source.references.of(id).filter((each) => each !== error) : []
  if (mentions.length === 0) return { plan: { kind: 'ignore' }, body: statements }
  const [first] = statements
  const name = error!.name
  const isError = (node: Node | null | undefined): boolean => node?.type === 'Identifier' && mentions.includes(node as Mention)
  const only = statements.length === 1 || (statements.length === 2 && isBareReturn(statements[1])) ? first : undefined
  const outcome = only && expressionOf(only)
  if (outcome?.type === 'CallExpression' && around.isCompletion(outcome) && isError(outcome.arguments[0]) && mentions.length === 1) {
    const [, value, ...rest] = outcome.arguments
    if (
      rest.length === 0 &&
      (!value || isNothing(value) || (value.type === 'Identifier' && values[0]?.type === 'Identifier' && value.name === values[0].name))
    )
      return { plan: { kind: 'pass' }, body: statements }
    return { reason: 'unclear-outcome', message: `\`${name}\` and a value are passed on together` }
  }
  if (outcome?.type === 'ConditionalExpression' && isError(outcome.test) && mentions.length === 2) {
    const { consequent, alternate } = outcome
    if (
      consequent.type === 'CallExpression' &&
      around.isCompletion(consequent) &&
      isError(consequent.arguments[0]) &&
      alternate.type === 'CallExpression'
    ) {
      const rest = {
        type: 'ExpressionStatement',
        start: alternate.start,
        end: only!.end,
        expression: alternate,
        parent: only!.parent,
      } as unknown as Node
      return { plan: { kind: 'pass', from: { start: only!.start, end: alternate.start } }, body: [rest] }
    }
  }
  if (first && isAssertion(first, isError, source))
    return mentions.length === 1 && around.mayThrow ? { plan: { kind: 'pass', cut: first }, body: statements.slice(1) } : unclear(name)
  if (first?.type !== 'IfStatement') return keep(statements)
  if (mentions.some((each) => !contains(first, each))) return keep(statements)
  if (first.test.type === 'UnaryExpression' && first.test.operator === '!' && isError(first.test.argument)) {
    return !first.alternate && statements.length === 1 && mentions.length === 1
      ? { plan: { kind: 'skip', branch: first }, body: listOf(first.consequent) }
      : keep(statements)
  }
  const test = conditionOf(first.test, isError)
  if (!test) return keep(statements)
  const { alternate } = first
  if (!test.more && isPassedOn(listOf(first.consequent), isError, around, alternate !== null)) {
    if (!alternate) return { plan: { kind: 'pass', cut: first }, body: statements.slice(1) }
    if (statements.length === 1 && alternate.type === 'BlockStatement')
      return { plan: { kind: 'pass', from: { start: first.start, end: first.consequent.end }, branch: first }, body: alternate.body }
  }
  if (first.alternate && (test.more || statements.length > 1)) return keep(statements)
  return { plan: { kind: 'catch', branch: first, test: test.more }, body: first.alternate ? listOf(first.alternate) : statements.slice(1) }
}

function keep(statements: readonly Node[]): Read {
  return { plan: { kind: 'keep' }, body: statements }
}

function unclear(name: string): Obstacle {
  return { reason: 'unclear-outcome', message: `what becomes of \`${name}\` is not clear` }
}

/** `err`, `err != null`, or `err && …`. */
function conditionOf(test: Node, isError: (node: Node) => boolean): { readonly more: Node | undefined } | undefined {
  if (isError(test)) return { more: undefined }
  if (test.type === 'BinaryExpression' && /^!==?$/u.test(test.operator) && isError(test.left as Node) && isNothing(test.right))
    return { more: undefined }
  if (test.type !== 'LogicalExpression' || test.operator !== '&&') return undefined
  return isError(test.left) ? { more: test.right } : undefined
}

/** `return cb(err)`, `cb(err); return`, and `throw err` where that ends in the same place. */
function isPassedOn(list: readonly Node[], isError: (node: Node | undefined) => boolean, around: Around, hasOther: boolean): boolean {
  const [first, second, ...more] = list
  if (!first || more.length > 0 || (second && !isBareReturn(second))) return false
  if (first.type === 'ThrowStatement') return around.mayThrow && isError(first.argument)
  const call = expressionOf(first)
  if (call?.type !== 'CallExpression' || !around.isCompletion(call) || !isError(call.arguments[0])) return false
  return call.arguments.slice(1).every((each) => isNothing(each)) && (hasOther || first.type === 'ReturnStatement' || second !== undefined)
}

/** `assert.ifError(err)` */
function isAssertion(statement: Node, isError: (node: Node | undefined) => boolean, source: Source): boolean {
  const call = expressionOf(statement)
  return (
    call?.type === 'CallExpression' &&
    call.arguments.length === 1 &&
    isError(call.arguments[0]) &&
    source.text.slice(call.callee.start, call.callee.end) === 'assert.ifError'
  )
}

/** What a statement evaluates. */
export function expressionOf(statement: Node): Node | undefined {
  if (statement.type === 'ExpressionStatement') return statement.expression
  return statement.type === 'ReturnStatement' ? (statement.argument ?? undefined) : undefined
}

/** A callback that is written in place: what it takes, and what it does about its error. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { isLoop } from './async-library.ts'
import { errorPlan } from './error-plan.ts'
import type { Around } from './error-plan.ts'
import { contains, isFunction, listOf, statementsOf, usesOwnThis } from './tree.ts'
import type { Call, FunctionNode, Name } from './tree.ts'
import type { Inline, Obstacle, Target } from './unit.ts'

/** The callback, or why its statements can't stand after an `await`. */
export function inlineOf(fn: FunctionNode, target: Target, around: Around, source: Source): Inline | Obstacle {
  if (fn.generator) return { reason: 'callback', message: 'its callback is a generator' }
  if (
    fn.type !== 'ArrowFunctionExpression' &&
    (usesOwnThis(fn) || (fn.id && source.references.of(source.scopes.lookup(fn.id.name, fn.body as Node)!).length > 1))
  )
    return { reason: 'own-this', message: 'its callback has a `this`, an `arguments` or a name of its own' }
  const parameters = fn.params as Node[]
  if (parameters.some((each) => each.type !== 'Identifier' && each.type !== 'ObjectPattern' && each.type !== 'ArrayPattern'))
    return { reason: 'callback', message: 'a parameter of its callback has a default, or takes the rest' }
  const [error, ...values] = parameters
  if (error && error.type !== 'Identifier') return { reason: 'callback', message: 'its callback takes the error apart' }
  const body = fn.body as Node
  if (
    body.type === 'BlockStatement' &&
    body.body.some((each) => each.type === 'ExpressionStatement' && 'directive' in each && each.directive)
  )
    return { reason: 'callback', message: 'its callback has a directive' }
  const read = errorPlan(fn, error, values, around, source)
  if ('reason' in read) return read
  const inline: Inline = { fn, error, values, ...read }
  return valuesObstacle(inline, target, source) ?? inline
}

/** What stands against the values that a callback takes. */
function valuesObstacle({ fn, error, values, plan }: Inline, target: Target, source: Source): Obstacle | undefined {
  const known = 'form' in target ? target.form.values.length : 'flow' in target && !target.flow.hasValue ? 0 : 1
  const isUsed = (node: Node): boolean => {
    if (node.type !== 'Identifier') return true
    return source.references.of(source.scopes.lookup(node.name, node)!).length > 1
  }
  if (values.slice(known).some(isUsed)) return { reason: 'several-values', message: 'its callback takes more values than a promise gives' }
  const needsName =
    plan.kind === 'catch' ||
    plan.kind === 'keep' ||
    plan.kind === 'skip' ||
    plan.kind === 'ignore' ||
    known > 1 ||
    ('flow' in target && isLoop(target.flow))
  if (needsName && values.some((each) => each.type !== 'Identifier'))
    return { reason: 'callback', message: 'its callback takes the value apart' }
  if (plan.kind === 'ignore' && 'flow' in target && isLoop(target.flow))
    return { reason: 'unclear-outcome', message: 'its callback ignores an error after which its tasks end' }
  if (plan.kind === 'keep' && !('form' in target) && !isOnlyAsked(error, source))
    return { reason: 'unclear-outcome', message: 'its callback looks at the error in several places' }
  const isPartial = 'flow' in target ? target.flow.hasValue : 'form' in target && target.form.values.includes('stdout')
  if (!isPartial || !values.some(isUsed)) return undefined
  const withError: Obstacle = { reason: 'value-with-error', message: 'with an error there are values, too, and they are used' }
  if (plan.kind === 'keep' || (plan.kind === 'catch' && (plan.test || (!plan.branch.alternate && !leaves(plan.branch.consequent)))))
    return withError
  if (plan.kind === 'ignore' && 'flow' in target) return withError
  if (plan.kind !== 'catch') return undefined
  const ids = values.map((each) => (each.type === 'Identifier' ? source.scopes.lookup(each.name, fn.body as Node) : undefined))
  const isMentioned = ids.some((id) => id !== undefined && source.references.of(id).some((each) => contains(plan.branch.consequent, each)))
  return isMentioned ? withError : undefined
}

/** Ends with `return` or `throw`. */
function leaves(statement: Node): boolean {
  const last = listOf(statement).at(-1)
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement'
}

/** Nothing tells `null` from `undefined`: the error is asked for, or used where it is one. */
function isOnlyAsked(error: Name | undefined, source: Source): boolean {
  const id = error && source.scopes.lookup(error.name, error)
  if (id === undefined) return true
  const mentions = source.references.of(id).filter((each) => each !== error)
  const isTest = ({ parent }: Node, node: Node): boolean =>
    (parent?.type === 'UnaryExpression' && parent.operator === '!') ||
    ((parent?.type === 'IfStatement' || parent?.type === 'ConditionalExpression') && parent.test === node)
  const guarded = mentions.flatMap((each) =>
    each.parent?.type === 'IfStatement' && each.parent.test === each ? [each.parent.consequent] : [],
  )
  return mentions.every((each) => isTest(each, each) || guarded.some((branch) => contains(branch, each)))
}

/** Its statements, or those of callbacks in it, leave it before their end, which only a function can. */
export function needsFunction({ fn, plan }: Inline, isTarget: (call: Call) => boolean): boolean {
  let found = plan.kind === 'skip'
  walk(fn, (node) => {
    if (node.type === 'ReturnStatement') found = true
    if (!isFunction(node)) return true
    if (node !== fn && !(node.parent?.type === 'CallExpression' && isTarget(node.parent))) return false
    const [first] = statementsOf(node)
    if (first?.type === 'IfStatement' && (first.alternate || first.test.type === 'UnaryExpression')) found = true
    return true
  })
  return found
}

/** Tests that say themselves when they have ended: a framework refuses a promise beside `done`, and `t.end()` must not come after one. */
import type { Graph, Node } from '@offloop/analysis'
import { nameOf, walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { outer } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { testRoleOf } from './test-calls.ts'
import type { TestRole } from './test-calls.ts'

/** How a test's callback ends. */
interface Ending {
  /** The parameter `done`. */
  readonly parameter?: Node
  /** The statement that calls it: the last one of the callback. Absent where the end comes from elsewhere. */
  readonly statement?: Node
}

/** What stands against a promise from this test; undefined where the callback takes no `done`, or calls it last of all. */
export function doneObstacle(fn: Node, role: TestRole, source: Source): Obstacle | undefined {
  const ending = endingOf(fn, role, source)
  return ending && !ending.statement
    ? { reason: 'done-callback', message: 'the test says itself when it has ended, and a promise beside that is an error' }
    : undefined
}

/** Takes `done` out of a test that calls it last of all: the promise says the same. */
export function dropDone(edits: EditSet, fn: Node, source: Source, graph: Graph): void {
  const { parent } = outer(fn)
  const role = parent && testRoleOf(parent, source, graph)
  const ending = role?.kind === 'awaited' ? endingOf(fn, role, source) : undefined
  if (!ending?.statement || !ending.parameter) return
  const { start, end } = lineOf(ending.statement, source)
  edits.replace(source.file, start, end, '')
  const { parameter } = ending
  const params = (fn as Node & { params: Node[] }).params
  const before = params[params.indexOf(parameter) - 1]
  if (before) edits.replace(source.file, before.end, parameter.end, '')
  else edits.replace(source.file, parameter.start, parameter.end, source.text.slice(fn.start, parameter.start).includes('(') ? '' : '()')
}

function endingOf(fn: Node, role: TestRole, source: Source): Ending | undefined {
  if (!('params' in fn)) return undefined
  const params = fn.params as Node[]
  const { done, end } = role.framework
  if (end !== undefined) return endOfContext(fn, params[0], end, source)
  if (done === undefined) return undefined
  const isTable = role.name.names.some((each) => each === 'each' || each === 'for')
  // behind the values of a table the parameter has no fixed place: its name tells
  const parameter = isTable ? params.findLast((each) => each.type === 'Identifier' && /^(done|callback|cb)$/.test(each.name)) : params[done]
  if (parameter?.type !== 'Identifier') return undefined
  const mentions = mentionsOf(fn, parameter, source)
  if (mentions.length > 0 && mentions.every(isReceiver)) return undefined
  const only = mentions.length === 1 ? lastCall(mentions[0]!, fn) : undefined
  return only ? { parameter, statement: only } : { parameter }
}

/** `t.end()` may stay where it is the last thing that the test does: a promise that comes after it ends nothing. */
function endOfContext(fn: Node, context: Node | undefined, end: string, source: Source): Ending | undefined {
  if (context?.type !== 'Identifier') return undefined
  const ends = mentionsOf(fn, context, source).flatMap(({ parent }) =>
    parent?.type === 'MemberExpression' && nameOf(parent.property, parent.computed) === end ? [parent as Node] : [],
  )
  return ends.every((each) => lastCall(each, fn)) ? undefined : {}
}

/** The statement `done()` where it is the last of the function's body. */
function lastCall(callee: Node, fn: Node): Node | undefined {
  const call = callee.parent
  const statement = call?.parent
  if (call?.type !== 'CallExpression' || call.callee !== callee || call.arguments.length > 0) return undefined
  if (statement?.type !== 'ExpressionStatement' || statement.parent !== ('body' in fn ? fn.body : undefined)) return undefined
  return (statement.parent as Node & { body: Node[] }).body.at(-1) === statement ? statement : undefined
}

function mentionsOf(fn: Node, parameter: Node & { type: 'Identifier' }, source: Source): Node[] {
  const found: Node[] = []
  walk(fn, (node) => {
    if (node.type !== 'Identifier' || node.name !== parameter.name || node === parameter) return
    const id = source.scopes.lookup(node.name, node)
    if (id !== undefined && source.scopes.declarations[id]!.start === parameter.start) found.push(node)
  })
  return found
}

/** `t.equal`: a context is asked, where `done` is called or handed on; `done.fail` belongs to `done`. */
function isReceiver(node: Node): boolean {
  const { parent } = node
  return (
    parent?.type === 'MemberExpression' &&
    parent.object === node &&
    !(parent.property.type === 'Identifier' && /^(fail|bind|call|apply)$/.test(parent.property.name))
  )
}

/** The statement with its line, where it stands alone on it. */
function lineOf(statement: Node, { text }: Source): { start: number; end: number } {
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1
  const next = text.indexOf('\n', statement.end)
  const isAlone = text.slice(lineStart, statement.start).trim() === '' && next >= 0 && text.slice(statement.end, next).trim() === ''
  return isAlone ? { start: lineStart, end: next + 1 } : statement
}

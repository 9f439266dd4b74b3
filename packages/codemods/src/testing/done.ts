/** Tests that say themselves when they have ended: a framework refuses a promise beside `done`, and `t.end()` must not come after one. */
import type { Graph, Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { dropEnding, endingBy, lastCall, mentionsOf } from '../rewrite/done-parameter.ts'
import type { Ending } from '../rewrite/done-parameter.ts'
import { outer } from '../rewrite/source.ts'
import type { Source } from '../rewrite/source.ts'
import { testRoleOf } from './test-calls.ts'
import type { TestRole } from './test-calls.ts'

/** How a test's callback ends: by `done`, or by a method of its context. */
type TestEnding = Omit<Ending, 'parameter'> & Partial<Pick<Ending, 'parameter'>>

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
  if (ending?.parameter) dropEnding(edits, fn, { ...ending, parameter: ending.parameter }, source)
}

function endingOf(fn: Node, role: TestRole, source: Source): TestEnding | undefined {
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
  return endingBy(fn, parameter, source)
}

/** `t.end()` may stay where it is the last thing that the test does: a promise that comes after it ends nothing. */
function endOfContext(fn: Node, context: Node | undefined, end: string, source: Source): TestEnding | undefined {
  if (context?.type !== 'Identifier') return undefined
  const ends = mentionsOf(fn, context, source).flatMap(({ parent }) =>
    parent?.type === 'MemberExpression' && nameOf(parent.property, parent.computed) === end ? [parent as Node] : [],
  )
  return ends.every((each) => lastCall(each, fn)) ? undefined : { returned: [] }
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

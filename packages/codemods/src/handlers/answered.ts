/** Handlers that go on after their answer: what fails then has no request to tell. */
import type { Node } from '@offloop/analysis'
import { rejectionsOf } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import type { Source } from '../rewrite/source.ts'
import { isAnswer } from './responses.ts'
import type { Role } from './role.ts'

/** An `await` or `throw` comes after an answer on the same way through the handler. */
export function answeredBefore(role: Role, source: Source): Obstacle | undefined {
  const { fn } = role
  const failing = rejectionsOf(fn)
  const answers = source.nodes.filter((each) => fn.start <= each.start && each.end <= fn.end && isAnswer(each, role, source))
  const isLate = answers.some((answer) => failing.some((each) => each.start >= answer.end && reaches(answer, each, fn)))
  return isLate ? { reason: 'answered-before', message: 'it goes on after its answer, and an error could be told nobody' } : undefined
}

/** Control can get from one node to a later one: no branch that ends in between holds the first one alone. */
function reaches(from: Node, to: Node, fn: Node): boolean {
  for (let at = from, parent = from.parent; parent && at !== fn; at = parent, parent = parent.parent) {
    const isAround = parent.start <= to.start && to.end <= parent.end
    if (isAround && (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression')) return false
    if (isAround) return true
    if (at.type === 'ReturnStatement') return false
    if (parent.type === 'BlockStatement' || parent.type === 'SwitchCase') {
      const list: readonly Node[] = parent.type === 'BlockStatement' ? parent.body : parent.consequent
      if (list.slice(list.indexOf(at)).some((each) => /^(?:Return|Throw|Break|Continue)Statement$/u.test(each.type))) return false
    }
  }
  return true
}

/** Functions and classes of the language whose result is what they are given. */
import type { Node } from '../parse/file.ts'

/** `Object.assign(a, b)` and `Object.freeze(a)` give back their arguments. */
export function givesArguments(callee: Node): boolean {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return false
  return callee.object.type === 'Identifier' && callee.object.name === 'Object' && /^(?:assign|freeze|seal)$/u.test(callee.property.name)
}

/** What a set or a map has from the start: the values in `new Map([['csv', toCsv], …])`, or the list that it is made of. */
export function heldIn({ callee, arguments: [list] }: Node & { type: 'NewExpression' }): Node | Node[] | undefined {
  if (callee.type !== 'Identifier' || !/^(?:Map|Set)$/u.test(callee.name)) return undefined
  if (callee.name === 'Set' || list?.type !== 'ArrayExpression') return list
  return list.elements.flatMap((each) => (each?.type === 'ArrayExpression' && each.elements[1] ? [each.elements[1]] : []))
}

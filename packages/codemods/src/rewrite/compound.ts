/** `total += f()`: the left side is read before the right one is evaluated, and written whatever happened in between. */
import type { Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import { ancestor, depthOf } from './await.ts'
import { freeName } from './free-name.ts'
import type { Source } from './source.ts'

type Assignment = Node & { readonly type: 'AssignmentExpression' }

/** Operators that read their left side before the right one is evaluated, and always write it. */
const compound = /^(\+|-|\*|\/|%|\*\*|<<|>>|>>>|&|\||\^)=$/

/** The assignment whose left side others could change during an await in `call`; none for a variable that nobody else can see. */
export function compoundAround(call: Node, source: Source): Assignment | undefined {
  const fn = source.scopes.functions[source.scopes.enclosing(call)]!
  const found = ancestor(
    call,
    (node) =>
      node.type === 'AssignmentExpression' &&
      compound.test(node.operator) &&
      node.right.start <= call.start &&
      !isPrivateLocal(node.left, fn, source),
    fn,
  )
  return found as Assignment | undefined
}

/** True where the right side can be taken into a variable of its own, and the left side named after it. */
export function isSplittable(assignment: Assignment): boolean {
  const list = assignment.parent?.parent?.type
  return assignment.parent?.type === 'ExpressionStatement' && (list === 'BlockStatement' || list === 'Program') && isPlain(assignment.left)
}

/** `total += f()` becomes `{ const added = f(); total += added }`: nothing comes between reading and writing. */
export function splitCompound(edits: EditSet, call: Node, source: Source): void {
  const assignment = compoundAround(call, source)
  const statement = assignment?.parent
  if (!assignment || !statement || !isSplittable(assignment)) return
  const { left, right, operator } = assignment
  const name = freeName(operator === '+=' ? 'added' : 'operand', source.text)
  const depth = depthOf(assignment)
  edits.replace(source.file, assignment.start, right.start, `{ const ${name} = `)
  edits.insert(source.file, assignment.end, `; ${source.text.slice(left.start, left.end)} ${operator} ${name}`, -depth)
  edits.insert(source.file, statement.end, ' }', -depth + 1)
}

function isPlain(target: Node): boolean {
  if (target.type === 'Identifier' || target.type === 'ThisExpression') return true
  if (target.type !== 'MemberExpression') return false
  const isPlainKey = !target.computed || target.property.type === 'Identifier' || target.property.type === 'Literal'
  return isPlainKey && isPlain(target.object)
}

/** A `let` of the same function that no inner function mentions. */
function isPrivateLocal(target: Node, fn: Node, source: Source): boolean {
  if (target.type !== 'Identifier') return false
  const id = source.scopes.lookup(target.name, target)
  if (id === undefined) return false
  const declared = source.scopes.declarations[id]!.start
  if (declared < fn.start || declared > fn.end) return false
  const text = source.text.slice(fn.start, fn.end)
  const inner = source.scopes.functions.filter(
    (each) => each !== fn && each.start >= fn.start && each.end <= fn.end && each.type !== 'Program',
  )
  const word = new RegExp(`\\b${target.name.replaceAll('$', '\\$')}\\b`)
  return text.length > 0 && !inner.some((each) => word.test(source.text.slice(each.start, each.end)))
}

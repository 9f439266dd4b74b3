/** A variable of a module as a context variable: its declaration, its assignments, its reads. */
import type { Graph, Node } from '@offloop/analysis'
import { bare, walk } from '@offloop/analysis'
import type { Declarator, Source } from '../rewrite/source.ts'
import { functionAround } from '../rewrite/source.ts'
import { topStatement } from './statements.ts'
import { isTyped, newVariable, orUndefined } from './definitions.ts'
import type { Occurrence } from './followed.ts'
import type { Write } from './module-state.ts'
import { functionOf } from './served.ts'
import type { Obstacles, StoreEdits } from './store.ts'

/** Names of what is kept from one request to the next on purpose. */
const kept = /^_?(?:last|latest|previous|prev|recent|first|total|count|max|min|cached?|memo|stats?|seen|known|history)(?:$|[A-Z_\d])/u

/** Assignments that no `set` can stand for, and declarations that say the value outlives a request. */
export function checkWrites(
  { id, init, parent }: Declarator,
  source: Source,
  writes: readonly Write[],
  graph: Graph,
  obstacles: Obstacles,
): void {
  const name = id.type === 'Identifier' ? id.name : ''
  const refuse = (reason: string, message: string, at: Node): void => obstacles.add(reason, message, source, at)
  if (kept.test(name)) refuse('kept-between-requests', `${name} is named like something that is kept from one request to the next`, id)
  if (parent?.type === 'VariableDeclaration' && (parent.declarations.length > 1 || parent.declare))
    refuse('declared-together', `${name} is declared together with other variables`, id)
  if (init && !isLiteral(init)) refuse('initial-value', `${name} begins with a value that is made when the module is loaded`, init)
  for (const { node, assignment } of writes) {
    if (!assignment) {
      const operator = node.parent?.type === 'AssignmentExpression' ? node.parent.operator : ''
      if (/^(?:\|\||\?\?)=$/.test(operator)) refuse('once-initialised', `${name} is set only where it is empty`, node)
      else if (operator !== '' || node.parent?.type === 'UpdateExpression') refuse('accumulates', `${name} is counted up or added to`, node)
      else refuse('destructured', `${name} is one of several variables of an assignment`, node)
    } else if (mentionsName(assignment.right, name)) refuse('accumulates', `the new value of ${name} is made of the old one`, node)
    else if (isGuarded(assignment, name)) refuse('once-initialised', `${name} is set only where it is empty`, node)
    else if (assignment.parent?.type !== 'ExpressionStatement' && !isBodyOfSetter(assignment, source, graph))
      refuse('value-of-set', `the value of the assignment to ${name} is used`, node)
  }
}

function isLiteral(node: Node): boolean {
  const at = bare(node)
  if (at.type === 'UnaryExpression') return isLiteral(at.argument)
  return (at.type === 'Literal' && !('regex' in at)) || (at.type === 'TemplateLiteral' && at.expressions.length === 0) || isUndefined(at)
}

const isUndefined = (node: Node): boolean => node.type === 'Identifier' && node.name === 'undefined'

function mentionsName(node: Node, name: string): boolean {
  let found = false
  walk(node, (each) => {
    if (each.type === 'Identifier' && each.name === name && !(each.parent?.type === 'MemberExpression' && each.parent.property === each))
      found = true
  })
  return found
}

/** `if (!current) current = …` */
function isGuarded(assignment: Node, name: string): boolean {
  for (let at = assignment; at.parent && !/Function|Program/.test(at.parent.type); at = at.parent) {
    const { parent } = at
    if (parent.type === 'IfStatement' && parent.test !== at && mentionsName(parent.test, name)) return true
    if (parent.type === 'LogicalExpression' && parent.right === at && mentionsName(parent.left, name)) return true
  }
  return false
}

/** `const setUser = (user) => (current = user)`, whose callers take nothing from it. */
function isBodyOfSetter(assignment: Node, source: Source, graph: Graph): boolean {
  const arrow = functionAround(assignment)
  if (arrow?.type !== 'ArrowFunctionExpression' || bare(arrow.body) !== assignment) return false
  const fn = functionOf(arrow, source, graph)
  const callers = fn ? graph.callers(fn) : []
  const statements = new Set(source.nodes.flatMap((each) => (each.type === 'ExpressionStatement' ? [each.start] : [])))
  return callers.length > 0 && callers.every(({ site }) => site.file !== source.file || statements.has(site.call.start))
}

/** Writes the declaration, the assignments and the reads. */
export function writeVariable(
  { id, init, end, parent }: Declarator,
  source: Source,
  writes: readonly Write[],
  reads: readonly Occurrence[],
  to: StoreEdits,
): void {
  if (id.type !== 'Identifier' || parent?.type !== 'VariableDeclaration') return
  const { edits } = to
  const { file, text } = source
  const nameEnd = id.start + id.name.length
  const annotation = id.typeAnnotation?.typeAnnotation
  const given = init && !isUndefined(bare(init)) ? text.slice(init.start, init.end) : undefined
  const type = annotation ? text.slice(annotation.start, annotation.end) : undefined
  const isOptional = type !== undefined && orUndefined(type) === type
  const fallback = given ?? (isTyped(source) && type !== undefined && !isOptional ? 'undefined as never' : 'undefined')
  to.imports(source).usedFrom(topStatement(parent).start)
  edits.replace(file, parent.start, parent.start + parent.kind.length, 'const')
  edits.replace(file, nameEnd, end, ` = ${newVariable(source, id.name, type ?? (given === undefined ? 'any' : undefined), fallback, to)}`)
  for (const { source: at, assignment } of writes) {
    if (!assignment) continue
    const isArrowBody = assignment.parent?.type !== 'ExpressionStatement'
    const whole = isArrowBody && assignment.parent?.type === 'ParenthesizedExpression' ? assignment.parent : assignment
    edits.replace(at.file, whole.start, assignment.right.start, `${isArrowBody ? '{ ' : ''}${id.name}.set(`)
    edits.replace(at.file, assignment.right.end, whole.end, '')
    edits.insert(at.file, whole.end, `)${isArrowBody ? ' }' : ''}`)
  }
  for (const { source: at, node } of reads) {
    const isShort = node.parent?.type === 'Property' && node.parent.shorthand
    edits.insert(at.file, node.end, isShort ? `: ${at.text.slice(node.start, node.end)}.get()` : '.get()')
  }
}

/** The parameter with which a function says that it has ended, where its host takes that or a promise and never both: it is dropped where the promise says the same. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { Source } from './source.ts'

/** The calls of such a parameter. */
export interface Ending {
  readonly parameter: Node
  /** The statement that calls it, or returns what the call gives: the last one of the function. Absent where the end comes from elsewhere. */
  readonly statement?: Node
  /** `return done()` before. */
  readonly returned: readonly Node[]
}

/** How a function ends that takes `parameter`; without a last statement where a promise would not end it at the same point. */
export function endingBy(fn: Node, parameter: Node & { type: 'Identifier' }, source: Source): Ending {
  const returned: Node[] = []
  let last: Node | undefined
  for (const mention of mentionsOf(fn, parameter, source)) {
    const statement = endStatement(mention)
    if (statement && !last && isLastOf(fn, statement)) last = statement
    else if (statement?.type === 'ReturnStatement') returned.push(statement)
    else return { parameter, returned: [] }
  }
  return last && leavesOnlyBy(fn, [...returned, last]) ? { parameter, statement: last, returned } : { parameter, returned: [] }
}

/** Takes the parameter and its calls away. */
export function dropEnding(edits: EditSet, fn: Node, { parameter, statement, returned }: Ending, source: Source): void {
  if (!statement) return
  const { start, end } = lineOf(statement, source)
  edits.replace(source.file, start, end, '')
  for (const each of returned)
    edits.replace(source.file, each.start + 'return'.length, each.end - (source.text[each.end - 1] === ';' ? 1 : 0), '')
  const params = (fn as Node & { params: Node[] }).params
  const before = params[params.indexOf(parameter) - 1]
  if (before) edits.replace(source.file, before.end, parameter.end, '')
  else edits.replace(source.file, parameter.start, parameter.end, source.text.slice(fn.start, parameter.start).includes('(') ? '' : '()')
}

/** Where a parameter is mentioned. */
export function mentionsOf(fn: Node, parameter: Node & { type: 'Identifier' }, source: Source): Node[] {
  const found: Node[] = []
  walk(fn, (node) => {
    if (node.type !== 'Identifier' || node.name !== parameter.name || node === parameter) return
    const id = source.scopes.lookup(node.name, node)
    if (id !== undefined && source.scopes.declarations[id]!.start === parameter.start) found.push(node)
  })
  return found
}

/** The statement `done()` where it is the last of the function's body. */
export function lastCall(callee: Node, fn: Node): Node | undefined {
  const statement = endStatement(callee)
  return statement?.type === 'ExpressionStatement' && isLastOf(fn, statement) ? statement : undefined
}

/** `done()` or `return done()`, without a value or an error. */
function endStatement(callee: Node): Node | undefined {
  const call = callee.parent
  const statement = call?.parent
  if (call?.type !== 'CallExpression' || call.callee !== callee || call.arguments.length > 0) return undefined
  return statement?.type === 'ExpressionStatement' || statement?.type === 'ReturnStatement' ? statement : undefined
}

function isLastOf(fn: Node, statement: Node): boolean {
  const { parent } = statement
  return parent?.type === 'BlockStatement' && parent === ('body' in fn ? fn.body : undefined) && parent.body.at(-1) === statement
}

/** No other way out: there it would not have ended, and a promise does. */
function leavesOnlyBy(fn: Node, returned: readonly Node[]): boolean {
  let isOnly = true
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type)) {
      if (returned.some((each) => node.start <= each.start && each.end <= node.end)) isOnly = false
      return false
    }
    if (node.type === 'ReturnStatement' && !returned.includes(node)) isOnly = false
    return isOnly
  })
  return isOnly
}

/** The statement with its line, where it stands alone on it. */
function lineOf(statement: Node, { text }: Source): { start: number; end: number } {
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1
  const next = text.indexOf('\n', statement.end)
  const isAlone = text.slice(lineStart, statement.start).trim() === '' && next >= 0 && text.slice(statement.end, next).trim() === ''
  return isAlone ? { start: lineStart, end: next + 1 } : statement
}

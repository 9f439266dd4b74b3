/** Does a call look like a question that changes nothing? */
import type { Node } from '../parse/file.ts'
import { bare } from '../summarise/values.ts'
import { isReadName, lastName, memberName, namesAlong } from './names.ts'

/** A call of a function. */
export type Call = Node & { readonly type: 'CallExpression' }

/** What the file says of the names in a call. */
export interface CallNames {
  /** The module that an expression is imported from, without `node:`. */
  moduleOf(expression: Node): string | undefined
  /** The name is declared nowhere in the file. */
  isGlobal(name: Node & { readonly type: 'Identifier' }): boolean
}

/** They ask a person, one question at a time. */
const prompts = /^(?:@inquirer\/.+|inquirer|prompts|enquirer|@clack\/.+|@topcli\/prompts|readline|readline\/promises)$/u
const writingSql =
  /^\s*(?:insert|update|delete|replace|merge|create|alter|drop|truncate|begin|commit|rollback|set|call|lock|savepoint|with)\b/iu

/** True for `getUser(id)`, `pool.query('SELECT …')`, `fetch(url)`. */
export function looksLikeRead(call: Call, names: CallNames): boolean {
  const name = lastName(call.callee)
  if (name === undefined || !isReadName(name)) return false
  // `reader.read()`, `stream.read()`: the next piece of something.
  if (name === 'read' || name === 'resolve') return isText(call.arguments[0])
  const callee = bare(call.callee)
  if (prompts.test(names.moduleOf(callee) ?? '')) return false
  if (callee.type === 'MemberExpression' && prompts.test(names.moduleOf(callee.object) ?? '')) return false
  const [first] = call.arguments
  if (first && writingSql.test(sqlOf(first))) return false
  if (name !== 'fetch') return true
  const isKnown = callee.type !== 'Identifier' || names.isGlobal(callee) || names.moduleOf(callee) !== undefined
  return isKnown && isPlainFetch(call)
}

/** `fetch` with no options, or with some that leave the method at GET. */
export function isPlainFetch(call: Call): boolean {
  const options = call.arguments[1]
  if (!options) return true
  if (options.type !== 'ObjectExpression') return false
  return options.properties.every(
    (each) =>
      each.type === 'Property' &&
      each.key.type === 'Identifier' &&
      each.key.name !== 'body' &&
      (each.key.name !== 'method' || (each.value.type === 'Literal' && /^(?:GET|HEAD)$/u.test(String(each.value.value)))),
  )
}

/** What two calls share that gives its answers in turn: all of their text, or the same receiver of a method that takes no arguments. */
export function isSameSource(a: Call, b: Call, text: (node: Node) => string): boolean {
  if (text(a) === text(b)) return true
  const [first, second] = [bare(a.callee), bare(b.callee)]
  if (first.type !== 'MemberExpression' || second.type !== 'MemberExpression') return false
  const isPiece = memberName(first) === memberName(second) && /^read/u.test(memberName(first) ?? '') && a.arguments.length === 0
  return isPiece && namesAlong(first.object).join('.') === namesAlong(second.object).join('.')
}

function isText(node: Node | undefined): boolean {
  return node?.type === 'Literal' && typeof node.value === 'string'
}

/** The text that an argument begins with, also as `text` of an options object. */
function sqlOf(argument: Node): string {
  const at = bare(argument)
  if (at.type === 'Literal') return String(at.value)
  if (at.type === 'TemplateLiteral') return at.quasis[0]?.value.raw ?? ''
  if (at.type !== 'ObjectExpression') return ''
  for (const each of at.properties) {
    if (each.type !== 'Property' || each.key.type !== 'Identifier' || !/^(?:text|sql|query)$/u.test(each.key.name)) continue
    if (each.value.type === 'Literal') return String(each.value.value)
    if (each.value.type === 'TemplateLiteral') return each.value.quasis[0]?.value.raw ?? ''
  }
  return ''
}

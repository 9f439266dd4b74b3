/** Does a call look like a question that changes nothing? */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { bare, importedName, isGlobal, memberName } from './names.ts'
import { lastName, namesAlong, wordsOf } from './words.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

const verbs = new Set(['get', 'find', 'fetch', 'load', 'read', 'list', 'query', 'select', 'count', 'lookup', 'resolve', 'search'])
/** `findOneAndUpdate`, `getOrCreate`, `getNextNumber`: more than a question, or one whose answer others change. */
const changes = new Set([
  ...['and', 'or', 'create', 'insert', 'update', 'upsert', 'save', 'set', 'put', 'delete', 'remove', 'increment', 'next', 'lock'],
  ...['random', 'write', 'store', 'apply', 'install', 'init', 'register'],
])
/** A question whose answer decides whether the next may be asked. */
const guards =
  /^(?:auth\w*|permissions?|permitted|allowed|access|credentials?|csrf|guard|policy|policies|session|quota|limit|rate|role|roles|viewer|principal)$/u
/** They ask a person, one question at a time. */
const prompts = /^(?:@inquirer\/.+|inquirer|prompts|enquirer|@clack\/.+|@topcli\/prompts|readline|readline\/promises)$/u
const writingSql =
  /^\s*(?:insert|update|delete|replace|merge|create|alter|drop|truncate|begin|commit|rollback|set|call|lock|savepoint|with)\b/iu

/** True for `getUser(id)`, `pool.query('SELECT …')`, `fetch(url)`. */
export function looksLikeRead(call: TSESTree.CallExpression, sourceCode: SourceCode): boolean {
  const name = lastName(call.callee)
  if (name === undefined) return false
  const words = wordsOf(name)
  if (!verbs.has(words[0] ?? '') || words.some((word) => changes.has(word)) || isGuardName(name)) return false
  // `reader.read()`, `stream.read()`: the next piece of something.
  if (name === 'read' || name === 'resolve') return isPathRead(call)
  const callee = bare(call.callee)
  if (prompts.test(importedName(callee, sourceCode)?.module ?? '') || isPromptMember(callee, sourceCode)) return false
  const [first] = call.arguments
  if (first && startsWithWrite(first)) return false
  return name !== 'fetch' || isPlainFetch(call, callee, sourceCode)
}

/** True for names of what permits the rest: `getSession`, `currentPermissions`. */
export function isGuardName(name: string): boolean {
  return wordsOf(name).some((word) => guards.test(word))
}

/** A method that takes what is to be read. */
function isPathRead(call: TSESTree.CallExpression): boolean {
  const [first] = call.arguments
  return first?.type === 'Literal' && typeof first.value === 'string'
}

function isPromptMember(callee: TSESTree.Node, sourceCode: SourceCode): boolean {
  return callee.type === 'MemberExpression' && prompts.test(importedName(callee.object, sourceCode)?.module ?? '')
}

/** SQL text that is no `SELECT`. */
function startsWithWrite(argument: TSESTree.Node): boolean {
  const at = bare(argument)
  const text =
    at.type === 'Literal'
      ? String(at.value)
      : at.type === 'TemplateLiteral'
        ? (at.quasis[0]?.value.raw ?? '')
        : at.type === 'ObjectExpression'
          ? textOf(at)
          : ''
  return writingSql.test(text)
}

function textOf({ properties }: TSESTree.ObjectExpression): string {
  for (const each of properties) {
    if (each.type !== 'Property' || each.key.type !== 'Identifier' || !/^(?:text|sql|query)$/u.test(each.key.name)) continue
    if (each.value.type === 'Literal') return String(each.value.value)
    if (each.value.type === 'TemplateLiteral') return each.value.quasis[0]?.value.raw ?? ''
  }
  return ''
}

/** `fetch` with no options, or with some that leave the method at GET. */
function isPlainFetch(call: TSESTree.CallExpression, callee: TSESTree.Node, sourceCode: SourceCode): boolean {
  if (callee.type === 'Identifier' && !isGlobal(callee, sourceCode) && importedName(callee, sourceCode) === undefined) return false
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

/** What two calls share that gives its answers in turn: the same receiver of a method that takes no arguments. */
export function isSameSource(a: TSESTree.CallExpression, b: TSESTree.CallExpression, sourceCode: SourceCode): boolean {
  if (sourceCode.getText(a) === sourceCode.getText(b)) return true
  const [first, second] = [bare(a.callee), bare(b.callee)]
  if (first.type !== 'MemberExpression' || second.type !== 'MemberExpression') return false
  const isPiece = memberName(first) === memberName(second) && /^read/u.test(memberName(first) ?? '') && a.arguments.length === 0
  return isPiece && namesAlong(first.object).join('.') === namesAlong(second.object).join('.')
}

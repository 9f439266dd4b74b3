/** `text.replace(pattern, callback)`: the matches are collected, the callback is awaited for each, and the text is put together from its answers. */
import type { CallSite, Node } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { HostCallback } from './array-call.ts'
import { receiverOf } from './array-call.ts'
import { depthOf, needsParentheses, openingOf } from './await.ts'
import type { Obstacle } from './await.ts'
import { freeName } from './free-name.ts'
import type { Source } from './source.ts'

/** The pattern is matched twice, so both runs must find the same. */
export function replaceObstacle(call: Node & { type: 'CallExpression' }, site: CallSite, source: Source): Obstacle | undefined {
  if (call.callee.type !== 'MemberExpression' || call.callee.optional)
    return { reason: 'optional-chain', message: 'an await inside an optional chain would change what it skips' }
  if (call.arguments.length !== 2) return { reason: 'host-sync', message: `${site.call.calleeText} has no callback here` }
  if (isSteady(call.arguments[0]!, source)) return undefined
  return {
    reason: 'host-sync',
    message: `the pattern of ${site.call.calleeText} is matched twice: write it as a regular expression or string in place, or in a const`,
  }
}

/** A literal without the flag `y`, or a `const` that is one. */
function isSteady(pattern: Node, source: Source): boolean {
  if (pattern.type === 'Literal')
    return typeof pattern.value === 'string' || ('regex' in pattern && pattern.regex !== null && !pattern.regex.flags.includes('y'))
  if (pattern.type === 'TemplateLiteral') return pattern.expressions.length === 0
  if (pattern.type !== 'Identifier') return false
  const id = source.scopes.lookup(pattern.name, pattern)
  if (id === undefined) return false
  const { start } = source.scopes.declarations[id]!
  return source.nodes.some(
    (each) =>
      each.type === 'VariableDeclarator' &&
      each.id.start === start &&
      each.parent?.type === 'VariableDeclaration' &&
      each.parent.kind === 'const' &&
      each.init?.type === 'Literal' &&
      isSteady(each.init, source),
  )
}

/** The text, the pattern and the callback keep their places, as the arguments of a function that goes over the matches. */
export function rewriteReplace(edits: EditSet, call: Node & { type: 'CallExpression' }, source: Source, { writes }: HostCallback): void {
  const receiver = receiverOf(call)!
  const [pattern] = call.arguments as [Node, Node]
  const method =
    call.callee.type === 'MemberExpression' && call.callee.property.type === 'Identifier' ? call.callee.property.name : 'replace'
  const names = ['text', 'pattern', 'replacer', 'matches', 'match', 'parts'].map((each) => freeName(each, source.text))
  const [text, regex, replacer, matches, match, parts] = names as [string, string, string, string, string, string]
  const isTypeScript = /\.[cm]?tsx?$/.test(source.file)
  const typed = (type: string): string => (isTypeScript ? `: ${type}` : '')
  const patternType = pattern.type === 'Literal' && typeof pattern.value === 'string' ? 'string' : 'string | RegExp'
  const collect = writes
    ? `const ${parts}${typed('string[]')} = []; for (const ${match} of ${matches}) ${parts}.push(await ${replacer}(...${match}))`
    : `const ${parts} = await Promise.all(${matches}.map((${match}) => ${replacer}(...${match})))`
  const [open, close] = [openingOf(call, source), needsParentheses(call) ? ')' : '']
  edits.insert(
    source.file,
    call.start,
    `${open}await (async (${text}${typed('string')}, ${regex}${typed(patternType)}, ${replacer}${typed('(match: string, ...groups: any[]) => Promise<string>')}) => { ` +
      `const ${matches}${typed('[string, ...any[]][]')} = []; ` +
      `${text}.${method}(${regex}, (...${match}) => (${matches}.push(${match}), '')); ${collect}; ` +
      `return ${text}.${method}(${regex}, () => ${parts}.shift()${isTypeScript ? ` ?? ''` : ''}) })(`,
    depthOf(call),
  )
  edits.replace(source.file, receiver.end, pattern.start, ', ')
  if (close !== '') edits.insert(source.file, call.end, close, -depthOf(call))
}

/** Calls that answer a request: of the response of Node and of Express. */
import type { Node } from '@offloop/analysis'
import { bare, nameOf } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import type { Role } from './role.ts'

const ending = new Set(['json', 'jsonp', 'send', 'end', 'sendStatus', 'redirect', 'render', 'sendFile', 'sendfile', 'download'])
const others = new Set(
  'status type set header cookie clearCookie location links vary append attachment format contentType write writeHead setHeader removeHeader'.split(
    ' ',
  ),
)

/** `res.status(404).json(…)`: it gives no promise. */
export function isResponseCall(node: Node, roles: readonly Role[], source: Source): boolean {
  const parameter = receiverOf(node, source)
  return parameter !== undefined && roles.some(({ response, isIgnored }) => isIgnored && response?.start === parameter)
}

/** `res.json(…)`: nothing can be answered after it. */
export function isAnswer(node: Node, role: Role, source: Source): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  const name = nameOf(node.callee.property, node.callee.computed)
  return name !== undefined && ending.has(name) && role.response !== undefined && receiverOf(node, source) === role.response.start
}

/** Where the parameter is declared whose methods are called, one after the other. */
function receiverOf(node: Node, source: Source): number | undefined {
  let at = bare(node)
  if (at.type !== 'CallExpression') return undefined
  while (at.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    const name = nameOf(at.callee.property, at.callee.computed)
    if (name === undefined || !(ending.has(name) || others.has(name))) return undefined
    at = bare(at.callee.object)
  }
  const id = at.type === 'Identifier' ? source.scopes.lookup(at.name, at) : undefined
  return id === undefined ? undefined : source.scopes.declarations[id]!.start
}

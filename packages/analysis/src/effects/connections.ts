/** Things that do one thing at a time: connections, transactions, streams, files, pages of a browser. Nodes need their `parent`. */
import type { Node } from '../parse/file.ts'
import { bare } from '../summarise/values.ts'
import { isConnectionName, namesAlong } from './names.ts'

const transaction = /transaction|^atomic|session$|^inTx$|^withTx$/iu
const functionType = /^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/u
const loopType = /^(?:For|ForOf|ForIn|While|DoWhile)Statement$/u

/** The names in a call that stand for such a thing: its receivers, its arguments, and what options objects hold. `more` are names that the user adds. */
export function connectionsIn(node: Node, more: readonly string[] = []): string[] {
  const call = bare(node)
  if (call.type !== 'CallExpression') return []
  const along = namesAlong(call.callee).slice(0, -1)
  const names = [...along, ...call.arguments.flatMap((argument) => namesIn(argument))]
  return names.filter((name) => isConnectionName(name, more))
}

/** In a callback of `transaction(…)`, `withSession(…)` and the like, whose calls share a connection that may not be named. */
export function isInTransaction(node: Node): boolean {
  for (let at: Node | null | undefined = node; at; at = at.parent) {
    const parent: Node | null | undefined = at.parent
    if (!functionType.test(at.type) || parent?.type !== 'CallExpression' || parent.callee === at) continue
    if (transaction.test(namesAlong(parent.callee).at(-1) ?? '')) return true
  }
  return false
}

/** In a `try` that a loop runs again. */
export function isRetried(node: Node): boolean {
  let isTried = false
  for (let at: Node | null | undefined = node; at && !functionType.test(at.type); at = at.parent) {
    if (at.type === 'TryStatement' && at.handler) isTried = true
    if (isTried && loopType.test(at.type)) return true
  }
  return false
}

function namesIn(argument: Node): string[] {
  const at = bare(argument)
  if (at.type !== 'ObjectExpression') return namesAlong(at).slice(-1)
  return at.properties.flatMap((each) => {
    if (each.type !== 'Property') return namesAlong(each.argument).slice(-1)
    return each.key.type === 'Identifier' && !each.computed ? [each.key.name, ...namesAlong(each.value).slice(-1)] : []
  })
}

/** Things that do one thing at a time: connections, transactions, streams, files, pages of a browser. */
import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction } from './functions.ts'
import { bare } from './names.ts'
import { namesAlong, wordsOf } from './words.ts'

/** A name that ends with one of these words is a thing that does one thing at a time. */
const words = new Set([
  ...['tx', 'txn', 'trx', 'transaction', 'conn', 'connection', 'client', 'session', 'runner', 'manager', 'em'],
  ...['reader', 'writer', 'stream', 'socket', 'handle', 'file', 'cursor', 'iterator', 'parser', 'channel'],
  ...['page', 'browser', 'frame', 'tab', 'locator', 'driver', 'terminal', 'readline', 'rl', 'sftp', 'ftp', 'lock'],
])
const transaction = /transaction|^atomic|session$|^inTx$|^withTx$/iu

/** The names in a call that stand for such a thing: its receivers, its arguments, and what options objects hold. `more` are names that the user adds. */
export function connectionsIn(node: TSESTree.Node, more: readonly string[] = []): string[] {
  const call = bare(node)
  if (call.type !== 'CallExpression') return []
  const along = namesAlong(call.callee).slice(0, -1)
  const names = [...along, ...call.arguments.flatMap((argument) => namesIn(argument))]
  return names.filter((name) => isConnection(name, more))
}

/** True for names of such things: `trx`, `dbClient`, `this.connection`. */
export function isConnection(name: string, more: readonly string[] = []): boolean {
  return more.includes(name) || words.has(wordsOf(name).at(-1) ?? '')
}

/** In a callback of `transaction(…)`, `withSession(…)` and the like, whose calls share a connection that may not be named. */
export function isInTransaction(node: TSESTree.Node): boolean {
  for (let at: TSESTree.Node | undefined = node; at; at = at.parent) {
    const { parent }: { parent?: TSESTree.Node | undefined } = at
    if (!isFunction(at) || parent?.type !== 'CallExpression' || parent.callee === at) continue
    if (transaction.test(namesAlong(parent.callee).at(-1) ?? '')) return true
  }
  return false
}

function namesIn(argument: TSESTree.Node): string[] {
  const at = bare(argument)
  if (at.type !== 'ObjectExpression') return namesAlong(at).slice(-1)
  return at.properties.flatMap((each) => {
    if (each.type !== 'Property') return namesAlong(each.argument).slice(-1)
    return each.key.type === 'Identifier' && !each.computed ? [each.key.name, ...namesAlong(each.value).slice(-1)] : []
  })
}

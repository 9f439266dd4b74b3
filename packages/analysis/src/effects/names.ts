/** What names say: words, the names along an expression, and whether a name stands for a read, a guard or a connection. */
import type { Node } from '../parse/file.ts'
import { bare, nameOf } from '../summarise/values.ts'

/** `dbClient` -> `db`, `client`; `HTTP_CLIENT` -> `http`, `client`. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(?<lower>[a-z\d])(?<upper>[A-Z])/gu, '$<lower> $<upper>')
    .split(/[^A-Za-z\d]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase())
}

/** The name of a member that is known without running: `b` in `a.b` and in `a['b']`. */
export function memberName(node: Node): string | undefined {
  return node.type === 'MemberExpression' ? nameOf(node.property, node.computed) : undefined
}

/** The names along a receiver, outermost last: `page`, `locator`, `click` of `page.locator('a').click()`. */
export function namesAlong(node: Node): string[] {
  const at = bare(node)
  if (at.type === 'Identifier') return [at.name]
  if (at.type === 'ThisExpression') return ['this']
  if (at.type === 'CallExpression') return namesAlong(at.callee)
  if (at.type !== 'MemberExpression') return []
  const name = memberName(at)
  return [...namesAlong(at.object), ...(name === undefined ? [] : [name])]
}

/** The last name of a callee: `query` of `pool.query`. */
export function lastName(callee: Node): string | undefined {
  const at = bare(callee)
  return at.type === 'Identifier' ? at.name : memberName(at)
}

/** The call that `.then(…)`, `.catch(…)` and `.finally(…)` are called on. */
export function beforeSteps(node: Node): Node {
  const at = bare(node)
  if (at.type !== 'CallExpression') return at
  const callee = bare(at.callee)
  const isStep = callee.type === 'MemberExpression' && /^(?:then|catch|finally)$/u.test(memberName(callee) ?? '')
  return isStep ? beforeSteps(callee.object) : at
}

const verbs = new Set(['get', 'find', 'fetch', 'load', 'read', 'list', 'query', 'select', 'count', 'lookup', 'resolve', 'search'])
/** `findOneAndUpdate`, `getOrCreate`, `getNextNumber`: more than a question, or one whose answer others change. */
const changes = new Set([
  ...['and', 'or', 'create', 'insert', 'update', 'upsert', 'save', 'set', 'put', 'delete', 'remove', 'increment', 'next', 'lock'],
  ...['random', 'write', 'store', 'apply', 'install', 'init', 'register'],
])
/** The first word of calls that change something, somewhere. */
const changing = new Set([
  ...[
    'create',
    'insert',
    'update',
    'upsert',
    'save',
    'set',
    'put',
    'delete',
    'remove',
    'write',
    'send',
    'emit',
    'publish',
    'dispatch',
    'post',
  ],
  ...['patch', 'push', 'add', 'append', 'increment', 'register', 'unregister', 'start', 'stop', 'open', 'close', 'init', 'apply', 'store'],
  ...[
    'upload',
    'sync',
    'move',
    'copy',
    'rename',
    'migrate',
    'flush',
    'clear',
    'reset',
    'run',
    'exec',
    'execute',
    'spawn',
    'login',
    'logout',
  ],
  ...['ask', 'confirm', 'input', 'notify', 'acquire', 'release', 'begin', 'commit', 'rollback', 'enqueue', 'schedule', 'throw', 'next'],
])
const changed = /^(?:transactions?|prompts?|install\w*|lock|mutate|mutation|inquirer)$/u
/** A question whose answer decides whether the next may be asked. */
const guards =
  /^(?:auth\w*|permissions?|permitted|allowed|access|credentials?|csrf|guard|policy|policies|session|quota|limit|rate|role|roles|viewer|principal)$/u
/** A name that ends with one of these words is a thing that does one thing at a time. */
const connections = new Set([
  ...['tx', 'txn', 'trx', 'transaction', 'conn', 'connection', 'client', 'session', 'runner', 'manager', 'em'],
  ...['reader', 'writer', 'stream', 'socket', 'handle', 'file', 'cursor', 'iterator', 'parser', 'channel'],
  ...['page', 'browser', 'frame', 'tab', 'locator', 'driver', 'terminal', 'readline', 'rl', 'sftp', 'ftp', 'lock'],
])

/** True for `getUser`, `findOrders`; not for `findOneAndUpdate`, `getSession`. */
export function isReadName(name: string): boolean {
  const words = wordsOf(name)
  return verbs.has(words[0] ?? '') && !words.some((word) => changes.has(word)) && !isGuardName(name)
}

/** True for `saveUser`, `tryToInstall`, `emitFilter`. */
export function isChangeName(name: string): boolean {
  const words = wordsOf(name)
  return changing.has(words[0] ?? '') || words.some((word) => changed.test(word))
}

/** True for names of what permits the rest: `getSession`, `currentPermissions`. */
export function isGuardName(name: string): boolean {
  return wordsOf(name).some((word) => guards.test(word))
}

/** True for names of things that do one thing at a time: `trx`, `dbClient`, `this.connection`. `more` are names that the user adds. */
export function isConnectionName(name: string, more: readonly string[] = []): boolean {
  return more.includes(name) || connections.has(wordsOf(name).at(-1) ?? '')
}

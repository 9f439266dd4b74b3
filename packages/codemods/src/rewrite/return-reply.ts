/** Handlers that answer by a parameter and return nothing: as async functions they return it, or their framework would answer with nothing beside them. */
import type { Node } from '@offloop/analysis'
import { walk } from '@offloop/analysis'
import type { EditSet } from '../edit/edits.ts'
import type { Obstacle } from './await.ts'
import { mentionsOf } from './done-parameter.ts'
import type { Source } from './source.ts'

type Name = Node & { readonly type: 'Identifier' }

/** What `return db.query(sql, () => reply.send(rows))` gives is not known to be nothing, and not known to be an answer. */
export function replyObstacle(fn: Node, reply: Name, source: Source): Obstacle | undefined {
  const mentions = mentionsOf(fn, reply, source)
  const isUnclear = returnsOf(fn).some(({ argument }) => argument && mentions.some((each) => isNested(each, argument)))
  return isUnclear
    ? { reason: 'done-callback', message: 'what it returns may be the answer, or that of a function which answers later' }
    : undefined
}

/** `return reply` where the function ends without a value. */
export function returnReply(edits: EditSet, fn: Node, reply: Name, source: Source): void {
  const body = 'body' in fn ? (fn.body as Node) : undefined
  if (body?.type !== 'BlockStatement' || mentionsOf(fn, reply, source).length === 0) return
  for (const each of returnsOf(fn)) if (!each.argument) edits.insert(source.file, each.start + 'return'.length, ` ${reply.name}`)
  const last = body.body.at(-1)
  if (!last || last.type === 'ReturnStatement' || last.type === 'ThrowStatement') return
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n'
  const line = source.text.lastIndexOf('\n', last.start - 1) + 1
  const isOnItsLine = source.text.slice(line, last.start).trim() === '' && source.text.slice(last.end, body.end).includes('\n')
  const hasSemicolon = source.text[last.end - 1] === ';'
  const gap = isOnItsLine
    ? `${newline}${source.text.slice(line, last.start)}`
    : hasSemicolon || (last.type.endsWith('Statement') && source.text[last.end - 1] === '}')
      ? ' '
      : '; '
  edits.insert(source.file, last.end, `${gap}return ${reply.name}${hasSemicolon ? ';' : ''}`, 2000)
}

function returnsOf(fn: Node): (Node & { readonly type: 'ReturnStatement' })[] {
  const found: (Node & { readonly type: 'ReturnStatement' })[] = []
  walk(fn, (node) => {
    if (node !== fn && /Function/.test(node.type)) return false
    if (node.type === 'ReturnStatement') found.push(node)
    return undefined
  })
  return found
}

/** Within a function of the expression. */
function isNested(mention: Node, expression: Node): boolean {
  let isWithinFunction = false
  for (let at: Node | null | undefined = mention; at; at = at.parent) {
    if (/Function/.test(at.type)) isWithinFunction = true
    if (at === expression) return isWithinFunction
  }
  return false
}

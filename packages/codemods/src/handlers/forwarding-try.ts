/** Takes off a `try` around the end of a handler whose `catch` does nothing but `next(error)`: Express 5 does that itself. */
import type { Node } from '@offloop/analysis'
import { styleOf } from '../edit/style.ts'
import type { FileChange } from '../file-codemod.ts'
import type { Edit } from '../plan/plan.ts'
import { statementsOf, walkOwn } from '../promises/completion.ts'
import { functionName } from '../promises/write-file.ts'
import type { Source } from '../rewrite/source.ts'
import { droppedNext } from './next-parameter.ts'
import type { Role } from './role.ts'
import { isForwardingClause } from './wrappers.ts'

type Try = Node & { readonly type: 'TryStatement' }

/** The change, where the handler has such a `try`. */
export function withoutTry(role: Role, source: Source): FileChange | undefined {
  const { fn, next } = role
  const last = statementsOf(fn)?.at(-1)
  if (!role.isFive || !fn.async || role.isCalled || !next || next === 'odd' || last?.type !== 'TryStatement') return undefined
  if (last.finalizer || !last.handler || !isForwardingClause(last.handler, next.name) || last.block.body.length === 0) return undefined
  const hasComments = source.comments.some((each) => last.block.end <= each.start && each.end <= last.end)
  if (hasComments || collides(last, role, source)) return undefined
  const place = { start: last.start, end: last.end, label: `${functionName(fn)} try` }
  const edits = [...droppedNext(role, [{ start: last.block.end, end: last.end }], source), ...unwrapped(last, source)]
  return { name: functionName(fn), start: fn.start, end: fn.end, places: [place], edits, notes: [] }
}

function unwrapped({ start, end, block }: Try, { text, nodes, ...source }: Source): Edit[] {
  const inner = text.slice(block.start + 1, block.end - 1)
  const first = block.start + 1 + (inner.length - inner.trimStart().length)
  const last = block.end - 1 - (inner.length - inner.trimEnd().length)
  const { indent } = styleOf({ text, nodes, ...source } as Source)
  const kept = nodes.filter(
    (each) => (each.type === 'TemplateElement' || each.type === 'Literal') && block.start <= each.start && each.end <= block.end,
  )
  const edits: Edit[] = [{ start, end: first, text: '' }]
  for (let at = text.indexOf('\n', first) + 1; at > 0 && at < last; at = text.indexOf('\n', at) + 1) {
    const isKept = kept.some((each) => each.start < at && at <= each.end)
    if (!isKept && text.startsWith(indent, at)) edits.push({ start: at, end: at + indent.length, text: '' })
  }
  return [...edits, { start: last, end, text: '' }]
}

/** A name of the block means something else around it. */
function collides(statement: Try, { fn }: Role, source: Source): boolean {
  const names = new Set<string>()
  for (const each of statement.block.body) {
    if (each.type === 'VariableDeclaration')
      for (const { id } of each.declarations) walkOwn(id, (node) => node.type === 'Identifier' && names.add(node.name))
    else if ((each.type === 'FunctionDeclaration' || each.type === 'ClassDeclaration') && each.id) names.add(each.id.name)
  }
  return source.references.mentions.some(
    (each) =>
      names.has(each.name) &&
      fn.start <= each.start &&
      each.end <= fn.end &&
      !(statement.start <= each.start && each.end <= statement.block.end),
  )
}

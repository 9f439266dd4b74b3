/** Writes an awaited call in place of one with a callback, and the statements of the callback after it. */
import type { Node } from '@offloop/analysis'
import { indentAt, styleOf } from '../edit/style.ts'
import { asiGuard } from '../rewrite/await.ts'
import type { Source } from '../rewrite/source.ts'
import { unusedName } from './names.ts'
import { nameOfBinding, valueNames } from './value-names.ts'
import type { TextEdits } from './text-edits.ts'
import { writeFlow } from './write-flow.ts'
import { contains, isFunction } from './tree.ts'
import type { Inline, Place } from './unit.ts'

/** What the writing of a place needs to know. */
export interface Writing {
  readonly source: Source
  readonly edits: TextEdits
  readonly callee: string
  readonly renames: ReadonlyMap<number, string>
  /** New names of the file. */
  readonly taken: Set<string>
  /** Error branches that have to end with `return`. */
  readonly open: ReadonlySet<Node>
}

/** In what the statements are put, where they can't stand in place of the call. */
export type Wrap = 'none' | 'braces' | 'function'

/** What a place needs around it; `dissolved` are the callbacks whose statements go where their calls were. */
export function wrapOf({ statement, isDetached, inline }: Place, dissolved: ReadonlySet<Node>): Wrap {
  if (isDetached) return 'function'
  if (!inline) return 'none'
  const { parent } = statement
  // the expression of an arrow
  if (isFunction(parent)) return dissolved.has(parent) ? 'none' : 'braces'
  return parent?.type === 'BlockStatement' || parent?.type === 'Program' ? 'none' : 'braces'
}

/** `fs.writeFile(path, data, cb)` with the own callback. */
export function writePassed(
  { call, statement }: Place,
  { source, edits, callee }: Writing,
  isArrowBody: boolean,
  trailing: Node | undefined,
): void {
  const last = call.arguments.at(-1)!
  const before = call.arguments.at(-2)
  edits.replace(call.callee.start, call.callee.end, callee)
  edits.cut(before ? before.end : openingOf(call, source), last.end)
  if (statement.type === 'ExpressionStatement' && !isArrowBody) edits.put(statement.start, 'return ')
  if (trailing) edits.cutStatement(trailing)
}

/** A call with a callback in place. `isOwn`: the call is the expression of the arrow that becomes async. */
export function writeInline(place: Place & { readonly inline: Inline }, writing: Writing, wrap: Wrap): void {
  const { call, statement, inline, target } = place
  const { source, edits, callee } = writing
  const { text } = source
  const { newline, semicolon: semi, indent: step } = styleOf(source)
  const { fn, error, plan, body } = inline
  const block = fn.body as Node
  const isBlock = block.type === 'BlockStatement'
  const [open, close] = isBlock ? [block.start + 1, block.end - 1] : [block.start, block.end]
  const outside = indentAt(text, statement.start)
  const first = isBlock ? block.body[0] : undefined
  const startsLine = first !== undefined && text.slice(open, first.start).includes('\n')
  const inside = startsLine ? indentAt(text, first.start) : outside + step
  const base = edits.indented(wrap === 'none' ? outside : inside.length > outside.length ? inside : outside + step, statement.start)
  const line = (depth: string): string => newline + base + depth
  const guard = wrap === 'function' ? asiGuard(statement, source) || (semi === '' && isFirstInCallback(statement) ? ';' : '') : ''
  const before = call.arguments.at(-2)
  const argumentsEnd = before ? before.end : openingOf(call, source)
  const names = valueNames(inline, target, writing)
  const statementEnd = edits.endOf(statement)

  const opening = wrap === 'none' ? '' : `${wrap === 'function' ? `${guard}(async () => {` : '{'}${line('')}`
  const isCaught = plan.kind === 'catch' || plan.kind === 'keep' || plan.kind === 'skip'
  const keptError = plan.kind === 'keep' ? nameOfBinding(error!, fn, writing) : undefined
  const flow = 'flow' in target ? writeFlow(call, target.flow, names.locals[0], edits, source, writing.taken) : undefined
  const isLooped = flow?.lead !== undefined
  const locals = isLooped ? flow.declared : names.locals
  const declared = [...(keptError === undefined ? [] : [`${keptError} = null`]), ...locals]
  const keyword = isLooped && keptError === undefined && declared.every((each) => each.includes('=')) ? 'const' : 'let'
  const declaration = (isCaught || isLooped) && declared.length > 0 ? `${keyword} ${declared.join(', ')}${semi}${line('')}` : ''
  const start = isLooped ? '' : `${isCaught ? names.assigned : names.declared}await `
  edits.put(statement.start, `${opening}${declaration}${isCaught ? `try {${line(step)}` : ''}${start}`, -10)
  edits.cut(statement.start, call.start)
  if (!flow) edits.replace(call.callee.start, call.callee.end, callee)
  const end = `${flow?.end ?? ')'}${plan.kind === 'ignore' ? names.ignored : ''}${isCaught ? names.closing : ''}${semi}`

  if (isCaught) edits.shift(call.start, argumentsEnd, step.length)
  if (wrap === 'none') edits.shift(open, close, outside.length - inside.length)
  let rest = open
  let lead = ''
  switch (plan.kind) {
    case 'catch':
      rest = writeCatch(end, argumentsEnd, { inline, plan, base, step, semi, newline }, writing)
      break
    case 'keep': {
      const caught = unusedName('error', source, new Set(writing.renames.values()))
      lead = `${end}${line('')}} catch (${caught}) {${line(step)}${keptError} = ${caught}${semi}${line('')}}`
      break
    }
    case 'skip': {
      const { consequent } = plan.branch
      lead = `${end}${line('')}} catch {${line(step)}return${semi}${line('')}}`
      rest = writeBranch(consequent, inside, edits, source)
      break
    }
    case 'pass':
      lead = end
      if (plan.branch) rest = writeBranch(plan.branch.alternate!, inside, edits, source)
      else if (plan.from) rest = plan.from.end
      if (plan.cut) edits.cutStatement(plan.cut)
      break
    case 'ignore':
      lead = end
      break
  }
  if (plan.kind !== 'catch') {
    const next = body[0]
    if (semi === '' && next && /[[(`+\-/]/u.test(text[next.start]!) && text[edits.afterInk(next.start) - 1] !== ';')
      edits.put(next.start, ';', -20)
    const isOnLine = next !== undefined && !text.slice(rest, next.start).includes('\n')
    edits.replace(argumentsEnd, isOnLine ? next.start : rest, isOnLine ? `${lead}${line('')}` : lead)
  }
  const terminator = isBlock || body.length === 0 ? '' : text[statementEnd - 1] === ';' ? ';' : semi
  edits.cut(isBlock ? Math.max(open, edits.afterInk(close)) : close, statementEnd)
  const ending = place.endsWithReturn ? `${line('')}return${text[statementEnd - 1] === ';' ? ';' : semi}` : ''
  const closing = wrap === 'none' ? '' : `${newline}${edits.indented(outside, statement.start)}${wrap === 'function' ? `})()${semi}` : '}'}`
  edits.put(statementEnd, `${terminator}${ending}${closing}`, 10)
}

/** The statement before it will be an `await`. */
function isFirstInCallback(statement: Node): boolean {
  const block = statement.parent
  return block?.type === 'BlockStatement' && block.body[0] === statement && block.parent?.parent?.type === 'CallExpression'
}

/** What stands in a branch is all that is left: its braces go. Gives where its text begins. */
function writeBranch(branch: Node, inside: string, edits: TextEdits, { text }: Source): number {
  if (branch.type !== 'BlockStatement') return branch.start
  const first = branch.body[0]
  if (first && text.slice(branch.start, first.start).includes('\n'))
    edits.shift(branch.start + 1, branch.end, inside.length - indentAt(text, first.start).length)
  edits.cut(Math.max(branch.start + 1, edits.afterInk(branch.end - 1)), branch.end)
  return branch.start + 1
}

interface Catch {
  readonly inline: Inline
  readonly plan: Inline['plan'] & { readonly kind: 'catch' }
  readonly base: string
  readonly step: string
  readonly semi: string
  readonly newline: string
}

/** `if (err) …` becomes the `catch` of the call. */
function writeCatch(
  end: string,
  from: number,
  { inline, plan, base, step, semi, newline }: Catch,
  { source, edits, open }: Writing,
): number {
  const { text } = source
  const { branch, test } = plan
  const { consequent, alternate } = branch
  const id = source.scopes.lookup(inline.error!.name, inline.fn)!
  const isNamed = source.references.of(id).some((each) => contains(consequent, each) || (test && contains(test, each)))
  const line = (depth: string): string => newline + base + depth
  const head = `${end}${line('')}} catch ${isNamed ? `(${inline.error!.name}) ` : ''}{`
  const isBlock = consequent.type === 'BlockStatement'
  const branchEnd = edits.endOf(branch)
  if (test) {
    edits.replace(from, branch.start, `${head}${line(step)}`)
    edits.cut(branch.test.start, test.start)
    edits.shift(branch.start, branchEnd, step.length)
    edits.put(branchEnd, `${line('')}}`)
  } else if (isBlock) {
    edits.replace(from, consequent.start + 1, head)
    if (open.has(branch)) {
      const isOneLine = !text.slice(consequent.start, consequent.end).includes('\n')
      const at = edits.afterInk(consequent.end - 1)
      edits.put(at, isOneLine ? `${/[;{}]/u.test(text[at - 1]!) ? '' : ';'} return` : `${line(step)}return${semi}`)
    }
  } else {
    edits.replace(from, consequent.start, `${head}${line(step)}`)
    edits.put(edits.endOf(consequent), `${open.has(branch) ? `${line(step)}return${semi}` : ''}${line('')}}`)
  }
  if (!alternate) return branch.end
  if (alternate.type === 'BlockStatement') {
    const inner = alternate.body[0]
    edits.cut(consequent.end, alternate.start + 1)
    if (inner && text.slice(alternate.start, inner.start).includes('\n'))
      edits.shift(alternate.start, alternate.end, indentAt(text, branch.start).length - indentAt(text, inner.start).length)
    else if (inner) edits.replace(alternate.start + 1, inner.start, line(''))
    edits.cut(edits.afterInk(alternate.end - 1), alternate.end)
  } else edits.replace(consequent.end, alternate.start, line(''))
  return branch.end
}

/** Behind the `(` of a call. */
export function openingOf(call: Place['call'], { text }: Source): number {
  return text.indexOf('(', call.typeArguments ? call.typeArguments.end : call.callee.end) + 1
}

/** Writes the chains of a file that were decided upon: an edit for each statement that holds one, and `async` where it is needed. */
import type { Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import { indentAt, styleOf } from '../edit/style.ts'
import type { Facts, FileChange } from '../file-codemod.ts'
import type { Edit } from '../plan/plan.ts'
import { keywordPlace } from '../rewrite/signature.ts'
import type { Source } from '../rewrite/source.ts'
import { labelOf } from './chain.ts'
import { isFunction } from './completion.ts'
import type { FunctionNode } from './completion.ts'
import type { Decision, Decisions } from './decide.ts'
import { renamesFor } from './names.ts'
import type { Moving } from './names.ts'
import { NewNames } from './new-names.ts'
import { notesFor } from './notes.ts'
import { finished, indented, joined, Slices } from './text.ts'
import type { Extent } from './text.ts'
import { ChainWriter } from './write-chain.ts'

/** What is replaced, and by what. */
interface Job extends Extent {
  readonly decision: Decision
  readonly text: () => string
}

/** The changes of a file: one per function. `more`: edits of tokens that are made in what is written anew, too. */
export function writeFile(source: Source, facts: Facts, decisions: Decisions, more: readonly Edit[] = []): FileChange[] {
  const isOwn = ({ host }: Decision): boolean =>
    host.sink.kind !== 'return' || host.node.type === 'ExpressionStatement' || host.fn === undefined || !decisions.moved.has(host.fn)
  const own = [...decisions.chains.values()].filter(isOwn)
  const jobs: Job[] = own.map((decision) => ({ ...extentOf(decision, source, decisions), decision, text: () => textOf(decision) }))
  const names = new NewNames(source)
  const renames = renamesFor(
    [...decisions.moved].map(([fn, { decision }]): Moving => ({ fn, into: scopeOf(decision, decisions) })),
    source,
    names,
  )
  const keywords = asyncEdits(own, source)
  const slices = new Slices(source, [...renames.edits, ...keywords.values(), ...more], jobs)
  const writer = new ChainWriter(source, slices, facts, decisions, names)
  const style = styleOf(source)

  const outermost = jobs.filter((each) => !jobs.some((other) => other !== each && other.start <= each.start && each.end <= other.end))
  const groups = new Map<Node, Job[]>()
  for (const each of outermost) {
    const holder = each.decision.host.fn ?? each.decision.host.node
    groups.set(holder, [...(groups.get(holder) ?? []), each])
  }
  return [...groups].map(([holder, list]): FileChange => {
    const keyword = keywords.get(holder)
    const edits = [
      ...(keyword ? [keyword] : []),
      ...list.map(({ start, end, text }): Edit => ({ start, end, text: finished(text(), style.newline) })),
    ].sort((a, b) => a.start - b.start)
    const chains = [...decisions.chains.values()].filter(({ node }) =>
      list.some((each) => each.start <= node.start && node.end <= each.end),
    )
    return {
      name: functionName(list[0]!.decision.host.fn),
      start: Math.min(holder.start, ...edits.map((each) => each.start)),
      end: holder.end,
      places: chains.map(({ node }) => ({ start: node.start, end: node.end, label: labelOf(node) })),
      edits,
      notes: notesFor(
        list.map((each) => each.decision),
        decisions,
        source,
      ),
    }
  })

  function textOf(decision: Decision): string {
    const { host, node } = decision
    const { sink, target } = host
    const isNamed = target !== undefined && 'target' in sink
    const code = writer.write(decision, isNamed ? { ...sink, target: slices.lines(target.start, target.end) } : sink, decision.isInTry)
    const isBody = host.fn?.body === host.node
    const mustEnd =
      code.completes &&
      host.sink.kind === 'return' &&
      host.node.type !== 'ExpressionStatement' &&
      !isBody &&
      !decision.isWrapped &&
      !isAtEnd(host.node, host.fn)
    const comments = [...slices.comments(host.node.start, node.start), ...slices.comments(node.end, host.node.end)]
    const last = host.dropsLast && node.arguments.length === 1 ? (node.callee as Node & { readonly object: Node }).object : undefined
    const dropped = last ? slices.comments(last.end, node.end) : []
    const written = joined([...comments, ...code.lines, ...dropped, ...(mustEnd ? [`return${style.semicolon}`] : [])])
    const text = host.guard && isBody ? `${host.guard[0]}\n${indented(written, style.indent)}\n${host.guard[1]}` : written
    const base = indentAt(source.text, extentOf(decision, source, decisions).start)
    const inner = base + style.indent
    if (decision.isWrapped) return `void (async () => {\n${indented(text, inner)}\n${base}})()${style.semicolon}`
    if (isBody)
      return `${/\s/u.test(source.text[extentOf(decision, source, decisions).start]!) ? ' ' : ''}{\n${indented(text, inner)}\n${base}}`
    if (isFirstOfCase(host.node, source)) return ` {\n${indented(text, inner)}\n${base}}`
    if (host.needsBraces) return `{\n${indented(text, inner)}\n${base}}`
    if (text.includes('\n') && sharesLine(host.node, source, decisions))
      return `\n${indented(text, inner)}${/^[\t ]*\}/u.test(source.text.slice(host.node.end)) ? `\n${base}` : `\n${inner}`}`
    const alone = text === '' ? style.semicolon : indented(text, base, false)
    const { start, end } = extentOf(decision, source, decisions)
    return source.text.slice(start, host.node.start) + alone + source.text.slice(host.node.end, end)
  }
}

/** The statement, or the body of an arrow with the space before it. */
function extentOf({ host, isWrapped }: Decision, source: Source, decisions: Decisions): Extent {
  const { text } = source
  const { node, fn } = host
  if (isFirstOfCase(node, source)) return { start: text.lastIndexOf(':', node.start) + 1, end: node.end }
  if (fn?.body !== node) {
    if (isWrapped || node.parent?.type !== 'BlockStatement' || !sharesLine(node, source, decisions)) return node
    const [before, after] = [/[\t ]*$/u.exec(text.slice(0, node.start))![0], /^[\t ]*/u.exec(text.slice(node.end))![0]]
    return { start: node.start - before.length, end: node.end + after.length }
  }
  const arrow = text.lastIndexOf('=>', node.start) + 2
  return { start: text.slice(arrow, node.start).trim() === '' ? arrow : node.start, end: node.end }
}

/** `case 1: return load()`: the braces begin where the case does. */
function isFirstOfCase(statement: Node, { text }: Source): boolean {
  const parent = statement.parent
  return (
    parent?.type === 'SwitchCase' &&
    parent.consequent[0] === statement &&
    /:\s*$/u.test(text.slice(parent.test?.end ?? parent.start, statement.start))
  )
}

/** A statement in the braces of a single line, which stays one: the body of a callback that moves does not. */
function sharesLine(statement: Node, { text }: Source, { moved }: Decisions): boolean {
  const holder = statement.parent?.parent
  if (isFunction(holder) && holder.body === statement.parent && moved.has(holder)) return false
  return text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start).trim() !== ''
}

/** Where names of a chain's callbacks are seen once it is written. */
function scopeOf(decision: Decision, decisions: Decisions): Node {
  const { host } = decision
  const outer = host.fn && decisions.moved.get(host.fn)
  // in one go with the chain around it: its names stand beside those of that one, or further in
  if (outer) return scopeOf(outer.decision, decisions)
  if (decision.isWrapped || host.fn?.body === host.node || host.needsBraces) return host.node
  return host.node.parent ?? host.node
}

function asyncEdits(own: readonly Decision[], source: Source): Map<Node, Edit> {
  const edits = new Map<Node, Edit>()
  for (const { host, isWrapped } of own) {
    if (!host.fn || host.fn.async || isWrapped) continue
    const start = keywordPlace(host.fn, source)
    edits.set(host.fn, { start, end: start, text: 'async ' })
  }
  return edits
}

/** Nothing of the function follows the statement. */
function isAtEnd(statement: Node, fn: FunctionNode | undefined): boolean {
  for (let at = statement, parent = statement.parent; parent; at = parent, parent = parent.parent) {
    if (at === fn?.body) return true
    if (parent.type === 'BlockStatement' && parent.body.at(-1) !== at) return false
    if (parent.type !== 'BlockStatement' && parent.type !== 'IfStatement' && parent !== fn) return false
  }
  return true
}

/** As a person would call it. */
export function functionName(fn: FunctionNode | undefined): string {
  if (!fn) return 'module'
  if (fn.id) return fn.id.name
  const parent = fn.parent
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name
  if (parent?.type === 'ExportDefaultDeclaration') return 'default'
  if (parent && 'key' in parent) return nameOf(parent.key as Node, (parent as { computed?: boolean }).computed === true) ?? 'method'
  if (parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
    return nameOf(parent.left.property, parent.left.computed) ?? 'function'
  return 'callback'
}

/** Writes the body of a callback as statements of the code around its chain. */
import type { Node } from '@offloop/analysis'
import { indentAt, styleOf } from '../edit/style.ts'
import type { Facts } from '../file-codemod.ts'
import type { Edit } from '../plan/plan.ts'
import type { Source } from '../rewrite/source.ts'
import { bodyOf } from './branches.ts'
import type { Chain, Inline } from './chain.ts'
import { completes, returnsIn, statementsOf, walkOwn } from './completion.ts'
import type { Return } from './completion.ts'
import type { Decision, Decisions } from './decide.ts'
import type { NewNames } from './new-names.ts'
import type { Sink } from './place.ts'
import { givesNothing, isSettled } from './settled.ts'
import { indented, joined } from './text.ts'
import type { Slices } from './text.ts'
import { inParentheses, nothing, writeValue } from './write-value.ts'
import type { Value } from './write-value.ts'

/** Statements; `completes`: what follows them is reached. */
export interface Code {
  readonly lines: readonly string[]
  readonly completes: boolean
}

type WriteChain = (chain: Chain, sink: Sink, isInTry: boolean) => Code

/** Writes callbacks' bodies of one file. */
export class BodyWriter {
  readonly #source: Source
  readonly #slices: Slices
  readonly #facts: Facts
  readonly #decisions: Decisions
  readonly #names: NewNames
  readonly #writeChain: WriteChain

  constructor(source: Source, slices: Slices, facts: Facts, decisions: Decisions, names: NewNames, writeChain: WriteChain) {
    this.#names = names
    this.#source = source
    this.#slices = slices
    this.#facts = facts
    this.#decisions = decisions
    this.#writeChain = writeChain
  }

  /** What the callback does, with what it returns in the sink. */
  write({ fn }: Inline, sink: Sink, isInTry: boolean): Code {
    const statements = statementsOf(fn)
    if (!statements) return this.#give(fn.body as Node, sink, isInTry)
    if (sink.kind === 'return' || returnsIn(fn.body as Node).length === 0)
      return this.#whole(fn.body as Node & { type: 'BlockStatement' }, sink, isInTry)
    const last = statements.at(-1)
    const isStraight = last?.type === 'ReturnStatement' && returnsIn(fn.body as Node).length === 1
    if (isStraight || sink.kind !== 'declare') return { lines: this.#branch(statements, sink, fn.body as Node, true), completes: true }
    const name = /^[\w$]+/u.exec(sink.target)?.[0]
    const target = name ?? this.#names.of('result', fn)
    const lines = this.#branch(statements, { kind: 'assign', target }, fn.body as Node, true)
    const { semicolon } = styleOf(this.#source)
    const taken = name === undefined ? [`${sink.keyword} ${sink.target} = ${target}${semicolon}`] : []
    return { lines: [`let ${name === undefined ? target : sink.target}${semicolon}`, ...lines, ...taken], completes: true }
  }

  /** `catch (error)`; without the name where nobody uses it. */
  catchHead({ parameter }: Inline): string {
    if (!parameter || !this.bindingsOf(parameter).some((id) => this.#source.references.of(id).length > 1)) return 'catch'
    const isTyped = /\.[cm]?tsx?$/u.test(this.#source.file)
    const annotation = 'typeAnnotation' in parameter ? (parameter.typeAnnotation as Node | null) : null
    const text = this.#slices.text(parameter.start, annotation?.start ?? parameter.end)
    if (annotation?.type === 'TSTypeAnnotation' && annotation.typeAnnotation.type === 'TSUnknownKeyword') return `catch (${text}: unknown)`
    return `catch (${text}${isTyped && !this.#isOnlyPassedOn(parameter) ? ': any' : ''})`
  }

  /** The bindings that a parameter declares. */
  bindingsOf(parameter: Node): number[] {
    const found: number[] = []
    walkOwn(parameter, (node) => {
      if (node.type !== 'Identifier') return
      const id = this.#source.scopes.lookup(node.name, node)
      if (id !== undefined && this.#source.scopes.declarations[id]!.start === node.start && !found.includes(id)) found.push(id)
    })
    return found
  }

  /** Thrown again, or printed: of any type. */
  #isOnlyPassedOn(parameter: Node): boolean {
    return this.bindingsOf(parameter).every((id) =>
      this.#source.references.of(id).every(({ start, parent }) => {
        if (start === parameter.start || parent?.type === 'ThrowStatement') return true
        return parent?.type === 'CallExpression' && givesNothing(parent, this.#source)
      }),
    )
  }

  /** An expression, or the chain that it is. */
  #give(expression: Node, sink: Sink, isInTry: boolean): Code {
    const nested = this.#nested(expression)
    if (nested) return this.#writeChain(nested, sink, isInTry)
    return writeValue(this.#valueOf(expression), sink, isInTry, styleOf(this.#source))
  }

  #valueOf(expression: Node): Value {
    const node = expression.type === 'ParenthesizedExpression' ? expression.expression : expression
    if (node.type === 'ParenthesizedExpression') return this.#valueOf(node)
    const text = this.#slices.lines(node.start, node.end)
    return { text, node, isSettled: isSettled(node, this.#source, this.#facts), isEmpty: givesNothing(node, this.#source) }
  }

  /** The chain that an expression is, if its statements come in the place of the `return`. */
  #nested(expression: Node): Decision | undefined {
    let at = expression
    while (at.type === 'ParenthesizedExpression' || at.type === 'AwaitExpression')
      at = at.type === 'AwaitExpression' ? at.argument : at.expression
    return at.type === 'CallExpression' ? this.#decisions.chains.get(at) : undefined
  }

  /** All statements as they are; what they return is awaited where a `try` catches it. */
  #whole(body: Node & { readonly type: 'BlockStatement' }, sink: Sink, isInTry: boolean): Code {
    let isLastOpen = false
    const edits = (sink.kind === 'return' ? returnsIn(body) : []).flatMap((each): Edit[] => {
      const nested = each.argument && this.#nested(each.argument)
      if (!nested) {
        if (sink.kind === 'return' && sink.isIgnored && each.argument) {
          if (each === body.body.at(-1)) isLastOpen = isStatement(each.argument)
          return this.#ignoring(each, each.argument, each === body.body.at(-1))
        }
        return isInTry && each.argument ? this.#awaiting(each.argument) : []
      }
      const code = this.#writeChain(nested, sink, isInTry || nested.isInTry)
      const isLast = each === body.body.at(-1)
      if (isLast) isLastOpen = code.completes
      return [{ start: each.start, end: each.end, text: this.#inPlace(each, code, isLast) }]
    })
    const lines = this.#contents(body, edits)
    const isOpen = completes(body.body) || isLastOpen
    const value = sink.kind !== 'return' && isOpen ? this.#nothing(sink) : []
    return { lines: [...lines, ...value], completes: isOpen }
  }

  /** What is returned is only waited for. In TypeScript handlers mostly have to return nothing. */
  #ignoring(statement: Return, argument: Node, isLast: boolean): Edit[] {
    const waiting = this.#awaiting(argument)
    if (!isStatement(argument) || !(isLast || /\.[cm]?tsx?$/u.test(this.#source.file))) return waiting
    const { semicolon } = styleOf(this.#source)
    const isInList = statement.parent?.type === 'BlockStatement'
    const begin: Edit = { start: statement.start, end: argument.start, text: isInList ? '' : '{ ' }
    const gap = isInList ? `\n${indentAt(this.#source.text, statement.start)}` : ' '
    const separator = isInList || this.#source.text[statement.end - 1] === ';' ? '' : ';'
    const rest = isLast && isInList ? '' : `${separator}${gap}return${semicolon}${isInList ? '' : ' }'}`
    return [begin, ...waiting, ...(rest === '' ? [] : [{ start: statement.end, end: statement.end, text: rest }])]
  }

  #awaiting(argument: Node): Edit[] {
    const node = argument.type === 'ParenthesizedExpression' ? argument.expression : argument
    if (isSettled(node, this.#source, this.#facts)) return []
    const isOpen = argument === node && inParentheses({ text: '', node }) !== ''
    const { start, end } = argument
    return [{ start, end: start, text: `await ${isOpen ? '(' : ''}` }, ...(isOpen ? [{ start: end, end, text: ')' }] : [])]
  }

  /** A chain's statements in the place of the `return` of it. */
  #inPlace(statement: Return, code: Code, isLast: boolean): string {
    const { semicolon, indent } = styleOf(this.#source)
    const base = indentAt(this.#source.text, statement.start)
    const lines = code.completes && !isLast ? [...code.lines, `return${semicolon}`] : code.lines
    const comments = this.#slices.comments(statement.start, statement.argument?.start ?? statement.end)
    const text = joined([...comments, ...lines])
    if (statement.parent?.type === 'BlockStatement') return indented(text, base, false)
    return `{\n${indented(text, base + indent)}\n${base}}`
  }

  /** What stands between the braces of a block; statements that share its line get lines of their own. */
  #contents({ start, end, body }: Node & { readonly type: 'BlockStatement' }, edits: readonly Edit[]): readonly string[] {
    const { text } = this.#source
    const inner = text.slice(start + 1, end - 1)
    const from = start + 1 + (inner.length - inner.trimStart().length)
    const to = end - 1 - (inner.length - inner.trimEnd().length)
    if (from >= to) return []
    if (!inner.includes('\n') && body.length > 0)
      return body.flatMap((each) => [
        ...this.#commentsBefore(each),
        this.#slices.lines(
          each.start,
          this.#endOf(each),
          edits.filter((edit) => each.start <= edit.start && edit.end <= each.end),
        ),
      ])
    const first = body[0] && text.slice(text.lastIndexOf('\n', body[0].start) + 1, body[0].start).trim() === '' ? body[0].start : from
    return [this.#slices.lines(from, to, edits, indentAt(text, first))]
  }

  /** Statements one by one; each `return` ends a branch, and what follows it stands in the other one. */
  #branch(statements: readonly Node[], sink: Sink, holder: Node, isTop: boolean): string[] {
    const lines: string[] = []
    for (const [index, each] of statements.entries()) {
      lines.push(...this.#commentsBefore(each))
      if (each.type === 'ReturnStatement') {
        lines.push(...(each.argument ? this.#give(each.argument, sink, false).lines : this.#nothing(sink)))
        return [...lines, ...(isTop ? this.#slices.comments(each.end, holder.end) : [])]
      }
      const rest = statements.slice(index + 1)
      if (returnsIn(each).length === 0) lines.push(this.#slices.lines(each.start, this.#endOf(each)))
      else if (each.type === 'BlockStatement') return [...lines, ...this.#branch([...each.body, ...rest], sink, holder, isTop)]
      else if (each.type === 'IfStatement') return [...lines, this.#if(each, rest, sink, holder), ...(isTop ? [] : [])]
    }
    return completes(statements) ? [...lines, ...this.#nothing(sink)] : lines
  }

  #if(statement: Node & { readonly type: 'IfStatement' }, rest: readonly Node[], sink: Sink, holder: Node): string {
    const { indent } = styleOf(this.#source)
    const [then, otherwise] = [bodyOf(statement.consequent), statement.alternate ? bodyOf(statement.alternate) : []]
    const block = (lines: readonly string[]): string => (lines.length === 0 ? '{}' : `{\n${indented(joined(lines), indent)}\n}`)
    const first = this.#branch(completes(then) ? [...then, ...rest] : then, sink, holder, false)
    const second = this.#branch(completes(then) ? otherwise : [...otherwise, ...rest], sink, holder, false)
    const head = `if (${this.#slices.lines(statement.test.start, statement.test.end)}) ${block(first)}`
    if (second.length === 0) return head
    return second.length === 1 && second[0]!.startsWith('if (') ? `${head} else ${second[0]}` : `${head} else ${block(second)}`
  }

  #nothing(sink: Sink): readonly string[] {
    return writeValue(nothing, sink, false, styleOf(this.#source)).lines
  }

  #commentsBefore(statement: Node): string[] {
    const list =
      statement.parent && 'body' in statement.parent && Array.isArray(statement.parent.body) ? (statement.parent.body as Node[]) : []
    const before = list[list.indexOf(statement) - 1]
    const start = before ? this.#endOf(before) : (statement.parent?.start ?? statement.start)
    return this.#slices.comments(start, statement.start)
  }

  /** With the comment behind it, on its line. */
  #endOf({ end }: Node): number {
    const behind = this.#source.comments.find((each) => each.start >= end && /^[\t ]*$/u.test(this.#source.text.slice(end, each.start)))
    return behind?.end ?? end
  }
}

/** A call that can stand on its own in a line, whatever comes before it. */
function isStatement(argument: Node): boolean {
  let at = argument
  while (at.type === 'CallExpression' || at.type === 'MemberExpression') at = at.type === 'CallExpression' ? at.callee : at.object
  return argument.type === 'CallExpression' && (at.type === 'Identifier' || at.type === 'ThisExpression')
}

/** Writes a chain as statements: what it waits for, in order, with `try` where it catches. */
import type { Node } from '@offloop/analysis'
import { styleOf } from '../edit/style.ts'
import type { Style } from '../edit/style.ts'
import type { Facts } from '../file-codemod.ts'
import type { Source } from '../rewrite/source.ts'
import { BodyWriter } from './write-body.ts'
import type { Code } from './write-body.ts'
import type { Callback, Chain, Inline, Step } from './chain.ts'
import { completes, statementsOf } from './completion.ts'
import type { Decisions } from './decide.ts'
import type { NewNames } from './new-names.ts'
import { isWrite } from '../rewrite/origin.ts'
import type { Sink } from './place.ts'
import { givesNothing, isSettled } from './settled.ts'
import { indented, joined } from './text.ts'
import type { Slices } from './text.ts'
import { writeValue } from './write-value.ts'
import type { Value } from './write-value.ts'

const longest = 100

/** What a sink is within a `try`: a name that is declared before it. */
interface Outside {
  readonly before: readonly string[]
  readonly sink: Sink
  readonly after: readonly string[]
}

/** Writes the chains of one file. */
export class ChainWriter {
  readonly #source: Source
  readonly #style: Style
  readonly #slices: Slices
  readonly #facts: Facts
  readonly #bodies: BodyWriter
  readonly #names: NewNames
  readonly #isPlainCall: (callee: Node) => boolean

  constructor(source: Source, slices: Slices, facts: Facts, decisions: Decisions, names: NewNames) {
    this.#isPlainCall = (callee) => decisions.provenance.known?.givesPlain(callee) === true
    this.#names = names
    this.#source = source
    this.#style = styleOf(source)
    this.#slices = slices
    this.#facts = facts
    this.#bodies = new BodyWriter(source, slices, facts, decisions, names, (chain, sink, isInTry) => this.write(chain, sink, isInTry))
  }

  /** The statements of a chain; `isInTry`: a `try` around them catches what they return. */
  write(chain: Chain, sink: Sink, isInTry: boolean): Code {
    return this.#build(chain, chain.steps.length, sink, isInTry)
  }

  /** The first `count` steps. */
  #build(chain: Chain, count: number, sink: Sink, isInTry: boolean): Code {
    const step = chain.steps[count - 1]
    if (!step) return writeValue(this.#base(chain), sink, isInTry, this.#style)
    if (step.kind === 'catch') return this.#catch(chain, count, step, sink, isInTry)
    if (step.kind === 'finally') return this.#finally(chain, count, step, sink)
    if (step.failed) return this.#either(chain, count, step, sink, isInTry)
    const { done } = step
    if (done?.kind !== 'inline') {
      const { before, value } = this.#value(chain, count)
      const code = writeValue(value, sink, isInTry, this.#style)
      return { lines: [...before, ...code.lines], completes: code.completes }
    }
    const first = this.#bind(chain, count - 1, done, isInTry)
    const rest = this.#bodies.write(done, sink, isInTry)
    return { lines: [...first, ...this.#comments(step), ...rest.lines], completes: rest.completes }
  }

  #base({ base }: Chain): Value {
    const text = this.#slices.lines(base.start, base.end)
    // it was broken for the length of the chain
    const joinedText = text.replaceAll(/\s*\n\s*(?=\??\.)/gu, '')
    const isShort = joinedText.length <= longest && !joinedText.includes('\n') && !/\/[/*]/u.test(text)
    return { text: isShort ? joinedText : text, node: base, isSettled: false, isEmpty: false }
  }

  /** What the first steps give as an expression, after the statements that it needs. */
  #value(chain: Chain, count: number): { before: readonly string[]; value: Value } {
    const step = chain.steps[count - 1]
    if (!step) return { before: [], value: this.#base(chain) }
    if (step.kind === 'then' && !step.failed && step.done?.kind === 'named') {
      const { before, value } = this.#value(chain, count - 1)
      return { before: [...before, ...this.#comments(step)], value: this.#calling(step.done, awaitedText(value)) }
    }
    const name = this.#names.of('result', chain.node)
    const { lines } = this.#build(chain, count, { kind: 'declare', target: name, keyword: 'const' }, false)
    return { before: lines, value: { text: name, node: undefined, isSettled: true, isEmpty: false } }
  }

  #calling({ node }: Callback & { readonly kind: 'named' }, argument: string): Value {
    const text = `${this.#slices.lines(node.start, node.end)}(${argument})`
    const call = { type: 'CallExpression', callee: node, start: node.start, end: node.start, arguments: [] as Node[] } as unknown as Node
    return {
      text,
      node: undefined,
      isSettled: isSettled(call, this.#source, { ...this.#facts, isPlain: () => this.#isPlainCall(node) }),
      isEmpty: givesNothing(call, this.#source),
    }
  }

  /** Evaluates the first steps and gives the callback's parameter its value. */
  #bind(chain: Chain, count: number, callback: Inline, isInTry: boolean): readonly string[] {
    return this.#build(chain, count, this.#parameterSink(callback) ?? { kind: 'discard' }, isInTry).lines
  }

  #parameterSink({ parameter, spread }: Inline): (Sink & { readonly kind: 'declare' }) | undefined {
    const nodes = spread ?? (parameter ? [parameter] : [])
    const names = nodes.flatMap((each) => this.#bodies.bindingsOf(each))
    const isUsed = names.some((id) => this.#source.references.of(id).length > 1)
    if (!isUsed) return undefined
    const isWritten = names.some((id) => this.#source.references.of(id).some(isWrite))
    const texts = nodes.map((each) => this.#slices.lines(each.start, each.end))
    return { kind: 'declare', target: spread ? `[${texts.join(', ')}]` : texts[0]!, keyword: isWritten ? 'let' : 'const' }
  }

  #catch(chain: Chain, count: number, step: Step, sink: Sink, isInTry: boolean): Code {
    const outside = this.#outside(sink, step.call)
    const tried = this.#build(chain, count - 1, outside.sink, true)
    const caught = this.#caught(step, outside.sink, isInTry)
    const text = `try ${this.#block(tried.lines)} ${caught.head} ${this.#block([...this.#comments(step), ...caught.lines])}`
    return { lines: [...outside.before, text, ...outside.after], completes: tried.completes || caught.completes }
  }

  #caught(step: Step, sink: Sink, isInTry: boolean): Code & { readonly head: string } {
    const callback = step.failed!
    if (callback.kind === 'named') {
      const name = this.#names.of('error', step.call)
      return { head: `catch (${name})`, ...writeValue(this.#calling(callback, name), sink, isInTry, this.#style) }
    }
    return { head: this.#bodies.catchHead(callback), ...this.#bodies.write(callback, sink, isInTry) }
  }

  #finally(chain: Chain, count: number, step: Step, sink: Sink): Code {
    const before = chain.steps[count - 2]
    const outside = before?.kind === 'catch' ? { before: [], sink, after: [] } : this.#outside(sink, step.call)
    const tried = this.#build(chain, count - 1, outside.sink, true)
    const callback = step.settled!
    const discard: Sink = { kind: 'discard' }
    const last =
      callback.kind === 'named'
        ? writeValue(this.#calling(callback, ''), discard, false, this.#style)
        : this.#bodies.write(callback, discard, false)
    const ends = callback.kind === 'inline' ? completes(statementsOf(callback.fn) ?? []) : true
    const block = `finally ${this.#block([...this.#comments(step), ...last.lines])}`
    const at = before?.kind === 'catch' ? tried.lines.findLastIndex((each) => each.startsWith('try {')) : -1
    // `try … catch … finally` is one statement
    const lines =
      at >= 0
        ? tried.lines.map((each, index) => (index === at ? `${each} ${block}` : each))
        : [...outside.before, `try ${this.#block(tried.lines)} ${block}`, ...outside.after]
    return { lines, completes: tried.completes && ends }
  }

  /** `.then(a, b)` at the end: what `a` throws is not for `b`. */
  #either(chain: Chain, count: number, step: Step, sink: Sink, isInTry: boolean): Code {
    const done = step.done!
    const name = done.kind === 'named' ? this.#names.of('result', chain.node) : undefined
    const bound: Sink | undefined =
      done.kind === 'inline' ? this.#parameterSink(done) : { kind: 'declare', target: name!, keyword: 'const' }
    const outside = this.#outside(bound ?? { kind: 'discard' }, step.call)
    const tried = this.#build(chain, count - 1, outside.sink, true)
    const caught = this.#caught(step, sink, isInTry)
    const end = caught.completes ? [`return${this.#style.semicolon}`] : []
    const text = `try ${this.#block(tried.lines)} ${caught.head} ${this.#block([...caught.lines, ...end])}`
    const rest =
      done.kind === 'inline' ? this.#bodies.write(done, sink, isInTry) : writeValue(this.#calling(done, name!), sink, isInTry, this.#style)
    return { lines: [...outside.before, text, ...outside.after, ...this.#comments(step), ...rest.lines], completes: rest.completes }
  }

  /** What a `try` gives a value to is declared before it. */
  #outside(sink: Sink, at: Node): Outside {
    if (sink.kind !== 'declare') return { before: [], sink, after: [] }
    const { semicolon } = this.#style
    const keyword = sink.keyword === 'var' ? 'var' : 'let'
    const name = /^[\w$]+/u.exec(sink.target)?.[0]
    if (name !== undefined) return { before: [`${keyword} ${sink.target}${semicolon}`], sink: { kind: 'assign', target: name }, after: [] }
    const held = this.#names.of('result', at)
    return {
      before: [`let ${held}${semicolon}`],
      sink: { kind: 'assign', target: held },
      after: [`${sink.keyword} ${sink.target} = ${held}${semicolon}`],
    }
  }

  #block(lines: readonly string[]): string {
    return lines.length === 0 ? '{}' : `{\n${indented(joined(lines), this.#style.indent)}\n}`
  }

  /** Comments between the parts of a step that are written elsewhere. */
  #comments({ call, done, failed, settled }: Step): string[] {
    const kept = [done, failed, settled].flatMap((each) =>
      each === undefined ? [] : each.kind === 'named' ? [each.node] : [...(each.fn.params as Node[]), each.fn.body as Node],
    )
    const { object } = call.callee as Node & { readonly object: Node }
    return this.#slices.comments(object.end, call.end, kept)
  }
}

function awaitedText({ text, isSettled: isDone }: Value): string {
  return isDone ? text : `await ${text}`
}

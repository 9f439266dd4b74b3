/** A summary as bytes: what it says, and apart from that where in the text it is said. */
import type {
  Binding,
  CallSummary,
  ClassSummary,
  FileSummary,
  FunctionSummary,
  UseContext,
  UseSummary,
  Value,
} from '../summarise/summary.ts'
import { ByteWriter } from './bytes.ts'
import { ValueWriter } from './value-codec.ts'

/** A summary without its file's name. Equal `content` means: nothing but positions differs. */
export interface EncodedSummary {
  readonly content: Uint8Array
  readonly positions: Uint8Array
}

/** The place in these lists stands for the word in the bytes. */
export const functionKinds = ['module', 'function', 'arrow', 'method', 'constructor', 'getter', 'setter', 'static-block', 'field'] as const
/** How something is called. */
export const callKinds = ['call', 'new', 'tag'] as const
/** How a module is imported. */
export const importKinds = ['import', 'require', 'dynamic', 'type'] as const
/** How a value is used. */
export const contexts = ['argument', 'export', 'alias', 'object', 'type', 'receiver', 'other'] as const satisfies UseContext['as'][]

/** The same bytes for the same summary on any machine. */
export function encodeSummary(summary: FileSummary): EncodedSummary {
  const [writer, positions, values] = [new ByteWriter(), new ByteWriter(), new ValueWriter()]
  new SummaryWriter(writer, positions, values).summary(summary)
  const content = new ByteWriter()
  content.block(values.bytes())
  content.block(writer.bytes())
  return { content: content.bytes(), positions: positions.bytes() }
}

class SummaryWriter {
  readonly #to: ByteWriter
  readonly #at: ByteWriter
  readonly #values: ValueWriter

  constructor(to: ByteWriter, at: ByteWriter, values: ValueWriter) {
    this.#to = to
    this.#at = at
    this.#values = values
  }

  summary(summary: FileSummary): void {
    this.#flags(summary.isModule, summary.isWorker)
    this.#each(summary.functions, (each) => this.#function(each))
    this.#each(summary.classes, (each) => this.#class(each))
    this.#each(summary.bindings, (each) => this.#binding(each))
    this.#each(summary.calls, (each) => this.#call(each))
    this.#each(summary.uses, (each) => this.#use(each))
    this.#each(summary.exports, (each) => {
      this.#text(each.name)
      this.#value(each.value)
    })
    this.#each(summary.stars, (each) => this.#text(each))
    this.#each(summary.texts, (each) => {
      this.#text(each.field)
      this.#text(each.text)
    })
    this.#each(summary.imports, (each) => {
      this.#text(each.specifier)
      this.#to.number(importKinds.indexOf(each.how))
    })
  }

  #function(fn: FunctionSummary): void {
    this.#numbers(fn.index, functionKinds.indexOf(fn.kind), fn.parent, fn.cls ?? -1)
    this.#text(fn.name)
    this.#flags(fn.isAsync, fn.isGenerator, fn.isBodiless, fn.isStatic, fn.catchesAll, fn.defaults !== undefined)
    if (fn.defaults) this.#each(fn.defaults, (each) => this.#to.number(each))
    this.#each(fn.params, (each) => this.#text(each))
    this.#list(fn.returns)
    this.#list(fn.decorators)
    this.#place(fn.start, fn.end, fn.line, fn.column)
  }

  #class(cls: ClassSummary): void {
    this.#numbers(cls.index, cls.construct ?? -1)
    this.#text(cls.name)
    this.#flags(cls.isInterface)
    this.#list(cls.parents)
    this.#record(cls.members, (each) => this.#list(each))
    this.#record(cls.statics, (each) => this.#list(each))
    this.#record(cls.getters, (each) => this.#to.number(each))
    this.#list(cls.decorators)
    this.#place(cls.start)
  }

  #binding(binding: Binding): void {
    this.#text(binding.name)
    this.#list(binding.values)
    this.#record(binding.props, (each) => this.#list(each))
    this.#place(binding.start)
  }

  #call(call: CallSummary): void {
    this.#numbers(call.index, callKinds.indexOf(call.kind), call.fn)
    this.#text(call.calleeText)
    this.#text(call.name)
    this.#value(call.callee)
    this.#list(call.args)
    this.#flags(
      call.isAwaited,
      call.hasSpread,
      call.text !== undefined,
      call.guard === 'once',
      call.guard === 'development',
      call.flags !== undefined,
      call.isPassedOn,
      call.emptiedBy !== undefined,
      call.falsy !== undefined,
    )
    for (const list of [call.flags, call.emptiedBy, call.falsy]) if (list) this.#each(list, (each) => this.#to.number(each))
    if (call.text !== undefined) this.#text(call.text)
    this.#place(call.start, call.end, call.calleeStart, call.calleeEnd, call.line, call.column)
  }

  #use(use: UseSummary): void {
    this.#to.number(use.fn)
    this.#value(use.value)
    const { context } = use
    this.#to.number(contexts.indexOf(context.as))
    if (context.as === 'argument') {
      this.#numbers(context.call, context.index)
      this.#flags(context.inArray, context.key !== undefined)
      if (context.key !== undefined) this.#text(context.key)
    }
    this.#place(use.start, use.end, use.line)
  }

  #numbers(...numbers: number[]): void {
    for (const each of numbers) this.#to.number(each)
  }

  #place(...numbers: number[]): void {
    for (const each of numbers) this.#at.number(each)
  }

  #flags(...flags: boolean[]): void {
    this.#to.count(flags.reduce((bits, flag, index) => bits + (flag ? 1 << index : 0), 0))
  }

  #text(text: string): void {
    this.#to.number(this.#values.string(text))
  }

  #value(value: Value): void {
    this.#to.number(this.#values.value(value))
  }

  #list(values: readonly Value[]): void {
    this.#each(values, (each) => this.#value(each))
  }

  #each<T>(list: readonly T[], write: (each: T) => void): void {
    this.#to.number(list.length)
    for (const each of list) write(each)
  }

  #record<T>(record: Readonly<Record<string, T>>, write: (held: T) => void): void {
    this.#each(Object.entries(record), ([name, held]) => {
      this.#text(name)
      write(held)
    })
  }
}

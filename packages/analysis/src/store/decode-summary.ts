/** Makes a summary of bytes again. */
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
import { ByteReader } from './bytes.ts'
import { callKinds, contexts, functionKinds, importKinds } from './encode-summary.ts'
import type { EncodedSummary } from './encode-summary.ts'
import { ValueReader } from './value-codec.ts'

/**
 * The summary, of the file given.
 * @throws for bytes that `encodeSummary` didn't make
 */
export function decodeSummary(encoded: EncodedSummary, file: string): FileSummary {
  const content = new ByteReader(encoded.content)
  const values = new ValueReader(content.block())
  return new SummaryReader(new ByteReader(content.block()), new ByteReader(encoded.positions), values).summary(file)
}

/** Most lists, records and contexts are alike: one object for all of them leaves the garbage collector half the work. */
const empty: readonly never[] = []
const emptyRecord: Readonly<Record<string, never>> = {}
const plainContexts = Object.fromEntries(contexts.map((as) => [as, { as }])) as { [As in UseContext['as']]: { readonly as: As } }

class SummaryReader {
  readonly #from: ByteReader
  readonly #at: ByteReader
  readonly #values: ValueReader

  constructor(from: ByteReader, at: ByteReader, values: ValueReader) {
    this.#from = from
    this.#at = at
    this.#values = values
  }

  summary(file: string): FileSummary {
    const flags = this.#from.count()
    return {
      file,
      functions: this.#each(() => this.#function()),
      classes: this.#each(() => this.#class()),
      bindings: this.#each(() => this.#binding()),
      calls: this.#each(() => this.#call()),
      uses: this.#each(() => this.#use()),
      exports: this.#each(() => ({ name: this.#text(), value: this.#value() })),
      stars: this.#each(() => this.#text()),
      texts: this.#each(() => ({ field: this.#text(), text: this.#text() })),
      imports: this.#each(() => ({ specifier: this.#text(), how: this.#word(importKinds) })),
      isModule: (flags & 1) !== 0,
      isWorker: (flags & 2) !== 0,
    }
  }

  #function(): FunctionSummary {
    const index = this.#from.number()
    const kind = this.#word(functionKinds)
    const parent = this.#from.number()
    const cls = this.#from.number()
    const name = this.#text()
    const flags = this.#from.count()
    const defaults = (flags & 32) !== 0 ? this.#each(() => this.#from.number()) : undefined
    return {
      index,
      name,
      kind,
      isAsync: (flags & 1) !== 0,
      isGenerator: (flags & 2) !== 0,
      isBodiless: (flags & 4) !== 0,
      catchesAll: (flags & 16) !== 0,
      start: this.#at.number(),
      end: this.#at.number(),
      line: this.#at.number(),
      column: this.#at.number(),
      parent,
      ...(cls >= 0 && { cls }),
      isStatic: (flags & 8) !== 0,
      params: this.#each(() => this.#text()),
      ...(defaults && { defaults }),
      returns: this.#list(),
      decorators: this.#list(),
    }
  }

  #class(): ClassSummary {
    const index = this.#from.number()
    const construct = this.#from.number()
    return {
      index,
      name: this.#text(),
      isInterface: this.#from.count() === 1,
      parents: this.#list(),
      members: this.#record(() => this.#list()),
      statics: this.#record(() => this.#list()),
      ...(construct >= 0 && { construct }),
      getters: this.#record(() => this.#from.number()),
      decorators: this.#list(),
      start: this.#at.number(),
    }
  }

  #binding(): Binding {
    return { name: this.#text(), start: this.#at.number(), values: this.#list(), props: this.#record(() => this.#list()) }
  }

  #call(): CallSummary {
    const index = this.#from.number()
    const kind = this.#word(callKinds)
    const fn = this.#from.number()
    const calleeText = this.#text()
    const name = this.#text()
    const callee = this.#value()
    const args = this.#list()
    const flags = this.#from.count()
    const wanted = (flags & 32) !== 0 ? this.#each(() => this.#from.number()) : undefined
    const emptiedBy = (flags & 128) !== 0 ? this.#each(() => this.#from.number()) : undefined
    const falsy = (flags & 256) !== 0 ? this.#each(() => this.#from.number()) : undefined
    return {
      index,
      kind,
      fn,
      start: this.#at.number(),
      end: this.#at.number(),
      calleeStart: this.#at.number(),
      calleeEnd: this.#at.number(),
      line: this.#at.number(),
      column: this.#at.number(),
      calleeText,
      name,
      callee,
      args,
      isAwaited: (flags & 1) !== 0,
      isPassedOn: (flags & 64) !== 0,
      hasSpread: (flags & 2) !== 0,
      ...((flags & 4) !== 0 && { text: this.#text() }),
      ...((flags & 8) !== 0 && { guard: 'once' as const }),
      ...((flags & 16) !== 0 && { guard: 'development' as const }),
      ...(emptiedBy && { emptiedBy }),
      ...(wanted && { flags: wanted }),
      ...(falsy && { falsy }),
    }
  }

  #use(): UseSummary {
    const fn = this.#from.number()
    const value = this.#value()
    const context = this.#context()
    return { fn, start: this.#at.number(), end: this.#at.number(), line: this.#at.number(), value, context }
  }

  #context(): UseContext {
    const as = this.#word(contexts)
    if (as !== 'argument') return plainContexts[as]
    const call = this.#from.number()
    const index = this.#from.number()
    const flags = this.#from.count()
    return { as, call, index, inArray: (flags & 1) !== 0, ...((flags & 2) !== 0 && { key: this.#text() }) }
  }

  #word<T>(words: readonly T[]): T {
    const word = words[this.#from.number()]
    if (word === undefined) throw new RangeError('a word that there is not')
    return word
  }

  #text(): string {
    return this.#values.string(this.#from.number())
  }

  #value(): Value {
    return this.#values.value(this.#from.number())
  }

  #list(): readonly Value[] {
    return this.#each(() => this.#value())
  }

  #each<T>(read: () => T): readonly T[] {
    let rest = this.#from.number()
    if (rest === 0) return empty
    const list: T[] = []
    for (; rest > 0; rest--) list.push(read())
    return list
  }

  #record<T>(read: () => T): Readonly<Record<string, T>> {
    const rest = this.#from.number()
    if (rest === 0) return emptyRecord
    const record: Record<string, T> = {}
    for (let at = 0; at < rest; at++) {
      const name = this.#text()
      // plain assignment of this one name would set the prototype
      if (name === '__proto__') Object.defineProperty(record, name, { value: read(), enumerable: true, configurable: true, writable: true })
      else record[name] = read()
    }
    return record
  }
}

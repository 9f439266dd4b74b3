/** The values of one summary as bytes: each once, however often it is mentioned. */
import type { Value } from '../summarise/summary.ts'
import { ByteReader, ByteWriter } from './bytes.ts'

type Kind = Value['k']

const empty: readonly never[] = []

/** The place in this list stands for the kind in the bytes. */
const kinds = [
  ...(['unknown', 'fn', 'class', 'binding', 'import', 'member', 'call', 'new', 'placed', 'object', 'array', 'this', 'super'] as const),
  ...(['instance', 'param', 'either', 'item', 'owner', 'exports', 'global'] as const),
] satisfies Kind[]
const places = Object.fromEntries(kinds.map((kind, place) => [kind, place])) as Readonly<Record<Kind, number>>
/** Three fields below this make one number, which is faster to look up than a string; nearly all values have no more. */
const smallField = 2 ** 17

/** Numbers the strings and the values of a summary as they come; equal ones get the same number. */
export class ValueWriter {
  readonly #strings = new Map<string, number>()
  readonly #seen = new Map<Value, number>()
  readonly #numbers = new Map<number | string, number>()
  readonly #table = new ByteWriter()

  string(text: string): number {
    let id = this.#strings.get(text)
    if (id === undefined) this.#strings.set(text, (id = this.#strings.size))
    return id
  }

  value(value: Value): number {
    let id = this.#seen.get(value)
    if (id !== undefined) return id
    const fields = this.#fields(value)
    const key = keyOf(fields)
    id = this.#numbers.get(key)
    if (id === undefined) {
      id = this.#numbers.size
      this.#numbers.set(key, id)
      for (const each of fields) this.#table.number(each)
    }
    this.#seen.set(value, id)
    return id
  }

  /** Both tables. */
  bytes(): Uint8Array {
    const all = new ByteWriter()
    all.text(JSON.stringify([...this.#strings.keys()]))
    all.count(this.#numbers.size)
    all.block(this.#table.bytes())
    return all.bytes()
  }

  /** The kind and what belongs to it; parts come before the whole, so that reading goes forward. */
  #fields(value: Value): number[] {
    const kind = places[value.k]
    switch (value.k) {
      case 'fn':
        return [kind, value.fn]
      case 'class':
        return [kind, value.cls]
      case 'binding':
        return [kind, value.id]
      case 'import':
        return [kind, this.string(value.specifier), this.string(value.name)]
      case 'member':
        return [kind, this.value(value.of), this.string(value.name)]
      case 'call':
        return [kind, this.value(value.of), ...this.#list(value.args)]
      case 'new':
      case 'instance':
        return [kind, this.value(value.of)]
      case 'item':
        return [kind, this.value(value.of), this.string(value.name ?? ''), this.string(value.field ?? '')]
      case 'placed':
        return [kind, this.string(value.file), this.value(value.value)]
      case 'object': {
        const props = Object.entries(value.props)
        return [kind, Number(value.open), props.length, ...props.flatMap(([name, held]) => [this.string(name), this.value(held)])]
      }
      case 'array':
        return [kind, ...this.#list(value.items)]
      case 'either':
        return [kind, ...this.#list(value.values)]
      case 'this':
      case 'super':
        return [kind, value.cls, Number(value.isStatic)]
      case 'param':
        return [kind, value.fn, value.index]
      case 'owner':
        return [kind, value.id, Number(value.onPrototype)]
      case 'global':
        return [kind, this.string(value.name)]
      case 'exports':
      case 'unknown':
        return [kind]
    }
  }

  #list(values: readonly Value[]): number[] {
    return [values.length, ...values.map((each) => this.value(each))]
  }
}

/** The first field, the kind, says how many follow, or which of them does. */
function keyOf(fields: readonly number[]): number | string {
  const [kind, first = 0, second = 0] = fields as [number, number?, number?]
  const isSmall = fields.length <= 3 && first >= 0 && second >= 0 && first < smallField && second < smallField
  return isSmall ? (kind * smallField + first) * smallField + second : fields.join()
}

/** Gives strings and values by their numbers. A value that is mentioned twice is one object, which spares the join the second look. */
export class ValueReader {
  readonly #strings: readonly string[]
  readonly #values: Value[] = []

  /** @throws for bytes that no `ValueWriter` wrote */
  constructor(tables: Uint8Array) {
    const reader = new ByteReader(tables)
    this.#strings = JSON.parse(reader.text()) as string[]
    const size = reader.size()
    const table = new ByteReader(reader.block())
    for (let index = 0; index < size; index++) this.#values.push(this.#read(table))
  }

  string(id: number): string {
    const text = this.#strings[id]
    if (typeof text !== 'string') throw new RangeError('a string that is not in the table')
    return text
  }

  value(id: number): Value {
    const value = this.#values[id]
    if (value === undefined) throw new RangeError('a value that is not in the table')
    return value
  }

  #read(from: ByteReader): Value {
    const k = kinds[from.number()]
    switch (k) {
      case 'fn':
        return { k, fn: from.number() }
      case 'class':
        return { k, cls: from.number() }
      case 'binding':
        return { k, id: from.number() }
      case 'import':
        return { k, specifier: this.string(from.number()), name: this.string(from.number()) }
      case 'member':
        return { k, of: this.value(from.number()), name: this.string(from.number()) }
      case 'call':
        return { k, of: this.value(from.number()), args: this.#list(from) }
      case 'new':
        return { k, of: this.value(from.number()) }
      case 'instance':
        return { k, of: this.value(from.number()) }
      case 'item':
        return this.#item(from)
      case 'placed':
        return { k, file: this.string(from.number()), value: this.value(from.number()) }
      case 'object':
        return this.#object(from)
      case 'array':
        return { k, items: this.#list(from) }
      case 'either':
        return { k, values: this.#list(from) }
      case 'this':
        return { k, cls: from.number(), isStatic: from.number() === 1 }
      case 'super':
        return { k, cls: from.number(), isStatic: from.number() === 1 }
      case 'param':
        return { k, fn: from.number(), index: from.number() }
      case 'owner':
        return { k, id: from.number(), onPrototype: from.number() === 1 }
      case 'global':
        return { k, name: this.string(from.number()) }
      case 'exports':
        return { k }
      case 'unknown':
        return { k }
      default:
        throw new RangeError('a kind of value that there is not')
    }
  }

  #item(from: ByteReader): Value {
    const of = this.value(from.number())
    const [name, field] = [this.string(from.number()), this.string(from.number())]
    return { k: 'item', of, ...(name !== '' && { name }), ...(field !== '' && { field }) }
  }

  #object(from: ByteReader): Value {
    const open = from.number() === 1
    const props: [string, Value][] = []
    for (let rest = from.number(); rest > 0; rest--) props.push([this.string(from.number()), this.value(from.number())])
    return { k: 'object', props: Object.fromEntries(props), open }
  }

  #list(from: ByteReader): readonly Value[] {
    let rest = from.number()
    if (rest === 0) return empty
    const list: Value[] = []
    for (; rest > 0; rest--) list.push(this.value(from.number()))
    return list
  }
}

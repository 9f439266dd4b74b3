/** What stands in a slot for a value that came from another thread and is not looked at yet, or that could not come. */
import { NotCloneableError } from '../errors.ts'

/** Stands for a stored `undefined`, as an empty slot means "not set". */
export const undefinedMark: unique symbol = Symbol.for('offloop.undefined') as never

/** A value on its way. */
export abstract class Parcel {
  /** The value; throws where it could not travel. */
  abstract open(name: string, decode: (data: unknown) => unknown): unknown
}

/** A value that a codec has encoded; decoded once, at the first read, when its variable is known here. */
export class Encoded extends Parcel {
  readonly data: unknown
  #decoded: { readonly value: unknown } | undefined
  constructor(data: unknown) {
    super()
    this.data = data
  }
  open(_name: string, decode: (data: unknown) => unknown): unknown {
    this.#decoded ??= { value: decode(this.data) }
    return this.#decoded.value
  }
}

/** A value that could not travel. */
export class Unclonable extends Parcel {
  readonly #reason: string
  constructor(reason: string) {
    super()
    this.#reason = reason
  }
  open(name: string): never {
    throw new NotCloneableError(`The value of context variable "${name}" (${this.#reason})`)
  }
}

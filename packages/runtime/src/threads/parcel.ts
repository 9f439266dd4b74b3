/** What stands in a slot for a value that came from another thread and is not looked at yet, or that could not come. */
import { nameOf, travelOf } from '../cell.ts'
import { NotCloneableError } from '../errors.ts'

/** Stands for a stored `undefined`, as an empty slot means "not set". */
export const undefinedMark: unique symbol = Symbol.for('offloop.undefined') as never

const brand = Symbol.for('offloop.parcel')

/** Whether a slot holds a parcel, of whichever copy of this package. */
export function isParcel(value: unknown): value is Parcel {
  return typeof value === 'object' && value !== null && brand in value
}

/** A value on its way. */
export abstract class Parcel {
  readonly [brand] = true
  /** What it holds, where it could travel. */
  abstract readonly data: unknown
  readonly isEncoded: boolean
  constructor(isEncoded: boolean) {
    this.isEncoded = isEncoded
  }
  /** The value; throws where it could not travel. */
  abstract open(name: string, decode: (data: unknown) => unknown): unknown
}

/** A value that a codec has encoded; decoded once, at the first read, when its variable is known here. */
export class Encoded extends Parcel {
  readonly data: unknown
  #decoded: { readonly value: unknown } | undefined
  constructor(data: unknown) {
    super(true)
    this.data = data
  }
  open(_name: string, decode: (data: unknown) => unknown): unknown {
    this.#decoded ??= { value: decode(this.data) }
    return this.#decoded.value
  }
}

/** A value that could not travel. */
export class Unclonable extends Parcel {
  readonly data = undefined
  readonly #reason: string
  constructor(reason: string) {
    super(false)
    this.#reason = reason
  }
  open(name: string): never {
    throw new NotCloneableError(`The value of context variable "${name}" (${this.#reason})`)
  }
}

/** Whether what stands in a slot is surely the value itself. */
export const isPlain = (value: unknown): boolean => typeof value !== 'object' && typeof value !== 'symbol'

const same = (data: unknown): unknown => data

/** What stands in a slot, as a value; throws where it could not travel. */
export function openSlot(slot: number, value: unknown): unknown {
  if (isParcel(value)) return value.open(nameOf(slot), (data) => (travelOf(slot)?.decode ?? same)(data))
  return value === undefinedMark ? undefined : value
}

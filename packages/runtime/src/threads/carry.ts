/** How context values and errors cross between threads. */
import { currentCell, nameOf, slotOf, writeSlot, type Cell } from '../cell.ts'
import { NotCloneableError } from '../errors.ts'
import { addressOf, functionAt, type Address } from './address.ts'

/** A variable on its way: name and value; without a value it was deleted. */
export type Carried = readonly [name: string, value?: unknown]

/** What stands in a slot whose value could not travel. */
export class Unclonable {
  readonly #reason: string
  constructor(reason: string) {
    this.#reason = reason
  }
  /** The error of reading it. */
  error(name: string): NotCloneableError {
    return new NotCloneableError(`The value of context variable "${name}" (${this.#reason})`)
  }
}

const marker = '\u0000offloop'
const undefinedMark = Symbol.for('offloop.undefined')

function packValue(value: unknown): unknown {
  if (value === undefinedMark) return { [marker]: 'undefined' }
  if (value instanceof Unclonable) return { [marker]: 'left behind on another thread' }
  if (value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')) return value
  try {
    return structuredClone(value)
  } catch (error) {
    return { [marker]: (error as Error).message }
  }
}

function unpackValue(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || !(marker in value)) return value
  const reason = String(value[marker])
  return reason === 'undefined' ? undefinedMark : new Unclonable(reason)
}

/** The variables of a task. */
export function packContext(cell: Cell = currentCell()): Carried[] {
  const carried: Carried[] = []
  cell.values.forEach((value, slot) => {
    if (value !== undefined) carried.push([nameOf(slot), packValue(value)])
  })
  return carried
}

/** Whether the values are primitives, so that one packing of them serves many calls. */
export const isPlainContext = (carried: readonly Carried[]): boolean =>
  carried.every(([, value]) => value === null || typeof value !== 'object')

/** The values of carried variables, by slot. */
export function unpackValues(carried: readonly Carried[]): readonly unknown[] {
  const values: unknown[] = []
  for (const [name, value] of carried) values[slotOf(name)] = unpackValue(value)
  return values
}

/** What was written to a cell, deletions included. */
export function packWritten(cell: Cell): readonly Carried[] | undefined {
  if (!cell.written) return undefined
  return [...cell.written].map((slot) => {
    const value = cell.values[slot]
    return value === undefined ? [nameOf(slot)] : [nameOf(slot), packValue(value)]
  })
}

/** Brings written variables home. */
export function applyWritten(cell: Cell, written: readonly Carried[]): void {
  for (const [name, ...value] of written) writeSlot(cell, slotOf(name), value.length === 0 ? undefined : unpackValue(value[0]))
}

interface PackedError {
  name: string
  message: string
  stack: string
  address?: Address
  own: [string, unknown][]
}

/** A thrown value as data: class, message, stack, own properties, causes. */
export function packError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return { [marker]: 'value', value: packValue(thrown) }
  const packed: PackedError = { name: thrown.constructor.name, message: thrown.message, stack: thrown.stack ?? '', own: [] }
  if (typeof Reflect.get(globalThis, packed.name) !== 'function') {
    try {
      packed.address = addressOf(thrown.constructor as never)
    } catch {
      // A class that can't be named arrives as a plain Error with its name and properties.
    }
  }
  for (const key of Object.getOwnPropertyNames(thrown)) {
    if (key === 'message' || key === 'stack') continue
    const value = Reflect.get(thrown, key) as unknown
    if (value instanceof Error) packed.own.push([key, packError(value)])
    else if (key === 'errors' && Array.isArray(value)) packed.own.push([key, { [marker]: 'list', list: value.map(packError) }])
    else packed.own.push([key, packValue(value)])
  }
  return { [marker]: 'error', error: packed }
}

/** The error again, of its own class where that can be loaded, with the caller's frames below the thread's. */
export function unpackError(data: unknown, callerStack = ''): unknown {
  if (data === null || typeof data !== 'object' || !(marker in data)) return data
  const { error: packed, value, list } = data as { error?: PackedError; value?: unknown; list?: unknown[] }
  if (list) return list.map((item) => unpackError(item))
  if (!packed) return 'value' in data ? unpackValue(value) : unpackValue(data)
  const error = Object.create(prototypeOf(packed)) as Error
  // captureStackTrace makes it an error for inspectors; the stack is replaced below.
  Error.captureStackTrace(error)
  const define = (key: string, content: unknown, enumerable: boolean): void =>
    void Object.defineProperty(error, key, { value: content, enumerable, writable: true, configurable: true })
  define('message', packed.message, false)
  define('stack', packed.stack + callerStack, false)
  for (const [key, content] of packed.own) define(key, unpackError(content), key !== 'cause' && key !== 'errors')
  return error
}

function prototypeOf(packed: PackedError): object {
  const builtin = Reflect.get(globalThis, packed.name) as unknown
  if (typeof builtin === 'function') return builtin.prototype as object
  try {
    return packed.address ? (functionAt(packed.address) as unknown as { prototype: object }).prototype : Error.prototype
  } catch {
    return Error.prototype
  }
}

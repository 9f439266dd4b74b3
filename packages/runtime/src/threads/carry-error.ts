/** How errors cross between threads: whole, with their class, own properties, causes and both stacks. */
import { addressOf, type Address } from './address.ts'
import { withoutOwnFrames } from './frames.ts'
import { valueAt } from './functions.ts'
import { marker, packValue, unpackValue } from './carry.ts'

interface PackedError {
  readonly name: string
  readonly message: string
  readonly stack: string
  /** Where its class is found, if it is none of the platform's. */
  readonly address?: Address
  readonly own: [string, unknown][]
}

type Packed = { readonly [marker]: string; error?: PackedError; value?: unknown; list?: unknown[]; index?: number }

/** A thrown value as data: class, message, stack, own properties, causes. `seen` are the errors around it, which it may point back to. */
export function packError(thrown: unknown, seen: unknown[] = []): unknown {
  if (!(thrown instanceof Error)) return { [marker]: 'value', value: packValue(thrown) }
  const known = seen.indexOf(thrown)
  if (known >= 0) return { [marker]: 'again', index: known }
  seen.push(thrown)
  const name = thrown instanceof DOMException ? thrown.name : thrown.constructor.name
  const address = thrown instanceof DOMException ? undefined : addressOfClass(thrown)
  const own: [string, unknown][] = []
  for (const key of Object.getOwnPropertyNames(thrown)) {
    if (key === 'message' || key === 'stack') continue
    const value = Reflect.get(thrown, key) as unknown
    if (value instanceof Error) own.push([key, packError(value, seen)])
    else if (key === 'errors' && Array.isArray(value))
      own.push([key, { [marker]: 'list', list: value.map((each) => packError(each, seen)) }])
    else own.push([key, packValue(value)])
  }
  const error = { name, message: thrown.message, stack: withoutOwnFrames(thrown.stack ?? ''), own, ...(address && { address }) }
  return { [marker]: thrown instanceof DOMException ? 'dom' : 'error', error }
}

function addressOfClass({ constructor }: Error): Address | undefined {
  if (typeof Reflect.get(globalThis, constructor.name) === 'function') return undefined
  try {
    return addressOf(constructor as never)
  } catch {
    return undefined // a class that can't be named arrives as a plain Error with its name and properties
  }
}

/** The error again, of its own class where that can be loaded, with the caller's frames below the thread's. */
export function unpackError(data: unknown, callerStack = '', seen: unknown[] = []): unknown {
  if (data === null || typeof data !== 'object' || !(marker in data)) return data
  const packed = data as Packed
  if (packed.list) return packed.list.map((item) => unpackError(item, '', seen))
  if (packed.index !== undefined) return seen[packed.index]
  if (!packed.error) return 'value' in packed ? unpackValue(packed.value) : unpackValue(data)
  const error = packed[marker] === 'dom' ? new DOMException(packed.error.message, packed.error.name) : bareError(packed.error)
  seen.push(error)
  const define = (key: string, content: unknown, enumerable: boolean): void =>
    void Object.defineProperty(error, key, { value: content, enumerable, writable: true, configurable: true })
  define('stack', packed.error.stack + callerStack, false)
  for (const [key, content] of packed.error.own) define(key, unpackError(content, '', seen), key !== 'cause' && key !== 'errors')
  return error
}

function bareError(packed: PackedError): Error {
  const error = Object.create(prototypeOf(packed)) as Error
  // captureStackTrace makes it an error for inspectors; the stack is replaced.
  Error.captureStackTrace(error)
  Object.defineProperty(error, 'message', { value: packed.message, writable: true, configurable: true })
  return error
}

function prototypeOf(packed: PackedError): object {
  const builtin = Reflect.get(globalThis, packed.name) as unknown
  if (typeof builtin === 'function') return builtin.prototype as object
  try {
    return packed.address ? (valueAt(packed.address) as unknown as { prototype: object }).prototype : Error.prototype
  } catch {
    return Error.prototype
  }
}

/** How errors cross between threads: whole, with their class, own properties, causes and both stacks. */
import { addressOf, type Address } from './address.ts'
import { withoutOwnFrames } from './frames.ts'
import { valueAt } from './functions.ts'
import { marker, packValue, unpackValue } from './carry.ts'

/** An error's class on its way. */
export interface PackedClass {
  readonly name: string
  /** Where its class is found, if it is none of the platform's. */
  readonly address?: Address
}

/** Finds the prototype for an error that has arrived; undefined where its class is not known. */
export type PrototypeOf = (packed: PackedClass) => object | undefined

interface PackedError extends PackedClass {
  readonly message: string
  readonly stack: string
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

/**
 * The error again, of its own class where that can be found, with the caller's frames below the thread's.
 * By default a class is loaded from the module that the data names, so data from outside this process needs a `prototypeOf` that doesn't.
 */
export function unpackError(data: unknown, callerStack = '', prototypeOf: PrototypeOf = loadedPrototype, seen: unknown[] = []): unknown {
  if (data === null || typeof data !== 'object' || !(marker in data)) return data
  const packed = data as Packed
  if (packed.list) return packed.list.map((item) => unpackError(item, '', prototypeOf, seen))
  if (packed.index !== undefined) return seen[packed.index]
  if (!packed.error) return 'value' in packed ? unpackValue(packed.value) : unpackValue(data)
  const error = packed[marker] === 'dom' ? new DOMException(packed.error.message, packed.error.name) : bareError(packed.error, prototypeOf)
  seen.push(error)
  const define = (key: string, content: unknown, enumerable: boolean): void =>
    void Object.defineProperty(error, key, { value: content, enumerable, writable: true, configurable: true })
  define('stack', packed.error.stack + callerStack, false)
  for (const [key, content] of packed.error.own)
    define(key, unpackError(content, '', prototypeOf, seen), key !== 'cause' && key !== 'errors')
  return error
}

function bareError(packed: PackedError, prototypeOf: PrototypeOf): Error {
  const prototype = prototypeOf(packed)
  const error = Object.create(prototype ?? Error.prototype) as Error
  if (!prototype) Object.defineProperty(error, 'name', { value: packed.name, writable: true, configurable: true })
  // captureStackTrace makes it an error for inspectors; the stack is replaced.
  Error.captureStackTrace(error)
  Object.defineProperty(error, 'message', { value: packed.message, writable: true, configurable: true })
  return error
}

/** The prototype of an error class of the platform. */
export function builtinPrototype({ name }: PackedClass): object | undefined {
  const builtin = Reflect.get(globalThis, name) as unknown
  const prototype = typeof builtin === 'function' ? (builtin.prototype as unknown) : undefined
  return prototype === Error.prototype || prototype instanceof Error ? (prototype as object) : undefined
}

function loadedPrototype(packed: PackedClass): object | undefined {
  const builtin = builtinPrototype(packed)
  if (builtin || !packed.address) return builtin
  try {
    return (valueAt(packed.address) as unknown as { prototype: object }).prototype
  } catch {
    return undefined
  }
}

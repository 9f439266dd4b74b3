/** Names what can't be copied to a thread: the argument of a call and the path in it, or a handle that would arrive as an empty object. */
import { NotCloneableError } from '../errors.ts'

const isPlain = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')

/** Whether sending failed because of what was to be sent. */
export const isCloneFailure = (error: unknown): boolean => error instanceof DOMException && error.name === 'DataCloneError'

/** What throws for a value that can't travel. */
type Copy = (value: unknown) => unknown

/** The error for arguments that could not be sent. What is listed in `transfer` moves. */
export function explain(args: readonly unknown[], transfer: readonly unknown[], name: string, cause: unknown): NotCloneableError {
  const index = args.findIndex((arg) => !transfer.includes(arg) && !isCloneable(arg))
  const what = index < 0 ? `What transfer lists for ${name}` : `Argument ${index + 1} of ${name}${pathTo(args[index])}`
  return new NotCloneableError(what, { cause })
}

/** Names the argument, and the path in it, that `copy` throws for; undefined where it throws for none. */
export function uncopiedArgument(args: readonly unknown[], name: string, copy: Copy): string | undefined {
  const index = args.findIndex((arg) => !isCloneable(arg, copy))
  return index < 0 ? undefined : `Argument ${index + 1} of ${name}${pathTo(args[index], copy)}`
}

/** Names the result, and the path in it, that `copy` throws for. */
export const uncopiedResult = (value: unknown, name: string, copy: Copy = structuredClone): string =>
  `The result of ${name}${pathTo(value, copy)}`

/** The error for a result that could not be sent. */
export const explainResult = (value: unknown, name: string, cause: unknown): NotCloneableError =>
  new NotCloneableError(uncopiedResult(value, name), { cause })

function isCloneable(value: unknown, copy: Copy = structuredClone): boolean {
  if (isPlain(value)) return true
  try {
    copy(value)
    return true
  } catch {
    return false
  }
}

function pathTo(value: unknown, copy: Copy = structuredClone, seen = new Set<unknown>()): string {
  if (value === null || typeof value !== 'object' || seen.has(value)) return ''
  seen.add(value)
  for (const [key, inner] of Object.entries(value))
    if (!isCloneable(inner, copy)) return `${Array.isArray(value) ? `[${key}]` : `.${key}`}${pathTo(inner, copy, seen)}`
  return ''
}

/**
 * Whether a value is an object of a class of which nothing would arrive, such as the handle of a database:
 * structured clone copies own properties and forgets the class.
 */
function isHandle(value: unknown, copy: Copy): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false
  const prototype = Object.getPrototypeOf(value) as object | null
  if (prototype === null || prototype === Object.prototype || Object.keys(value).length > 0) return false
  // What the platform copies has no properties either: dates, maps, buffers, keys.
  return isCloneable(value, copy) && Object.getPrototypeOf(copy(value)) === Object.prototype
}

/** Throws NotCloneableError for a value that would arrive empty; `what` says which it is. */
export function refuseHandle(value: unknown, what: () => string, copy: Copy = structuredClone): void {
  if (isHandle(value, copy)) throw new NotCloneableError(`${what()} (a ${value.constructor.name}, which belongs to its thread)`)
}

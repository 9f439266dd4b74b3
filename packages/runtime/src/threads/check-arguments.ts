/** Names the argument of a call, and the path in it, that can't be copied to a thread. */
import { NotCloneableError } from '../errors.ts'

const isPlain = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')

/** Throws NotCloneableError where an argument can't be copied; what is listed in `transfer` moves and is not looked at. */
export function checkArguments(args: readonly unknown[], name: string): void {
  if (args.every(isPlain)) return
  try {
    structuredClone(args)
  } catch (cause) {
    const index = args.findIndex((arg) => !isCloneable(arg))
    throw new NotCloneableError(`Argument ${index + 1} of ${name}${pathTo(args[index], new Set())}`, { cause })
  }
}

function isCloneable(value: unknown): boolean {
  if (isPlain(value)) return true
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

function pathTo(value: unknown, seen: Set<unknown>): string {
  if (value === null || typeof value !== 'object' || seen.has(value)) return ''
  seen.add(value)
  for (const [key, inner] of Object.entries(value))
    if (!isCloneable(inner)) return `${Array.isArray(value) ? `[${key}]` : `.${key}`}${pathTo(inner, seen)}`
  return ''
}

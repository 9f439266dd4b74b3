/** What a wrapper shows of the function behind it. */
import type { AnyFunction } from './async-brand.ts'

const wrapped = Symbol.for('offloop.wrapped')

/** Gives a wrapper the name, the length and the own properties of `fn`, and remembers `fn`. */
export function dress<W extends AnyFunction>(wrapper: W, fn: AnyFunction): W {
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(fn)))
    if (property.enumerable) Object.defineProperty(wrapper, key, property)
  for (const key of ['name', 'length'] as const) Object.defineProperty(wrapper, key, { value: fn[key], configurable: true })
  Object.defineProperty(wrapper, wrapped, { value: fn })
  return wrapper
}

/** The function behind a wrapper, whichever copy of this package made it; undefined where `value` is none. */
export const behind = (value: unknown): AnyFunction | undefined =>
  typeof value === 'function' ? (value as { [wrapped]?: AnyFunction })[wrapped] : undefined

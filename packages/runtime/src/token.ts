/** What undoes one `set` of a context variable, on whichever thread of the same task. */
import { currentCell, slotOf, type Variables } from './cell.ts'
import type { ContextVar } from './context-var.ts'
import { ContextError } from './errors.ts'
import { nextNumber } from './numbers.ts'
import { openSlot } from './threads/parcel.ts'

/** Who holds this key may make tokens and take their values: `ContextVar`, and threads that hand them on. */
export const tokenKey = Symbol.for('offloop.token')

/** A token on its way to another thread. */
export interface TokenData {
  readonly name: string
  readonly contextId: number
  readonly old: unknown
  readonly number: number
  readonly isUsed: boolean
}

/** Undoes one `set`: `variable.reset(token)`, or `using _ = variable.set(value)`. Made by `set` alone. A token that is an argument or a result of a call works on the other thread, too. */
export interface Token<T> {
  readonly variable: ContextVar<T>
  /** Whether the variable had a value before. */
  readonly hadValue: boolean
  /** The value before, or undefined where there was none. */
  readonly oldValue: T | undefined
  [Symbol.dispose](): void
}

/** A token as `set` makes it. */
export class SetToken<T> implements Token<T> {
  declare readonly [tokenKey]: true
  readonly variable: ContextVar<T>
  readonly #contextId: number
  readonly #old: unknown
  #number: number | undefined
  #used = false
  static {
    // On the prototype: a token is made at every set.
    Object.defineProperty(this.prototype, tokenKey, { value: true })
  }
  constructor(access: typeof tokenKey, variable: ContextVar<T>, contextId: number, old: unknown, number?: number, isUsed = false) {
    if (access !== tokenKey) throw new TypeError('Tokens are made by ContextVar.set alone.')
    this.variable = variable
    this.#contextId = contextId
    this.#old = old
    this.#number = number
    this.#used = isUsed
  }
  get hadValue(): boolean {
    return this.#old !== undefined
  }
  get oldValue(): T | undefined {
    return openSlot(slotOf(this.variable.name), this.#old) as T | undefined
  }
  /** Takes the old value out, once, in the context that made the token. */
  take(access: typeof tokenKey, variable: ContextVar<T>, variables: Variables): unknown {
    if (access !== tokenKey) throw new TypeError('Use ContextVar.reset.')
    if (this.#used || (this.#number !== undefined && variables.usedTokens?.has(this.#number)))
      throw new ContextError(`This token of "${variable.name}" has been used once already.`)
    if (this.variable !== variable) throw new ContextError(`This token was made by "${this.variable.name}", not by "${variable.name}".`)
    if (this.#contextId !== variables.id) throw new ContextError(`This token of "${variable.name}" was made in another context.`)
    this.#used = true
    if (this.#number !== undefined) (variables.usedTokens ??= new Set()).add(this.#number)
    return this.#old
  }
  /** What another thread needs of it. */
  pack(access: typeof tokenKey): TokenData {
    if (access !== tokenKey) throw new TypeError('Tokens travel by themselves.')
    this.#number ??= nextNumber()
    const isUsed = this.#used || (currentCell().variables.usedTokens?.has(this.#number) ?? false)
    return { name: this.variable.name, contextId: this.#contextId, old: this.#old, number: this.#number, isUsed }
  }
  [Symbol.dispose](): void {
    this.variable.reset(this)
  }
}

/** Whether a value is a token, of whichever copy of this package. */
export const isToken = (value: unknown): value is SetToken<unknown> => typeof value === 'object' && value !== null && tokenKey in value

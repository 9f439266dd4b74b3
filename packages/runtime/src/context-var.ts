/** What a task carries with it: ContextVar, its tokens, and copies of a context (Python's contextvars, PEP 567). */
import { childCell, currentCell, runInCell, slotOf, writeSlot, type Cell } from './cell.ts'
import { ContextError, LookupError } from './errors.ts'
import { Unclonable } from './threads/carry.ts'

/** Stands for a stored `undefined`, as an empty slot means "not set". */
const storedUndefined: unique symbol = Symbol.for('offloop.undefined') as never
const defined = new Map<string, string>()

/** Options of a ContextVar. */
export interface ContextVarOptions<T> {
  /** What `get` returns where nothing was set. */
  default?: T
}

/** Undoes one `set`: `variable.reset(token)`, or `using _ = variable.set(value)`. */
export class Token<T> {
  readonly variable: ContextVar<T>
  readonly #cell: Cell
  readonly #old: unknown
  #used = false
  constructor(variable: ContextVar<T>, cell: Cell, old: unknown) {
    this.variable = variable
    this.#cell = cell
    this.#old = old
  }
  /** Takes the old value out, once, in the context that made the token. */
  take(variable: ContextVar<T>, cell: Cell): unknown {
    if (this.#used) throw new ContextError(`This token of "${variable.name}" has been used once already.`)
    if (this.variable !== variable) throw new ContextError(`This token was made by "${this.variable.name}", not by "${variable.name}".`)
    if (this.#cell !== cell) throw new ContextError(`This token of "${variable.name}" was made in another context.`)
    this.#used = true
    return this.#old
  }
  [Symbol.dispose](): void {
    this.variable.reset(this)
  }
}

/** A variable whose value belongs to the running task and travels to threads with its calls. `name` identifies it on every thread. */
export class ContextVar<T> {
  readonly name: string
  readonly #slot: number
  readonly #options: ContextVarOptions<T>
  constructor(name: string, options: ContextVarOptions<T> = {}) {
    const place = new Error().stack?.split('\n')[2]?.trim() ?? ''
    const other = defined.get(name)
    if (other !== undefined && other !== place)
      throw new ContextError(`Context variable "${name}" is defined twice: ${other} and ${place}.`)
    defined.set(name, place)
    this.name = name
    this.#slot = slotOf(name)
    this.#options = options
  }
  /** The value here, else `fallback`, else the default; throws LookupError. */
  get(fallback?: T): T
  get(...fallback: T[]): T {
    const value = currentCell().values[this.#slot]
    if (value === undefined) {
      if (fallback.length > 0) return fallback[0] as T
      if ('default' in this.#options) return this.#options.default as T
      throw new LookupError(this.name)
    }
    if (value instanceof Unclonable) throw value.error(this.name)
    return (value === storedUndefined ? undefined : value) as T
  }
  /** Sets the value for the running task; awaited callees share it. */
  set(value: T): Token<T> {
    const cell = currentCell()
    const token = new Token<T>(this, cell, cell.values[this.#slot])
    writeSlot(cell, this.#slot, value === undefined ? storedUndefined : value)
    return token
  }
  /** Restores what was there before the `set` that made `token`. */
  reset(token: Token<T>): void {
    const cell = currentCell()
    writeSlot(cell, this.#slot, token.take(this, cell))
  }
}

/** A copy of a task's variables that functions can run in. */
export class Context {
  readonly #cell: Cell
  #entered = false
  constructor(cell: Cell) {
    this.#cell = cell
  }
  /** Runs `fn` here; what it sets stays here. Throws ContextError when entered already. */
  run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
    if (this.#entered) throw new ContextError('This context is entered already. Use copyContext() for a second one.')
    this.#entered = true
    try {
      return runInCell(this.#cell, () => fn(...args))
    } finally {
      this.#entered = false
    }
  }
}

/** A copy of the running task's context, made in constant time. */
export const copyContext = (): Context => new Context(childCell())

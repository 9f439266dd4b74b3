/** What a task carries with it: ContextVar and its tokens (Python's contextvars, PEP 567). */
import { currentCell, setTravel, slotOf, writeSlot, type Variables } from './cell.ts'
import { ContextError, LookupError } from './errors.ts'
import { shared } from './process-state.ts'
import { isParcel, undefinedMark } from './threads/parcel.ts'

const defined = shared('variable places', () => new Map<string, string>())
const bySlot = shared('variables', (): ContextVar<unknown>[] => [])
const key = Symbol('token')

/** How values that structured clone can't copy travel to threads and back. */
export interface Codec<T> {
  /** The value as data that structured clone can copy. */
  encode(value: T): unknown
  decode(data: never): T
}

/** Options of a ContextVar. */
export interface ContextVarOptions<T> {
  /** What `get` returns where nothing was set. */
  default?: T
  /** How values travel that structured clone can't copy. */
  codec?: Codec<T>
  /** The value belongs to the thread that set it (a database handle): it never travels. Default false. */
  threadCritical?: boolean
}

/** Undoes one `set`: `variable.reset(token)`, or `using _ = variable.set(value)`. Made by `set` alone. */
export class Token<T> {
  readonly variable: ContextVar<T>
  readonly #variables: Variables
  readonly #old: unknown
  #used = false
  constructor(access: typeof key, variable: ContextVar<T>, variables: Variables, old: unknown) {
    if (access !== key) throw new TypeError('Tokens are made by ContextVar.set alone.')
    this.variable = variable
    this.#variables = variables
    this.#old = old
  }
  /** Whether the variable had a value before. */
  get hadValue(): boolean {
    return this.#old !== undefined
  }
  /** The value before, or undefined where there was none. */
  get oldValue(): T | undefined {
    return open(this.variable, this.#old)
  }
  /** Takes the old value out, once, in the context that made the token. */
  take(access: typeof key, variable: ContextVar<T>, variables: Variables): unknown {
    if (access !== key) throw new TypeError('Use ContextVar.reset.')
    if (this.#used) throw new ContextError(`This token of "${variable.name}" has been used once already.`)
    if (this.variable !== variable) throw new ContextError(`This token was made by "${this.variable.name}", not by "${variable.name}".`)
    if (this.#variables !== variables) throw new ContextError(`This token of "${variable.name}" was made in another context.`)
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
    if (typeof name !== 'string' || name === '') throw new TypeError('A context variable needs a name: threads know it by that.')
    claimName(name, placeIn(new Error().stack))
    this.name = name
    this.#slot = slotOf(name)
    this.#options = options
    bySlot[this.#slot] = this as ContextVar<unknown>
    const { codec, threadCritical = false } = options
    setTravel(this.#slot, { isThreadCritical: threadCritical, ...(codec && { encode: (value) => codec.encode(value as T) }) })
  }
  /** The value here, else `fallback`, else the default; throws LookupError. */
  get(fallback?: T): T
  get(...fallback: T[]): T {
    const value = currentCell().variables.values[this.#slot]
    if (value === undefined) {
      if (fallback.length > 0) return fallback[0] as T
      if ('default' in this.#options) return this.#options.default as T
      throw new LookupError(this.name)
    }
    return open(this, value) as T
  }
  /** Sets the value for the running task; awaited callees share it. */
  set(value: T): Token<T> {
    const { variables } = currentCell()
    const token = new Token<T>(key, this, variables, variables.values[this.#slot])
    writeSlot(variables, this.#slot, value === undefined ? undefinedMark : value)
    return token
  }
  /** Restores what was there before the `set` that made `token`. */
  reset(token: Token<T>): void {
    const { variables } = currentCell()
    writeSlot(variables, this.#slot, token.take(key, this, variables))
  }
  /** What came from another thread, as a value. */
  decode(data: unknown): T {
    const { codec } = this.#options
    return codec ? codec.decode(data as never) : (data as T)
  }
}

/** Where the caller of a constructor stands: a loader that compiles a module twice gives its frames other names, not other places. */
export function placeIn(stack = ''): string {
  const frame = stack.split('\n')[2]?.trim() ?? ''
  return /\(?([^\s()]+:\d+:\d+)\)?$/u.exec(frame)?.[1] ?? frame
}

/** A second definition of a name from another place would be the same variable by mistake. */
export function claimName(name: string, place: string): void {
  const other = defined.get(name)
  if (other !== undefined && other !== place) throw new ContextError(`Context variable "${name}" is defined twice: ${other} and ${place}.`)
  defined.set(name, place)
}

/** The variable of a slot, where one is defined. */
export const variableAt = (slot: number): ContextVar<unknown> | undefined => bySlot[slot]

/** What stands in a slot, as a value; throws where it could not travel. */
export function open<T>(variable: ContextVar<T>, value: unknown): T | undefined {
  if (isParcel(value)) return value.open(variable.name, (data) => variable.decode(data)) as T
  return (value === undefinedMark ? undefined : value) as T
}

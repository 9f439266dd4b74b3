/** What a task carries with it: ContextVar and its tokens (Python's contextvars, PEP 567). */
import { currentCell, setTravel, slotOf, writableVariables, writeSlot } from './cell.ts'
import { ContextError, LookupError } from './errors.ts'
import { shared } from './process-state.ts'
import { isPlain, openSlot, undefinedMark } from './threads/parcel.ts'
import { isToken, SetToken, tokenKey, type Token } from './token.ts'

const defined = shared('variable places', () => new Map<string, string>())
const labels = shared('labels', () => new Map<string, () => string | undefined>())
const bySlot = shared('variables', (): ContextVar<unknown>[] => [])

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
  /** The detector names the value in its records: as text, or as what this function makes of it. Default false. */
  label?: boolean | ((value: T) => string)
}

/** A variable whose value belongs to the running task and travels to threads with its calls. `name` identifies it on every thread. */
export class ContextVar<T> {
  readonly name: string
  readonly #slot: number
  readonly #options: Omit<ContextVarOptions<T>, 'label'>
  constructor(name: string, options: ContextVarOptions<T> = {}) {
    if (typeof name !== 'string' || name === '') throw new TypeError('A context variable needs a name: threads know it by that.')
    claimName(name, placeIn(new Error().stack))
    this.name = name
    this.#slot = slotOf(name)
    this.#options = options
    bySlot[this.#slot] = this as ContextVar<unknown>
    const { codec, threadCritical = false, label = false } = options
    if (label !== false) labels.set(name, () => this.#labelText(label))
    setTravel(this.#slot, {
      isThreadCritical: threadCritical,
      ...(codec && { encode: (value) => codec.encode(value as T), decode: (data) => codec.decode(data as never) }),
    })
  }
  /** The value here, else `fallback`, else the default; throws LookupError. */
  get(fallback?: T): T {
    const value = currentCell().variables.values[this.#slot]
    if (value !== undefined) return (isPlain(value) ? value : openSlot(this.#slot, value)) as T
    // An argument of undefined counts, too. Rest parameters would make an array at each call.
    if (arguments.length > 0) return fallback as T
    if ('default' in this.#options) return this.#options.default as T
    throw new LookupError(this.name, this.#options.threadCritical)
  }
  #labelText(label: true | ((value: T) => string)): string | undefined {
    if (currentCell().variables.values[this.#slot] === undefined && !('default' in this.#options)) return undefined
    const value = this.get()
    if (value === undefined || value === null) return undefined
    return label === true ? String(value) : label(value)
  }
  /** Sets the value for the running task; awaited callees share it. */
  set(value: T): Token<T> {
    const variables = writableVariables(this.name)
    const token = new SetToken<T>(tokenKey, this, variables.id, variables.values[this.#slot])
    writeSlot(variables, this.#slot, value === undefined ? undefinedMark : value)
    return token
  }
  /** Restores what was there before the `set` that made `token`. */
  reset(token: Token<T>): void {
    if (!isToken(token))
      throw new TypeError(`reset of "${this.name}" takes a token, as set gives it; one inside an object does not cross to a thread.`)
    const variables = writableVariables(this.name)
    writeSlot(variables, this.#slot, token.take(tokenKey, this, variables))
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

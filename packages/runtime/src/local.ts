/** A namespace of context variables: what thread-locals are for, one value per task instead of per thread. */
import { currentCell, setTravel, slotOf, writableVariables, writeSlot } from './cell.ts'
import { claimName, placeIn } from './context-var.ts'
import { LookupError } from './errors.ts'
import { openSlot, undefinedMark } from './threads/parcel.ts'

/** Options of a Local. */
export interface LocalOptions {
  /** Its values belong to the thread that set them: they never travel. Default false. */
  threadCritical?: boolean
}

/** Attributes of the running task by name. Awaited callees share them, child tasks copy them, threads get them unless they are thread-critical. */
export class Local<T extends object = Record<string, unknown>> {
  readonly name: string
  readonly #isThreadCritical: boolean
  readonly #slots = new Map<string, number>()
  constructor(name: string, { threadCritical = false }: LocalOptions = {}) {
    if (typeof name !== 'string' || name === '') throw new TypeError('A Local needs a name: threads know it by that.')
    claimName(`${name}.*`, placeIn(new Error().stack))
    this.name = name
    this.#isThreadCritical = threadCritical
  }
  /** The value of an attribute here; throws LookupError where it has none. */
  get<K extends keyof T & string>(attribute: K): T[K] {
    const value = currentCell().variables.values[this.#slot(attribute)]
    if (value === undefined) throw new LookupError(`${this.name}.${attribute}`, this.#isThreadCritical)
    return openSlot(this.#slot(attribute), value) as T[K]
  }
  has(attribute: keyof T & string): boolean {
    return currentCell().variables.values[this.#slot(attribute)] !== undefined
  }
  set<K extends keyof T & string>(attribute: K, value: T[K]): void {
    writeSlot(writableVariables(`${this.name}.${attribute}`), this.#slot(attribute), value === undefined ? undefinedMark : value)
  }
  /** Takes an attribute away; throws LookupError where it has no value. */
  delete(attribute: keyof T & string): void {
    if (!this.has(attribute)) throw new LookupError(`${this.name}.${attribute}`, this.#isThreadCritical)
    writeSlot(writableVariables(`${this.name}.${attribute}`), this.#slot(attribute), undefined)
  }
  #slot(attribute: string): number {
    const known = this.#slots.get(attribute)
    if (known !== undefined) return known
    const slot = slotOf(`${this.name}.${attribute}`)
    setTravel(slot, { isThreadCritical: this.#isThreadCritical })
    this.#slots.set(attribute, slot)
    return slot
  }
}

/** Contexts as objects: copies of the running task's variables, in which functions can run. */
import { cellWith, currentCell, runInCell, slotOf, Variables } from './cell.ts'
import { variableAt } from './context-var.ts'
import type { ContextVar } from './context-var.ts'
import { ContextError } from './errors.ts'
import { openSlot } from './threads/parcel.ts'

/** Where a context has its variables, whichever copy of this package made it. */
const held = Symbol.for('offloop.context')

type Holder = object & { [held]: Variables }

/** The variables of a context. */
export const variablesOf = (context: Context): Variables => (context as unknown as Holder)[held]

const give = (context: Context, variables: Variables): void => void ((context as unknown as Holder)[held] = variables)

/** A context: a read-only view of its variables, in which functions can run. A new one is empty. */
export class Context {
  #entered = false
  constructor() {
    give(this, new Variables())
  }
  /** Runs `fn` here; what it sets stays here. Throws ContextError when entered already. */
  run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
    if (this.#entered) throw new ContextError('This context is entered already. Use copyContext() for a second one.')
    this.#entered = true
    try {
      return runInCell(cellWith(variablesOf(this)), () => fn(...args))
    } finally {
      this.#entered = false
    }
  }
  /** `fn`, to be run here whenever it is called: for timers and listeners, which otherwise run in the context of whoever fires them. */
  bind<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
    return (...args) => this.run(fn, ...args)
  }
  /** The value of a variable, or undefined where it has none here; defaults don't count. */
  get<T>(variable: ContextVar<T>): T | undefined {
    const slot = slotOf(variable.name)
    return openSlot(slot, variablesOf(this).values[slot]) as T | undefined
  }
  /** Whether a variable has a value here; defaults don't count. */
  has(variable: ContextVar<never>): boolean {
    return variablesOf(this).values[slotOf(variable.name)] !== undefined
  }
  /** How many variables have a value here. */
  get size(): number {
    return [...this].length
  }
  /** The variables that have a value here. */
  *keys(): Generator<ContextVar<unknown>> {
    for (const [variable] of this) yield variable
  }
  *[Symbol.iterator](): Generator<[variable: ContextVar<unknown>, value: unknown]> {
    for (const [slot, value] of variablesOf(this).values.entries()) {
      const variable = variableAt(slot)
      if (variable && value !== undefined) yield [variable, openSlot(slot, value)]
    }
  }
}

/** A copy of the running task's context, made in constant time. */
export function copyContext(): Context {
  const context = new Context()
  give(context, new Variables(currentCell().variables.values))
  return context
}

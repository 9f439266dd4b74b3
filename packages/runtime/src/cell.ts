/** What the current task's context variables are: one mutable set of variables per task, holding an immutable array of values. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { ContextError } from './errors.ts'
import { nextNumber } from './numbers.ts'
import { shared } from './process-state.ts'

/** A thread-sensitive context: its calls share one designated thread, the lane, which is chosen at the first. */
export interface Scope {
  lane: number | undefined
}

/** The values of a context. Copies share the array until one of them writes. */
export class Variables {
  values: readonly unknown[]
  /** Slots that go back with the result of a call from another thread; undefined until one is written. */
  written: Set<number> | undefined
  /** Tokens that were reset, of those that have been on several threads; undefined until there is one. */
  usedTokens: Set<number> | undefined
  /** Whether they came from another thread, so that writes go back. */
  readonly isCarried: boolean
  #id: number | undefined
  constructor(values: readonly unknown[] = [], isCarried = false, id?: number) {
    this.values = values
    this.written = undefined
    this.usedTokens = undefined
    this.isCarried = isCarried
    this.#id = id
  }
  /** A number of this context that is the same on every thread where it is seen. */
  get id(): number {
    return (this.#id ??= nextNumber())
  }
}

/** Where code runs: its variables, and for which calls. */
export class Cell {
  readonly variables: Variables
  /** Ids of the calls on threads that this task serves, outermost first. */
  readonly chain: readonly number[]
  /** The thread-sensitive scope of this task, or undefined for the process-wide one. */
  readonly scope: Scope | undefined
  /** Aborted when nobody waits for this task any more, where a request says so. */
  readonly signal: AbortSignal | undefined
  constructor(variables: Variables, chain: readonly number[], scope: Scope | undefined, signal?: AbortSignal) {
    this.variables = variables
    this.chain = chain
    this.scope = scope
    this.signal = signal
  }
}

/** How the values of a variable travel to another thread. */
export interface Travel {
  /** Not at all: a handle that lives on one thread. */
  readonly isThreadCritical: boolean
  encode?(value: unknown): unknown
  decode?(data: unknown): unknown
}

const storage = shared('cells', () => new AsyncLocalStorage<Cell>())
const root = shared('root cell', () => new Cell(new Variables(), [], undefined))
const slots = shared('slots', () => new Map<string, number>())
const names = shared('slot names', (): string[] => [])
const travels = shared('travels', (): (Travel | undefined)[] => [])
/** Slots whose values belong to the thread that set them. */
export const criticalSlots = shared('critical slots', () => new Set<number>())
const server = shared('server', () => ({ hasServed: false }))
/** The cell of the running task, or the one of start-up. */
export const currentCell = (): Cell => storage.getStore() ?? root

/** Whether code runs in a task, a request or a call, and not in start-up code. */
export const isInTask = (): boolean => storage.getStore() !== undefined

/** Runs `fn` in `cell`. */
export const runInCell = <T>(cell: Cell, fn: () => T): T => storage.run(cell, fn)

/** A cell for a child that may outlive its parent: same values now, its own writes, and no signal. */
export function childCell(parent = currentCell(), scope = parent.scope): Cell {
  return new Cell(new Variables(parent.variables.values), parent.chain, scope)
}

/** The place of the running code, with other variables. */
export function cellWith(variables: Variables, { chain, scope, signal } = currentCell()): Cell {
  return new Cell(variables, chain, scope, signal)
}

/** The slot of a variable's name, which is the same variable on every thread. */
export function slotOf(name: string): number {
  const known = slots.get(name)
  if (known !== undefined) return known
  slots.set(name, names.length)
  return names.push(name) - 1
}

/** The name of a slot. */
export const nameOf = (slot: number): string => names[slot] ?? ''

/** How a slot's values travel, where it was said. */
export const travelOf = (slot: number): Travel | undefined => travels[slot]

/** Says how a slot's values travel. */
export function setTravel(slot: number, travel: Travel): void {
  travels[slot] = travel
  if (travel.isThreadCritical) criticalSlots.add(slot)
}

/** Notes that a server of this process has had a request: from then on, start-up is over for its variables. */
export const noteRequest = (): void => void (server.hasServed = true)

/** The variables that the running code may change; throws ContextError where all requests to come would see it. */
export function writableVariables(name: string): Variables {
  const { variables } = currentCell()
  if (server.hasServed && variables === root.variables)
    throw new ContextError(
      `Context variable "${name}" is set outside of any task after the server has begun to serve, so that all later requests would share it. ` +
        'Set it at start-up, in the request, or in createTask.',
    )
  return variables
}

/** Writes a slot by copy, so that contexts made before keep their values. */
export function writeSlot(variables: Variables, slot: number, value: unknown): void {
  const next = variables.values.slice()
  next[slot] = value
  variables.values = next
  if (variables.isCarried) (variables.written ??= new Set()).add(slot)
}

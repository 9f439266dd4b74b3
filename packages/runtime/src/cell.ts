/** What the current task's context variables are: one mutable set of variables per task, holding an immutable array of values. */
import { AsyncLocalStorage } from 'node:async_hooks'
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
  /** Whether they came from another thread, so that writes go back. */
  readonly isCarried: boolean
  constructor(values: readonly unknown[] = [], isCarried = false) {
    this.values = values
    this.written = undefined
    this.isCarried = isCarried
  }
}

/** Where code runs: its variables, and for which calls. */
export class Cell {
  readonly variables: Variables
  /** Ids of the calls on threads that this task serves, outermost first. */
  readonly chain: readonly number[]
  /** The thread-sensitive scope of this task, or undefined for the process-wide one. */
  readonly scope: Scope | undefined
  constructor(variables: Variables, chain: readonly number[], scope: Scope | undefined) {
    this.variables = variables
    this.chain = chain
    this.scope = scope
  }
}

/** How the values of a variable travel to another thread. */
export interface Travel {
  /** Not at all: a handle that lives on one thread. */
  readonly isThreadCritical: boolean
  encode?(value: unknown): unknown
}

const storage = shared('cells', () => new AsyncLocalStorage<Cell>())
const root = shared('root cell', () => new Cell(new Variables(), [], undefined))
const slots = shared('slots', () => new Map<string, number>())
const names = shared('slot names', (): string[] => [])
const travels = shared('travels', (): (Travel | undefined)[] => [])

/** The cell of the running task, or the one of start-up. */
export const currentCell = (): Cell => storage.getStore() ?? root

/** Whether code runs in a task, a request or a call, and not in start-up code. */
export const isInTask = (): boolean => storage.getStore() !== undefined

/** Runs `fn` in `cell`. */
export const runInCell = <T>(cell: Cell, fn: () => T): T => storage.run(cell, fn)

/** A cell for a child: same values now, its own writes. */
export function childCell(parent = currentCell(), scope = parent.scope): Cell {
  return new Cell(new Variables(parent.variables.values), parent.chain, scope)
}

/** The place of the running code, with other variables. */
export function cellWith(variables: Variables, { chain, scope } = currentCell()): Cell {
  return new Cell(variables, chain, scope)
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
}

/** Writes a slot by copy, so that contexts made before keep their values. */
export function writeSlot(variables: Variables, slot: number, value: unknown): void {
  const next = variables.values.slice()
  next[slot] = value
  variables.values = next
  if (variables.isCarried) (variables.written ??= new Set()).add(slot)
}

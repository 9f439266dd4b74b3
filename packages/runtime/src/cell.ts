/** What the current task's context variables are: one mutable cell per task, holding an immutable array of values. */
import { AsyncLocalStorage } from 'node:async_hooks'

/** A thread-sensitive context: its calls share one designated thread, the lane, which is chosen at the first. */
export interface Scope {
  lane: number | undefined
}

/** One task's variables. `written` lists the slots that go back with the result of a call from another thread. */
export class Cell {
  values: readonly unknown[]
  /** Ids of the calls on threads that this task serves, outermost first. */
  readonly chain: readonly number[]
  /** The thread-sensitive scope of this task, or undefined for the process-wide one. */
  readonly scope: Scope | undefined
  written: Set<number> | undefined
  /** Whether this runs for another thread, so that its writes go back. */
  isCarried = false
  /** Whether this is a sync call on a thread, which may block. */
  isSyncCall = false
  constructor(values: readonly unknown[], chain: readonly number[], scope: Scope | undefined) {
    this.values = values
    this.chain = chain
    this.scope = scope
    this.written = undefined
  }
}

const storage = new AsyncLocalStorage<Cell>()
const root = new Cell([], [], undefined)
const slots = new Map<string, number>()
const names: string[] = []

/** The cell of the running task, or the one of start-up. */
export const currentCell = (): Cell => storage.getStore() ?? root

/** Whether code runs in a task, a request or a call, and not in start-up code. */
export const isInTask = (): boolean => storage.getStore() !== undefined

/** Runs `fn` in `cell`. */
export const runInCell = <T>(cell: Cell, fn: () => T): T => storage.run(cell, fn)

/** A cell for a child: same values now, its own writes. */
export function childCell(parent = currentCell(), scope = parent.scope): Cell {
  return new Cell(parent.values, parent.chain, scope)
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

/** Writes a slot of a cell by copy, so that contexts made before keep their values. */
export function writeSlot(cell: Cell, slot: number, value: unknown): void {
  const next = cell.values.slice()
  next[slot] = value
  cell.values = next
  if (cell.isCarried) (cell.written ??= new Set()).add(slot)
}

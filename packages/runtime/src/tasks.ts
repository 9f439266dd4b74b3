/** How work starts beside its caller: child tasks with a copy of the context. */
import { Cell, cellWith, childCell, currentCell, runInCell, Variables } from './cell.ts'
import { variablesOf, type Context } from './context.ts'
import { shared } from './process-state.ts'

const running = shared('tasks', () => new Set<Promise<unknown>>())

/** How a task starts. */
export interface TaskOptions {
  /** The context that it runs in and shares with others, instead of a copy of the caller's. */
  context?: Context
}

/** Starts `fn` as a child task with a copy of the context; it is kept until it settles, also when its request ends before. An error that nobody awaits is an unhandled rejection. */
export function createTask<T>(fn: () => T | PromiseLike<T>, { context }: TaskOptions = {}): Promise<T> {
  const { chain, scope } = currentCell()
  return start(fn, context ? new Cell(variablesOf(context), chain, scope) : childCell())
}

function start<T>(fn: () => T | PromiseLike<T>, cell: Cell): Promise<T> {
  const task = runInCell(cell, async () => fn())
  running.add(task)
  // The promise that is kept has handlers; the caller's own has none, so that an error is not lost.
  return task.then(
    (value) => {
      running.delete(task)
      return value
    },
    (error: unknown) => {
      running.delete(task)
      throw error
    },
  )
}

/** Runs functions side by side, each with a copy of the context; results in order. */
export function gather<T extends readonly (() => unknown)[]>(...fns: T): Promise<{ -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> }> {
  return Promise.all(fns.map((fn) => start(fn, awaitedChild()))) as never
}

/** Its parent waits for it: what ends the parent ends it, too. */
const awaitedChild = (): Cell => cellWith(new Variables(currentCell().variables.values))

/** Waits until no task of createTask runs, at most `timeout` ms; says whether all ended. */
export async function drainTasks({ timeout = Infinity }: { timeout?: number } = {}): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    if (Number.isFinite(timeout)) timer = setTimeout(resolve, timeout)
  })
  let isLate = false
  void late.then(() => (isLate = true))
  while (running.size > 0 && !isLate) await Promise.race([Promise.allSettled(running), late])
  clearTimeout(timer)
  return running.size === 0
}

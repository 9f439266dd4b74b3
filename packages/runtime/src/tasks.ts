/** How work starts beside its caller: child tasks with a copy of the context. */
import { childCell, runInCell } from './cell.ts'

const running = new Set<Promise<unknown>>()

/** Starts `fn` as a child task with a copy of the context; the promise is kept until it settles. */
export function createTask<T>(fn: () => T | PromiseLike<T>): Promise<T> {
  const task = runInCell(childCell(), async () => fn())
  running.add(task)
  const forget = (): void => void running.delete(task)
  task.then(forget, forget)
  return task
}

/** Runs functions side by side, each with a copy of the context; results in order. */
export function gather<T extends readonly (() => unknown)[]>(...fns: T): Promise<{ -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> }> {
  return Promise.all(fns.map((fn) => createTask(fn))) as never
}

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

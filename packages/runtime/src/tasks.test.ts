/** Checks what becomes of tasks: their errors, and that they are kept until they end. */
import { expect, test } from 'vitest'
import { createTask, drainTasks, gather } from './tasks.ts'

test('an error of a task that nobody awaits is an unhandled rejection; one that is awaited is not', async () => {
  const unhandled: unknown[] = []
  const kept = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (reason) => void unhandled.push(reason))
  try {
    const lost = new Error('lost')
    void createTask(() => Promise.reject(lost))
    await expect(createTask(() => Promise.reject(new Error('seen')))).rejects.toThrow('seen')
    await expect(
      gather(
        () => Promise.reject(new Error('first')),
        () => Promise.reject(new Error('second')),
      ),
    ).rejects.toThrow('first')
    // Node looks for rejections without a handler when the microtasks have run.
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled).toEqual([lost])
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const listener of kept) process.on('unhandledRejection', listener)
  }
})

test('drainTasks waits for running tasks, up to its timeout', async () => {
  let finish = (): void => {}
  const task = createTask(() => new Promise<void>((resolve) => (finish = resolve)))
  expect(await drainTasks({ timeout: 1 })).toBe(false)
  finish()
  expect(await drainTasks()).toBe(true)
  await task
})

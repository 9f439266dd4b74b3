/** Ctrl-C while files of the project are being tried: what was written is taken back before the process ends. */

/** Somebody stopped the run; every file is as it was. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted: every file is as it was')
    this.name = 'Interrupted'
  }
}

/** Runs `work` with a signal that Ctrl-C (or SIGTERM) gives, instead of ending the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const each of signals) process.on(each, stop)
  try {
    return await work(controller.signal)
  } finally {
    for (const each of signals) process.off(each, stop)
  }
}

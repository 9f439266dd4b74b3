/** Waits for something, but not for ever. Waiting alone keeps no process alive. */

/** Whether it came in time, and what came. */
export type InTime<T> = { readonly isLate: false; readonly value: T } | { readonly isLate: true }

/** What `promise` gives, if it does so within `ms`. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<InTime<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<InTime<T>>((resolve) => {
    if (Number.isFinite(ms)) timer = setTimeout(() => resolve({ isLate: true }), ms).unref()
  })
  try {
    return await Promise.race([promise.then((value): InTime<T> => ({ isLate: false, value })), late])
  } finally {
    clearTimeout(timer)
  }
}

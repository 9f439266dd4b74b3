/** A task that ends when so many of it run side by side: every thread of a pool has then started. */

/** Waits for the others. */
export default function meet({ cells, count }: { cells: Int32Array; count: number }): void {
  Atomics.add(cells, 0, 1)
  Atomics.notify(cells, 0)
  for (let here = Atomics.load(cells, 0); here < count; here = Atomics.load(cells, 0)) Atomics.wait(cells, 0, here)
}

/** The same by name. */
export { meet }

/** What the pools run, for peers that want a module of their own. */

/** Does nothing. */
export const noop = (): void => undefined

/** Keeps a thread busy. */
export function spin(microseconds: number): void {
  const until = performance.now() + microseconds / 1000
  while (performance.now() < until);
}

/** Gives back what it gets. */
export const echo = (value: unknown): unknown => value

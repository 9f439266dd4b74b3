/** What the pools run, for peers that want a module of their own. */
import { pbkdf2Sync } from 'node:crypto'

/** Does nothing. */
export const noop = (): void => undefined

/** Keeps a thread busy. */
export function spin(microseconds: number): void {
  const until = performance.now() + microseconds / 1000
  while (performance.now() < until);
}

/** Computes: the same work however busy the machine is. */
export const derive = (iterations: number): string => pbkdf2Sync('secret', 'salt', iterations, 32, 'sha256').toString('hex')

/** Gives back what it gets. */
export const echo = (value: unknown): unknown => value

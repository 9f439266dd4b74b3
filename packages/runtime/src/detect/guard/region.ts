/** Regions of code in which blocking is fine, or not fine after all. */
import { AsyncLocalStorage } from 'node:async_hooks'

const region = new AsyncLocalStorage<'allowed' | 'forbidden'>()

/**
 * Runs `fn` with blocking allowed, in everything that it starts too.
 * @example
 * const settings = allowBlocking(() => JSON.parse(readFileSync('settings.json', 'utf8')))
 */
export function allowBlocking<T>(fn: () => T): T {
  return region.run('allowed', fn)
}

/** Runs `fn` with blocking reported again inside of `allowBlocking`: the innermost region decides. */
export function forbidBlocking<T>(fn: () => T): T {
  return region.run('forbidden', fn)
}

/** True inside of `allowBlocking`. */
export function isInAllowedRegion(): boolean {
  return region.getStore() === 'allowed'
}

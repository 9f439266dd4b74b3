/** Changes the limits of threads. */
import { checkEach } from './check-each.ts'
import type { Check } from './check-each.ts'
import { shutdown } from './threads/crews.ts'
import { settings, type ThreadSettings } from './threads/settings.ts'

const isCount = (least: number) => (value: unknown) => value === Infinity || (Number.isInteger(value) && (value as number) >= least)
const checks: Readonly<Record<keyof ThreadSettings, Check>> = {
  max: ['a number of threads, at least 1', (value) => Number.isInteger(value) && (value as number) >= 1],
  maxQueue: ['a number of calls, or Infinity', isCount(0)],
  idleTimeout: ['a number of milliseconds, or Infinity', (value) => typeof value === 'number' && value >= 0],
  resourceLimits: ['an object as node:worker_threads takes it', (value) => typeof value === 'object' && value !== null],
  threadSensitive: ['true or false', (value) => typeof value === 'boolean'],
}

/** Changes limits for calls from now on; all or nothing. `await using` what it returns shuts all threads down at the end. Throws TypeError for a setting that is unknown or wrong. */
export function configureThreads(changes: Partial<ThreadSettings>): AsyncDisposable {
  checkEach('configureThreads', 'setting', checks, changes)
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  Object.assign(settings, Object.fromEntries(given))
  return { [Symbol.asyncDispose]: () => shutdown() }
}

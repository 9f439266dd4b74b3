/** Changes the limits of threads. */
import { inspect } from 'node:util'
import { shutdown } from './threads/crews.ts'
import { settings, type ThreadSettings } from './threads/settings.ts'

type Check = readonly [what: string, isRight: (value: unknown) => boolean]

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
  for (const [key, value] of Object.entries(changes)) {
    const check = (checks as Readonly<Record<string, Check>>)[key]
    if (!check) throw new TypeError(`configureThreads has no setting "${key}". It takes ${Object.keys(checks).join(', ')}.`)
    if (!check[1](value)) throw new TypeError(`The setting ${key} takes ${check[0]}; this is ${inspect(value, { depth: 0 })}.`)
  }
  Object.assign(settings, changes)
  return { [Symbol.asyncDispose]: () => shutdown() }
}

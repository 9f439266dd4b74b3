/** Checks the options of bridges when they are given, not when the first call fails. */
import { inspect } from 'node:util'
import { Context } from './context.ts'

type Check = readonly [what: string, isRight: (value: never) => boolean]

const checks: Readonly<Record<string, Check>> = {
  threadSensitive: ['true or false', (value: unknown) => typeof value === 'boolean'],
  signal: ['an AbortSignal', (value: unknown) => value instanceof AbortSignal],
  timeout: ['a number of milliseconds', (value: unknown) => typeof value === 'number' && value >= 0],
  context: ['a Context', (value: unknown) => value instanceof Context],
  transfer: ['a list', (value: unknown) => Array.isArray(value)],
  executor: ['an object with run and close', (value: { run?: unknown; close?: unknown } | null) => typeof value?.run === 'function'],
}

/** Throws TypeError where an option is unknown, has a wrong value, or can't go with another. */
export function checkOptions(options: object): void {
  for (const [key, value] of Object.entries(options) as [string, never][]) {
    const check = checks[key]
    if (!check) throw new TypeError(`syncToAsync has no option "${key}". It takes ${Object.keys(checks).join(', ')}.`)
    const [what, isRight] = check
    if (value !== undefined && !isRight(value))
      throw new TypeError(`The option ${key} takes ${what}; this is ${inspect(value, { depth: 0 })}.`)
  }
  const { executor, threadSensitive } = options as { executor?: unknown; threadSensitive?: boolean }
  if (executor !== undefined && threadSensitive)
    throw new TypeError("An executor has threads of its own: threadSensitive: true can't go with it.")
}

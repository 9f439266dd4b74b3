/** Checks the options of bridges when they are given, not when the first call fails. */
import { checkEach } from './check-each.ts'
import type { Check } from './check-each.ts'
import { Context } from './context.ts'

const checks: Readonly<Record<string, Check>> = {
  threadSensitive: ['true or false', (value) => typeof value === 'boolean'],
  signal: ['an AbortSignal', (value) => value instanceof AbortSignal],
  timeout: ['a number of milliseconds', (value) => typeof value === 'number' && value >= 0],
  context: ['a Context', (value) => value instanceof Context],
  transfer: ['a list', (value) => Array.isArray(value)],
  executor: ['an object with run and close', isExecutor],
}

/** Throws TypeError where an option is unknown, has a wrong value, or can't go with another. */
export function checkOptions(options: object): void {
  checkEach('syncToAsync', 'option', checks, options)
  const { executor, threadSensitive } = options as { executor?: unknown; threadSensitive?: boolean }
  if (executor !== undefined && threadSensitive)
    throw new TypeError("An executor has threads of its own: threadSensitive: true can't go with it.")
}

function isExecutor(value: unknown): boolean {
  const { run, close } = (value ?? {}) as { run?: unknown; close?: unknown }
  return typeof run === 'function' && typeof close === 'function'
}

/** Checks the options of both sides of a queue when they are given. */
import { checkEach } from '../check-each.ts'
import type { Check } from '../check-each.ts'

/** How an executor or a worker closes. */
export interface CloseOptions {
  /** How long to wait for open calls, in ms; then they are aborted. Default 10000. */
  timeout?: number
}

/** What both sides and the caller do unless told otherwise. */
export const defaults = { maxWaiting: 10_000, maxPayload: 1 << 20, redisTimeout: 10_000, lostAfter: 60_000 }

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const count: Check = ['a number, at least 1', (value) => value === Infinity || (Number.isInteger(value) && (value as number) >= 1)]
const milliseconds: Check = ['a number of milliseconds', (value) => typeof value === 'number' && value >= 1]

const place: Readonly<Record<string, Check>> = {
  queue: ['a name without ":"', (value) => typeof value === 'string' && value !== '' && !value.includes(':')],
  connection: ['options of ioredis, or a connection', isObject],
  prefix: ['a text', (value) => typeof value === 'string' && value !== ''],
}

const ofExecutor: Readonly<Record<string, Check>> = {
  ...place,
  idempotent: ['true, false or a list of names', (value) => typeof value === 'boolean' || isNames(value)],
  errors: ['an object of error classes', areErrorClasses],
  maxWaiting: count,
  maxPayload: count,
  redisTimeout: milliseconds,
  lostAfter: milliseconds,
}

const ofServer: Readonly<Record<string, Check>> = {
  ...place,
  functions: ['an object of functions', isObject],
  concurrency: ['a number of calls, at least 1', (value) => Number.isInteger(value) && (value as number) >= 1],
  maxPayload: count,
  lockDuration: milliseconds,
  redisTimeout: milliseconds,
  onError: ['a function', (value) => typeof value === 'function'],
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}

function areErrorClasses(value: unknown): boolean {
  const isClass = (each: unknown): boolean => typeof each === 'function' && each.prototype instanceof Error
  return isObject(value) && Object.values(value as object).every(isClass)
}

function check(owner: string, checks: Readonly<Record<string, Check>>, required: readonly string[], options: object): void {
  checkEach(owner, 'option', checks, options)
  const missing = required.find((name) => (options as Record<string, unknown>)[name] === undefined)
  if (missing !== undefined) throw new TypeError(`${owner} needs the option ${missing}: ${checks[missing]?.[0]}.`)
}

/** Throws TypeError for options of `queueExecutor` that are missing, unknown or wrong. */
export const checkExecutorOptions = (options: object): void => check('queueExecutor', ofExecutor, ['queue', 'connection'], options)

/** Throws TypeError for options of `serveQueue` that are missing, unknown or wrong. */
export const checkServerOptions = (options: object): void => check('serveQueue', ofServer, ['queue', 'connection', 'functions'], options)

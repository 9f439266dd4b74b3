/** Who runs a callback: in place, later on the loop, or somewhere else. */

/** When a callback runs, seen from the call that takes it; `kept`: when somebody asks for it, if ever. */
export type Timing = 'now' | 'later' | 'kept' | 'elsewhere' | 'unknown'

const arrayHosts = new Set([
  'map',
  'forEach',
  'filter',
  'reduce',
  'reduceRight',
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'flatMap',
  'sort',
  'toSorted',
])
const stringHosts = new Set(['replace', 'replaceAll'])
const timers = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'nextTick'])
const listeners = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'addEventListener', 'subscribe'])
/** Functions that call for what happens in the file system. */
const watchers = new Set(['watch', 'watchFile'])
/** They give back a function that calls theirs, when that is called. */
const wrappers = new Set(['memoize', 'memoizeOne', 'promisify', 'callbackify'])
/** What they give back has their function called by a timer. */
const delays = new Set(['debounce', 'throttle'])
/** Events of the process that come while it serves; the others end it or are its last. */
const servingEvents = new Set(['message', 'SIGHUP', 'SIGUSR2'])
const promiseSteps = new Set(['then', 'catch', 'finally'])
/** Commands and test cases: their callbacks run in a process that serves nobody. */
const elsewhereModules = /^(commander|yargs|cac|oclif|@oclif\/.+|meow|vitest|mocha|jest|@jest\/.+|node:test|ava|tap|tape|chai)$/
/** They run their sync functions on a thread. */
export const isThreadHost = (module: string, path: string | undefined): boolean =>
  module === '@offloop/runtime' && ['syncToAsync', 'offloadedHandler', 'compose', 'syncOnlyMiddleware'].includes(path ?? '')
const testGlobals = new Set(['describe', 'it', 'test', 'before', 'after', 'beforeEach', 'afterEach', 'beforeAll', 'afterAll', 'suite'])

/** What is known of the call that takes a callback. */
export interface HostCall {
  readonly name: string
  readonly text?: string
  readonly isNew: boolean
  /** `node:timers`, `commander`, where the callee belongs to a module outside the project. */
  readonly module?: string
  /** Path below the module: `syncToAsync`. */
  readonly path?: string
  /** Name of the global, where it is one: `setTimeout`, `process.on`, `Array.from`. */
  readonly global?: string
}

/** Classifies by the callee's name and module; project functions are followed by the linker instead. */
export function timingOf(call: HostCall): Timing {
  const global = call.global
  if (call.module && (elsewhereModules.test(call.module) || isThreadHost(call.module, call.path))) return 'elsewhere'
  if (global !== undefined && testGlobals.has(global.split('.')[0]!)) return 'elsewhere'
  if (call.isNew && global === 'Promise') return 'now'
  if (
    global === 'Array.from' ||
    global === 'JSON.parse' ||
    global === 'JSON.stringify' ||
    global === 'Object.groupBy' ||
    global === 'Map.groupBy'
  )
    return 'now'
  if (timers.has(call.name) && (global !== undefined || call.module !== undefined)) return 'later'
  if ((global === 'process.on' || global === 'process.once') && !servingEvents.has(call.text ?? '')) return 'elsewhere'
  if (listeners.has(call.name) || (watchers.has(call.name) && call.module !== undefined)) return 'later'
  if (delays.has(call.name)) return 'later'
  if (wrappers.has(call.name)) return 'kept'
  if (promiseSteps.has(call.name)) return 'later'
  if (arrayHosts.has(call.name) || stringHosts.has(call.name)) return 'now'
  if (global === 'Promise.all' || global === 'Promise.resolve') return 'now'
  return 'unknown'
}

/** Methods that call back when a server is ready, by name: that is still its start. */
export function isStartHost(name: string): boolean {
  return name === 'listen'
}

/** Methods that take a listener, by name. */
export function isListenerHost(name: string): boolean {
  return listeners.has(name)
}

/** Array methods by name, as the codemods rewrite them. */
export function isArrayHost(name: string): boolean {
  return arrayHosts.has(name)
}

/** Says which kind of loop root a later callback is. */
export function laterKind(name: string): 'timer' | 'listener' {
  return timers.has(name) || delays.has(name) ? 'timer' : 'listener'
}

/** Functions that give back a function that calls the one they are given. */
export function isWrapper(name: string): boolean {
  return wrappers.has(name)
}

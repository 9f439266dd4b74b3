/** Functions that are given to somebody else: what becomes of their result and of what they throw. */
import type { Node } from '@offloop/analysis'
import { nameOf } from '@offloop/analysis'
import type { Source } from '../rewrite/source.ts'
import { originOf } from '../rewrite/origin.ts'
import type { Call } from './tree.ts'

const timers = /^(?:setTimeout|setInterval|setImmediate|queueMicrotask)$/u
const tests = /^(?:it|test|specify|before|after|beforeEach|afterEach|beforeAll|afterAll|setup|teardown|suiteSetup|suiteTeardown)$/u
const listeners = /^(?:on|once|addListener|prependListener|prependOnceListener)$/u

/** `test`: takes a callback or a promise, and never both. `timer`: takes no notice of a promise, and nobody catches what is thrown. `listener`: what emits may. */
export type Host = 'test' | 'timer' | 'listener' | undefined

/** The host that a call hands a function to. */
export function hostOf(call: Call, argument: Node, source: Source): Host {
  const { callee } = call
  const index = call.arguments.indexOf(argument as (typeof call.arguments)[number])
  const isGlobal = (node: Node): boolean => node.type === 'Identifier' && source.scopes.lookup(node.name, node) === undefined
  if (callee.type === 'Identifier') {
    if (isGlobal(callee) && timers.test(callee.name)) return index === 0 ? 'timer' : undefined
    if (!tests.test(callee.name) || index !== call.arguments.length - 1) return undefined
    const origin = originOf(callee, source)
    return isGlobal(callee) || /^(?:mocha|node:test|test|vitest|@jest\/globals)$/u.test(origin?.module ?? '') ? 'test' : undefined
  }
  if (callee.type !== 'MemberExpression') return undefined
  const name = nameOf(callee.property, callee.computed) ?? ''
  if (callee.object.type === 'Identifier' && isGlobal(callee.object)) {
    if (callee.object.name === 'process' && name === 'nextTick') return index === 0 ? 'timer' : undefined
    if (tests.test(callee.object.name) && /^(?:only|skip)$/u.test(name)) return 'test'
  }
  return listeners.test(name) && index === 1 && call.arguments[0]?.type === 'Literal' ? 'listener' : undefined
}

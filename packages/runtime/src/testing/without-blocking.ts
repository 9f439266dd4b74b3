/** Bodies of tests that fail where something blocks: for node:test, vitest, and every runner that takes a function. */
import { watchCalls } from './blocking-calls.ts'
import { BlockingCallsError } from './blocking-calls-error.ts'

/**
 * A test body like `fn` that fails with a BlockingCallsError where something blocks while it runs. What `fn` throws comes first.
 * @example
 * test('GET /orders', withoutBlocking(async () => assert.equal((await fetch(url)).status, 200)))
 */
export function withoutBlocking<A extends unknown[], R>(fn: (...args: A) => R | Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    const watch = watchCalls()
    let result: R
    try {
      result = await fn(...args)
    } finally {
      watch.stop()
    }
    if (watch.records.length > 0) throw new BlockingCallsError(watch.records)
    return result
  }
}

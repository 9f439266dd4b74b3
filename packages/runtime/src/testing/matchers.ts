/** A matcher for `expect.extend` of vitest and jest. */
import { blockingCalls } from './blocking-calls.ts'
import { describeCalls } from './blocking-calls-error.ts'

interface MatcherResult {
  readonly pass: boolean
  message(): string
}

/**
 * `await expect(fn).not.toBlock()`: runs `fn` under the guard and names what blocked.
 * @example
 * expect.extend(blockingMatchers)
 */
export const blockingMatchers = {
  async toBlock(received: unknown): Promise<MatcherResult> {
    if (typeof received !== 'function')
      throw new TypeError(`toBlock is about a function, as in expect(() => handler(request)); this is ${typeof received}.`)
    const records = await blockingCalls(received as () => unknown)
    return {
      pass: records.length > 0,
      message: () =>
        records.length > 0
          ? `Expected nothing to block, but there were ${describeCalls(records)}`
          : 'Expected a blocking call, but there was none.',
    }
  },
}

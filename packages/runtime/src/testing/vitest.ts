/** For `setupFiles` of vitest: each test fails in which something blocks, and `expect` has the matcher `toBlock`. */
import { afterEach, beforeEach, expect } from 'vitest'
import { watchEachTest } from './each-test.ts'
import { blockingMatchers } from './matchers.ts'

expect.extend(blockingMatchers)
watchEachTest({ beforeEach, afterEach, testFile: () => expect.getState().testPath })

declare module 'vitest' {
  interface Matchers<T> {
    /** True where the function makes a blocking call. */
    toBlock(): Promise<T>
  }
}

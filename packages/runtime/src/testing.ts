/** For tests: what blocks while code runs, as a list, as a matcher, or as a failed test. */
export { blockingCalls } from './testing/blocking-calls.ts'
export { BlockingCallsError } from './testing/blocking-calls-error.ts'
export { blockingMatchers } from './testing/matchers.ts'
export { withoutBlocking } from './testing/without-blocking.ts'

/** For `node --import @offloop/runtime/testing/node --test`: each test fails in which something blocks. */
import { afterEach, beforeEach } from 'node:test'
import { watchEachTest } from './each-test.ts'

watchEachTest({ beforeEach, afterEach, testFile: () => process.argv[1] })

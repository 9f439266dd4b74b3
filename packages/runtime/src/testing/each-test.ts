/** Fails every test of a file in which something blocks, but for what the file of tests does itself. */
import type { BlockingRecord } from '@offloop/catalog'
import { watchCalls } from './blocking-calls.ts'
import { BlockingCallsError } from './blocking-calls-error.ts'

/** The hooks of a runner. */
export interface Hooks {
  beforeEach(hook: () => void): void
  afterEach(hook: () => void): void
  /** The file whose tests run. */
  testFile(): string | undefined
}

/** Watches each test from its first hook to its last. Tests that run at the same time see each other's calls. */
export function watchEachTest({ beforeEach, afterEach, testFile }: Hooks): void {
  let watch: ReturnType<typeof watchCalls> | undefined
  beforeEach(() => {
    watch?.stop()
    watch = watchCalls()
  })
  afterEach(() => {
    watch?.stop()
    const isOwn = ({ source }: BlockingRecord): boolean => source !== undefined && source.file === testFile()
    const records = (watch?.records ?? []).filter((each) => !isOwn(each))
    watch = undefined
    if (records.length > 0) throw new BlockingCallsError(records)
  })
}

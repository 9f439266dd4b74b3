/** The rules, by name. Generated: `npm run generate`. */
import noAsyncArrayCallback from './no-async-array-callback.ts'
import noAsyncEventListener from './no-async-event-listener.ts'
import noAsyncTimer from './no-async-timer.ts'
import noAwaitedBlocking from './no-awaited-blocking.ts'
import noBlockingCall from './no-blocking-call.ts'
import noBlockingChain from './no-blocking-chain.ts'
import noBusyWait from './no-busy-wait.ts'
import noContextReadAtImport from './no-context-read-at-import.ts'
import noDroppedCombinator from './no-dropped-combinator.ts'
import noEnterWith from './no-enter-with.ts'
import noModuleRequestState from './no-module-request-state.ts'
import noSharedAccumulator from './no-shared-accumulator.ts'
import noStaleWriteAfterAwait from './no-stale-write-after-await.ts'

/** The rules, by name. */
export const rules = {
  'no-async-array-callback': noAsyncArrayCallback,
  'no-async-event-listener': noAsyncEventListener,
  'no-async-timer': noAsyncTimer,
  'no-awaited-blocking': noAwaitedBlocking,
  'no-blocking-call': noBlockingCall,
  'no-blocking-chain': noBlockingChain,
  'no-busy-wait': noBusyWait,
  'no-context-read-at-import': noContextReadAtImport,
  'no-dropped-combinator': noDroppedCombinator,
  'no-enter-with': noEnterWith,
  'no-module-request-state': noModuleRequestState,
  'no-shared-accumulator': noSharedAccumulator,
  'no-stale-write-after-await': noStaleWriteAfterAwait,
}

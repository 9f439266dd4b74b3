/** The rules, by name. Generated: `npm run generate`. */
import contextTokenReset from './context-token-reset.ts'
import middlewareAsyncSafe from './middleware-async-safe.ts'
import noAsyncArrayCallback from './no-async-array-callback.ts'
import noAsyncEventListener from './no-async-event-listener.ts'
import noAsyncInSyncTransaction from './no-async-in-sync-transaction.ts'
import noAsyncTimer from './no-async-timer.ts'
import noAsyncToSyncOnLoop from './no-async-to-sync-on-loop.ts'
import noAwaitedBlocking from './no-awaited-blocking.ts'
import noBlockingCall from './no-blocking-call.ts'
import noBlockingChain from './no-blocking-chain.ts'
import noBusyWait from './no-busy-wait.ts'
import noCaptureInOffload from './no-capture-in-offload.ts'
import noContextReadAtImport from './no-context-read-at-import.ts'
import noDroppedCombinator from './no-dropped-combinator.ts'
import noEnterWith from './no-enter-with.ts'
import noModuleRequestState from './no-module-request-state.ts'
import noRedundantOffload from './no-redundant-offload.ts'
import noSerialAwaitInLoop from './no-serial-await-in-loop.ts'
import noSharedAccumulator from './no-shared-accumulator.ts'
import noStaleWriteAfterAwait from './no-stale-write-after-await.ts'
import noSyncDatabase from './no-sync-database.ts'
import noUnboundedSyncParse from './no-unbounded-sync-parse.ts'
import noUnhandledAsyncHandler from './no-unhandled-async-handler.ts'
import noUnusedPromise from './no-unused-promise.ts'
import preferConcurrentAwaits from './prefer-concurrent-awaits.ts'
import requireBoundedConcurrency from './require-bounded-concurrency.ts'
import requireThreadSensitive from './require-thread-sensitive.ts'

/** The rules, by name. */
export const rules = {
  'context-token-reset': contextTokenReset,
  'middleware-async-safe': middlewareAsyncSafe,
  'no-async-array-callback': noAsyncArrayCallback,
  'no-async-event-listener': noAsyncEventListener,
  'no-async-in-sync-transaction': noAsyncInSyncTransaction,
  'no-async-timer': noAsyncTimer,
  'no-async-to-sync-on-loop': noAsyncToSyncOnLoop,
  'no-awaited-blocking': noAwaitedBlocking,
  'no-blocking-call': noBlockingCall,
  'no-blocking-chain': noBlockingChain,
  'no-busy-wait': noBusyWait,
  'no-capture-in-offload': noCaptureInOffload,
  'no-context-read-at-import': noContextReadAtImport,
  'no-dropped-combinator': noDroppedCombinator,
  'no-enter-with': noEnterWith,
  'no-module-request-state': noModuleRequestState,
  'no-redundant-offload': noRedundantOffload,
  'no-serial-await-in-loop': noSerialAwaitInLoop,
  'no-shared-accumulator': noSharedAccumulator,
  'no-stale-write-after-await': noStaleWriteAfterAwait,
  'no-sync-database': noSyncDatabase,
  'no-unbounded-sync-parse': noUnboundedSyncParse,
  'no-unhandled-async-handler': noUnhandledAsyncHandler,
  'no-unused-promise': noUnusedPromise,
  'prefer-concurrent-awaits': preferConcurrentAwaits,
  'require-bounded-concurrency': requireBoundedConcurrency,
  'require-thread-sensitive': requireThreadSensitive,
}

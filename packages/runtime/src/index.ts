/** Bridges between sync and async code, context variables, and the errors they throw. */
import './request-cell.ts'

export { syncToAsync, threadSensitiveContext } from './sync-to-async.ts'
export type { SyncToAsyncOptions, SyncToAsyncWrapper, DecoratorContext } from './sync-to-async.ts'
export type { FunctionName } from './function-name.ts'
export { asyncToSync } from './async-to-sync.ts'
export { singleThreadContext } from './single-thread-context.ts'
export { isAsync, markAsync } from './async-brand.ts'
export type { AnyFunction } from './async-brand.ts'
export type { CallContext, Executor, ExecutorCall, PackedContext, PackedVariable } from './executor.ts'
export { currentTask } from './current-task.ts'
export type { CurrentTask } from './current-task.ts'
export { ContextVar } from './context-var.ts'
export type { Codec, ContextVarOptions } from './context-var.ts'
export type { Token } from './token.ts'
export { Context, copyContext } from './context.ts'
export { Local } from './local.ts'
export type { LocalOptions } from './local.ts'
export { createTask, gather, drainTasks } from './tasks.ts'
export type { TaskOptions } from './tasks.ts'
export { offloadedHandler } from './views/offloaded-handler.ts'
export type { HandlerOptions } from './views/offloaded-handler.ts'
export type { OffloadedHandler } from './views/detect-host.ts'
export { compose } from './views/compose.ts'
export type { Chain } from './views/compose.ts'
export { syncOnlyMiddleware, asyncOnlyMiddleware, syncAndAsyncMiddleware } from './views/middleware.ts'
export type { Middleware, MiddlewareFactory, MiddlewareHooks, GetResponse, GetResponseAsync } from './views/middleware.ts'
export type { View, ViewRequest, ViewResponse, ViewResult, FullResponse } from './views/view.ts'
export { configureThreads } from './configure-threads.ts'
export type { ThreadSettings } from './threads/settings.ts'
export { shutdown } from './threads/crews.ts'
export {
  OffloopError,
  SynchronousOnlyOperationError,
  NotOffloadableError,
  AsyncToSyncOnLoopError,
  QueueFullError,
  ThreadCrashedError,
  ThreadEntryMissingError,
  IteratorLostError,
  DeadlockError,
  CallTimeoutError,
  NotCloneableError,
  JobLostError,
  QueueUnavailableError,
  QueueClosedError,
  UnknownFunctionError,
  PayloadTooLargeError,
  LookupError,
  ContextError,
  InvalidResponseError,
  ClientGoneError,
  RequestError,
  BadRequestError,
  BodyTooLargeError,
  HeadersTooLargeError,
} from './errors.ts'

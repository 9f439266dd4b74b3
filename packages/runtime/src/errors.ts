/** Every error class of the runtime, with its code. docs/errors.md explains each. */

import { threadId } from 'node:worker_threads'

/** What all errors of this package have in common: a stable `code`. */
export class OffloopError extends Error {
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** A blocking call on the event loop while the guard's mode is `throw`: Django's SynchronousOnlyOperation. */
export class SynchronousOnlyOperationError extends OffloopError {
  constructor(api: string, remedy: string) {
    super('OFFLOOP_SYNC_ON_LOOP', `${api} blocks the event loop here. ${remedy}`)
  }
}

/** A function that can't be found again from another thread; the message says which ways were tried and what to do. */
export class NotOffloadableError extends OffloopError {
  constructor(name: string, reasons: readonly string[]) {
    super(
      'OFFLOOP_NOT_OFFLOADABLE',
      `Can't find function "${name}" from another thread: ${reasons.join('; ')}. ` +
        'Export it from a module that is not the entry file, hoist it to module level, or pass { module, name }.',
    )
  }
}

/** `asyncToSync` was called where the loop itself would have to wait. */
export class AsyncToSyncOnLoopError extends OffloopError {
  constructor(name: string) {
    super(
      'OFFLOOP_ASYNC_TO_SYNC_ON_LOOP',
      `asyncToSync(${name}) was called in a task on the event loop, which would block it. Await ${name} instead.`,
    )
  }
}

/** As many calls wait as `configureThreads({ maxQueue })` allows, or as `maxWaiting` of a queue's executor does. */
export class QueueFullError extends OffloopError {
  constructor(limit: number, queue?: string) {
    const [whom, option] =
      queue === undefined ? ['a thread', 'configureThreads({ maxQueue })'] : [`a worker of queue "${queue}"`, "the executor's maxWaiting"]
    super('OFFLOOP_QUEUE_FULL', `${limit} calls are waiting for ${whom} already. Slow the callers down or raise ${option}.`)
  }
}

/** The thread that ran this call ended before the call did. */
export class ThreadCrashedError extends OffloopError {
  constructor(reason: string, options?: ErrorOptions) {
    super('OFFLOOP_THREAD_CRASHED', `The thread that ran this call ended: ${reason}. Other calls go on in a new thread.`, options)
  }
}

/** The file that threads start with is not beside this module: a bundler has put the runtime into another file. */
export class ThreadEntryMissingError extends OffloopError {
  constructor(entry: string) {
    super(
      'OFFLOOP_THREAD_ENTRY_MISSING',
      `Threads start with ${entry}, which does not exist. Keep @offloop/runtime out of the bundle: "external" in esbuild and rollup, "externals" in webpack.`,
    )
  }
}

/** A call took longer than its `timeout`, counted from its start. */
export class CallTimeoutError extends OffloopError {
  constructor(name: string, timeoutMs: number) {
    super('OFFLOOP_TIMEOUT', `${name} took longer than ${timeoutMs} ms. Raise the timeout or give it less work.`)
  }
}

/** A step of an iterator whose thread has ended, or that has come to its end there. */
export class IteratorLostError extends OffloopError {
  constructor() {
    super('OFFLOOP_ITERATOR_LOST', 'The thread on which this iterator was running has ended. Start the iteration anew.')
  }
}

/** Calls that wait for each other in a circle, so that none could ever go on. */
export class DeadlockError extends OffloopError {
  constructor(circle: readonly string[]) {
    super(
      'OFFLOOP_DEADLOCK',
      `These calls wait for each other: ${circle.join('; ')}. ` +
        'Make one of them async all the way, let it run elsewhere (threadSensitive: false), or raise configureThreads({ max }).',
    )
  }
}

/** An argument, a result or a context value that structured clone can't copy. */
export class NotCloneableError extends OffloopError {
  constructor(what: string, { isQueued = false, ...options }: ErrorOptions & { isQueued?: boolean } = {}) {
    const reason = isQueued
      ? "can't be sent through a queue. Pass plain data."
      : "can't be copied to another thread. Pass plain data, or list it in transfer."
    super('OFFLOOP_NOT_CLONEABLE', `${what} ${reason}`, options)
  }
}

/** A call of a queue of which nobody can tell whether it ran: its worker ended, or Redis forgot it. */
export class JobLostError extends OffloopError {
  constructor(name: string, reason: string, options?: ErrorOptions) {
    super(
      'OFFLOOP_JOB_LOST',
      `${name} is lost: ${reason}. It may have run in part or to its end. Call it again where that does no harm, or declare it idempotent.`,
      options,
    )
  }
}

/** Redis can't be reached, or takes nothing. What a call was to do has not begun. */
export class QueueUnavailableError extends OffloopError {
  constructor(what: string, address: string, reason: string, options?: ErrorOptions) {
    super('OFFLOOP_QUEUE_UNAVAILABLE', `${what}: Redis at ${address} ${reason}. Check the server and the option connection.`, options)
  }
}

/** The executor or the worker of a queue is closed. What a call was to do has not begun. */
export class QueueClosedError extends OffloopError {
  constructor(name: string, queue: string) {
    super(
      'OFFLOOP_QUEUE_CLOSED',
      `${name} was not run: the executor of queue "${queue}" is closed. Close it after the last call has ended.`,
    )
  }
}

/** A call of a function that the queue's worker has not been given. */
export class UnknownFunctionError extends OffloopError {
  constructor(name: string, known: readonly string[]) {
    const short = name.length > 100 ? `${name.slice(0, 100)}…` : name
    super(
      'OFFLOOP_UNKNOWN_FUNCTION',
      `The worker has no function "${short}"; it has ${known.join(', ')}. Add it to functions of serveQueue, or call one of these.`,
    )
  }
}

/** Arguments, context or a result that take more bytes than `maxPayload` of a queue allows. */
export class PayloadTooLargeError extends OffloopError {
  constructor(what: string, bytes: number, limit: number) {
    super(
      'OFFLOOP_PAYLOAD_TOO_LARGE',
      `${what} takes ${bytes} bytes, more than maxPayload (${limit}). Pass where the data lies, or raise maxPayload of the executor and of serveQueue.`,
    )
  }
}

/** `get` of a context variable that has no value and no default. */
export class LookupError extends OffloopError {
  constructor(name: string, isThreadCritical = false) {
    const remedy = isThreadCritical
      ? `It is thread-critical: what was set on another thread stays there, and this is thread ${threadId}. Set it on this thread.`
      : 'Set it first, or give it a default.'
    super('OFFLOOP_LOOKUP', `Context variable "${name}" has no value here. ${remedy}`)
  }
}

/** A token or a context that can't be used here. */
export class ContextError extends OffloopError {
  constructor(message: string) {
    super('OFFLOOP_CONTEXT', message)
  }
}

/** A view or middleware gave what is no response. */
export class InvalidResponseError extends OffloopError {
  constructor(name: string, what: string, options?: ErrorOptions) {
    super('OFFLOOP_INVALID_RESPONSE', `${name} returned ${what}.`, options)
  }
}

/** The client has closed the connection before it was answered. */
export class ClientGoneError extends OffloopError {
  constructor() {
    super('OFFLOOP_CLIENT_GONE', 'The client has closed its connection before it was answered, so nobody waits for this work any more.')
  }
}

/** What the errors about requests that a client should not have sent have in common: frameworks read `status`, and show the message where `expose` says so. */
export abstract class RequestError extends OffloopError {
  readonly status: number
  readonly statusCode: number
  readonly expose = true
  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(code, message, options)
    this.status = status
    this.statusCode = status
  }
}

/** A body or an address that can't be read as what it says it is. */
export class BadRequestError extends RequestError {
  constructor(message: string, options?: ErrorOptions) {
    super(400, 'OFFLOOP_BAD_REQUEST', message, options)
  }
}

/** A body longer than `maxBody`. */
export class BodyTooLargeError extends RequestError {
  constructor(limit: number) {
    super(413, 'OFFLOOP_BODY_TOO_LARGE', `The body is longer than ${limit} bytes. Send less, or raise maxBody.`)
  }
}

/** More or longer headers than `maxHeaders` and `maxHeaderBytes` allow. */
export class HeadersTooLargeError extends RequestError {
  constructor(what: string) {
    super(431, 'OFFLOOP_HEADERS_TOO_LARGE', `The request has ${what}. Send fewer, or raise the limit.`)
  }
}

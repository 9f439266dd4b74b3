/** Every error class of the runtime, with its code. docs/errors.md explains each. */

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

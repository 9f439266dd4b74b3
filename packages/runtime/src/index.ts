/** Bridges between sync and async code, and the errors they throw. */
export { OffloopError, SynchronousOnlyOperationError } from './errors.ts'

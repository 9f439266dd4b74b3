/** `@offloop/runtime/bullmq`: runs calls of `syncToAsync` in other processes, over a BullMQ queue on Redis. */
export { queueExecutor } from './queue/queue-executor.ts'
export type { QueueExecutor, QueueExecutorOptions } from './queue/queue-executor.ts'
export { serveQueue } from './queue/serve-queue.ts'
export type { QueueServer, QueueServerOptions } from './queue/serve-queue.ts'
export type { ServedFunction } from './queue/registered.ts'
export type { CloseOptions } from './queue/options.ts'
export type { ErrorClass } from './queue/error-classes.ts'

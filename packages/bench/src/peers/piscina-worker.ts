/** The tasks for piscina and tinypool, which find them by name. */
export { echo, noop, spin } from './tasks.ts'

/** The loads that every pool of threads gets. */
import type { Task } from './peers/pools.ts'

/** So many calls of a task, so many at once. */
export interface Load {
  readonly task: Task
  readonly calls: number
  readonly callers: number
  /** Whether the caller has three context variables. */
  readonly hasVariables?: boolean
  dataOf(index: number): unknown
}

/** Every 50th call is long; in microseconds. */
const mixed = (index: number): number => (index % 50 === 0 ? 5000 : 20)
const bytes = new Uint8Array(1e6)
const objects = Array.from({ length: 5000 }, (_, id) => ({ id, name: `name ${id}`, tags: ['a', 'b'] }))
const noop = (callers: number, calls: number, hasVariables = false): Load => ({
  task: 'noop',
  calls,
  callers,
  hasVariables,
  dataOf: () => undefined,
})

/** By the words of the claim. */
export const loads: Readonly<Record<string, Load>> = {
  'no-op call, 1 at once': noop(1, 3000),
  'no-op call, 1 at once, 3 variables': noop(1, 3000, true),
  'no-op call, 16 at once': noop(16, 10_000),
  'no-op call, 16 at once, 3 variables': noop(16, 10_000, true),
  'no-op call, 256 at once': noop(256, 40_000),
  'no-op call, 256 at once, 3 variables': noop(256, 40_000, true),
  'calls of 20 µs, every 50th of 5 ms, 64 at once': { task: 'spin', calls: 8000, callers: 64, dataOf: mixed },
  'calls of 100 µs, 64 at once': { task: 'spin', calls: 4000, callers: 64, dataOf: () => 100 },
  '1 MB of bytes there and back, 4 at once': { task: 'echo', calls: 150, callers: 4, dataOf: () => bytes },
  'a list of 5,000 objects there and back, 4 at once': { task: 'echo', calls: 100, callers: 4, dataOf: () => objects },
}

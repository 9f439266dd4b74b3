/** Pools of threads under one face, so that all get the same loads. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { configureThreads, shutdown, syncToAsync } from '@offloop/runtime'
import { Piscina } from 'piscina'
import { FixedThreadPool } from 'poolifier'
import { Tinypool } from 'tinypool'
import workerpool from 'workerpool'

/** The tasks that every pool knows. */
export type Task = 'noop' | 'spin' | 'echo'

/** A pool of two threads. */
export interface Pool {
  run(task: Task, data?: unknown): PromiseLike<unknown>
  close(): Promise<unknown>
}

const fileOf = (name: string): string => fileURLToPath(new URL(`${name}.js`, import.meta.url))
const two = { minThreads: 2, maxThreads: 2 }

function ourPool(): Pool {
  configureThreads({ max: 2 })
  const tasks = createRequire(import.meta.url)('./tasks.js') as Record<Task, (data?: unknown) => unknown>
  const onPool = syncToAsync({ threadSensitive: false })
  const wrapped = { noop: onPool(tasks.noop), spin: onPool(tasks.spin), echo: onPool(tasks.echo) }
  return { run: (task, data) => (data === undefined ? wrapped[task]() : wrapped[task](data)), close: () => shutdown() }
}

function piscinaPool(concurrentTasksPerWorker: number): Pool {
  const pool = new Piscina({ filename: fileOf('piscina-worker'), ...two, concurrentTasksPerWorker })
  return { run: (name, data) => pool.run(data, { name }), close: () => pool.destroy() }
}

function tinyPool(): Pool {
  const pool = new Tinypool({ filename: fileOf('piscina-worker'), ...two })
  return { run: (name, data) => pool.run(data, { name }), close: () => pool.destroy() }
}

function poolifierPool(): Pool {
  const pool = new FixedThreadPool<unknown, unknown>(2, fileOf('poolifier-worker'))
  return { run: (task, data) => pool.execute(data, task), close: () => pool.destroy() }
}

function workerPool(): Pool {
  const pool = workerpool.pool(fileOf('workerpool-worker'), { maxWorkers: 2, workerType: 'thread' })
  return { run: (task, data) => pool.exec(task, [data]), close: async () => pool.terminate() }
}

/** Every pool by name, ours first. */
export const pools = {
  ours: ourPool,
  piscina: () => piscinaPool(1),
  'piscina with 128 tasks per worker': () => piscinaPool(128),
  tinypool: tinyPool,
  poolifier: poolifierPool,
  workerpool: workerPool,
} satisfies Record<string, () => Pool>

/** The name of a pool that is not ours. */
export type Peer = Exclude<keyof typeof pools, 'ours'>

/** All but ours. */
export const peers = Object.keys(pools).filter((name): name is Peer => name !== 'ours')

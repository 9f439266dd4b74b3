/** A process of the benches: starts a pool of one library and prints the milliseconds to its first result, or the megabytes per thread, as JSON. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const fileOf = (name: string): string => fileURLToPath(new URL(`peers/${name}.js`, import.meta.url))
type Meet = (data: { cells: Int32Array; count: number }) => PromiseLike<unknown>

/** Libraries are loaded before the clock starts: what counts is the pool. */
const libraries: Readonly<Record<string, () => Promise<(threads: number) => Meet>>> = {
  async ours() {
    const { configureThreads, syncToAsync } = await import('@offloop/runtime')
    const { meet } = createRequire(import.meta.url)('./peers/meet.js') as { meet: (data: { cells: Int32Array; count: number }) => void }
    return (threads) => {
      configureThreads({ max: threads })
      return syncToAsync(meet, { threadSensitive: false })
    }
  },
  async piscina() {
    const { Piscina } = await import('piscina')
    return (threads) => {
      const pool = new Piscina({ filename: fileOf('meet'), minThreads: threads, maxThreads: threads })
      return (data) => pool.run(data)
    }
  },
  async tinypool() {
    const { Tinypool } = await import('tinypool')
    return (threads) => {
      const pool = new Tinypool({ filename: fileOf('meet'), minThreads: threads, maxThreads: threads })
      return (data) => pool.run(data)
    }
  },
  async poolifier() {
    const { FixedThreadPool } = await import('poolifier')
    return (threads) => {
      const pool = new FixedThreadPool<unknown, unknown>(threads, fileOf('poolifier-meet'))
      return (data) => pool.execute(data, 'meet')
    }
  },
  async workerpool() {
    const { default: workerpool } = await import('workerpool')
    return (threads) => {
      const pool = workerpool.pool(fileOf('workerpool-meet'), { minWorkers: threads, maxWorkers: threads, workerType: 'thread' })
      return (data) => pool.exec('meet', [data])
    }
  },
}

const [name = 'ours', what = 'first'] = process.argv.slice(2)
const open = await libraries[name]?.()
if (!open) throw new Error(`There is no library "${name}".`)
const cellsOf = (): Int32Array => new Int32Array(new SharedArrayBuffer(4))
if (what === 'first') {
  const from = performance.now()
  await open(1)({ cells: cellsOf(), count: 1 })
  console.log(JSON.stringify(performance.now() - from))
} else {
  const threads = 8
  const before = process.memoryUsage.rss()
  const meet = open(threads)
  const cells = cellsOf()
  await Promise.all(Array.from({ length: threads }, () => meet({ cells, count: threads })))
  console.log(JSON.stringify((process.memoryUsage.rss() - before) / threads / 1e6))
}
process.exit()

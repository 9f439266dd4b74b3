/** What a call on a thread costs, against piscina and tinypool, each in turn, medians. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { Tinypool } from 'tinypool'
import { configureThreads, shutdown, syncToAsync } from '@offloop/runtime'
import type { Row } from './row.ts'

const file = fileURLToPath(new URL('../../../fixtures/threads/no-op.mjs', import.meta.url))
const calls = 20_000

/** Calls per second with 256 callers. */
async function rate(call: () => Promise<unknown>): Promise<number> {
  let left = calls
  const caller = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: 256 }, caller))
  return (calls / (performance.now() - from)) * 1000
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** Rows of the group `runtime`. */
export async function runtimeRows(): Promise<Row[]> {
  configureThreads({ max: 2 })
  const { noop } = createRequire(import.meta.url)(file) as { noop: () => void }
  const ours = syncToAsync(noop, { threadSensitive: false })
  const piscina = new Piscina({ filename: file, minThreads: 2, maxThreads: 2 })
  const tinypool = new Tinypool({ filename: file, minThreads: 2, maxThreads: 2 })
  const rates = { ours: [] as number[], piscina: [] as number[], tinypool: [] as number[] }
  for (let round = 0; round < 4; round++) {
    const measured = [await rate(ours), await rate(() => piscina.run(undefined)), await rate(() => tinypool.run(undefined))]
    // The first round warms up.
    if (round > 0) [rates.ours, rates.piscina, rates.tinypool].forEach((list, index) => list.push(measured[index] ?? 0))
  }
  await Promise.all([piscina.destroy(), tinypool.destroy(), shutdown()])
  return (['piscina', 'tinypool'] as const).map((name) => {
    const [own, peer] = [medianOf(rates.ours), medianOf(rates[name])]
    return {
      claim: `no-op call, 256 callers, 2 threads, against ${name}`,
      ours: own,
      peer,
      unit: 'calls/s',
      ratio: own / peer,
      target: '>= 3',
      holds: own / peer >= 3,
    }
  })
}

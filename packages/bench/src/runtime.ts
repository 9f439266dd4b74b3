/** What a call on a thread costs, against piscina, tinypool and synckit, each in turn, medians. */
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { Tinypool } from 'tinypool'
import { configureThreads, shutdown, syncToAsync } from '@offloop/runtime'
import { medianOf } from './median.ts'
import type { Row } from './row.ts'

const fixture = (name: string): string => fileURLToPath(new URL(`../../../fixtures/threads/${name}.mjs`, import.meta.url))
const threads = { minThreads: 2, maxThreads: 2 }
/** Every 50th call is long. */
const [short, long, longEach] = [20, 5000, 50]

interface Measured {
  /** Calls per second. */
  readonly rate: number
  /** Median time of a call in ms, waiting included. */
  readonly p50: number
}

/** Rows of the group `runtime`. */
export async function runtimeRows(): Promise<Row[]> {
  configureThreads({ max: 2 })
  const rows = [...(await noopRows()), ...(await mixedRows()), ...syncRows()]
  await shutdown()
  return rows
}

async function noopRows(): Promise<Row[]> {
  const filename = fixture('no-op')
  const { noop } = createRequire(import.meta.url)(filename) as { noop: () => void }
  const ours = syncToAsync(noop, { threadSensitive: false })
  const piscina = new Piscina({ filename, ...threads })
  const tinypool = new Tinypool({ filename, ...threads })
  const measured = await inTurn(3, { ours, piscina: () => piscina.run(undefined), tinypool: () => tinypool.run(undefined) }, (call) =>
    load(call, 20_000, 256),
  )
  await Promise.all([piscina.destroy(), tinypool.destroy()])
  return (['piscina', 'tinypool'] as const).map((name) =>
    row(`no-op call, 256 callers, 2 threads, against ${name}`, measured.ours.rate, measured[name].rate, 'calls/s', '>=', 3),
  )
}

async function mixedRows(): Promise<Row[]> {
  const filename = fixture('spin')
  const { default: spin } = createRequire(import.meta.url)(filename) as { default: (microseconds: number) => void }
  const ours = syncToAsync(spin, { threadSensitive: false })
  const piscina = new Piscina({ filename, ...threads })
  const timeOf = (index: number): number => (index % longEach === 0 ? long : short)
  const ways = { ours: (index: number) => ours(timeOf(index)), piscina: (index: number) => piscina.run(timeOf(index)) }
  const measured = await inTurn(5, ways, (call) => load(call, 8000, 64))
  await piscina.destroy()
  const claim = `calls of ${short} µs, every ${longEach}th of ${long / 1000} ms, 64 callers, 2 threads, against piscina`
  return [
    row(claim, measured.ours.rate, measured.piscina.rate, 'calls/s', '>=', 1.1),
    row(`${claim}: median time of a call`, measured.ours.p50, measured.piscina.p50, 'ms', '<=', 0.75),
  ]
}

/** Sync calls of async functions are for start-up code, so they are measured in a process of their own. */
function syncRows(): Row[] {
  const output = execFileSync(process.execPath, [fileURLToPath(new URL('sync-calls.js', import.meta.url))], { encoding: 'utf8' })
  const measured = JSON.parse(output) as Record<'ours' | 'synckit' | 'floor', number>
  return [
    row('asyncToSync of an empty function, against synckit', measured.ours, measured.synckit, 'µs', '<=', 1),
    row('asyncToSync of an empty function, against a bare message port', measured.ours, measured.floor, 'µs', '<=', 1.2),
  ]
}

/** Measures each way in turn, `rounds` times after one to warm up; medians. */
async function inTurn<Name extends string, Call>(
  rounds: number,
  ways: Record<Name, Call>,
  measure: (call: Call) => Promise<Measured>,
): Promise<Record<Name, Measured>> {
  const names = Object.keys(ways) as Name[]
  const measured = new Map<Name, Measured[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const each = await measure(ways[name])
      if (round > 0) measured.get(name)?.push(each)
    }
  }
  const medians = (list: readonly Measured[]): Measured => ({
    rate: medianOf(list.map(({ rate }) => rate)),
    p50: medianOf(list.map(({ p50 }) => p50)),
  })
  return Object.fromEntries(names.map((name) => [name, medians(measured.get(name) ?? [])])) as Record<Name, Measured>
}

async function load(call: (index: number) => Promise<unknown>, calls: number, callers: number): Promise<Measured> {
  let next = 0
  const times: number[] = []
  const caller = async (): Promise<void> => {
    while (next < calls) {
      const from = performance.now()
      await call(next++)
      times.push(performance.now() - from)
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  return { rate: (calls / (performance.now() - from)) * 1000, p50: medianOf(times) }
}

function row(claim: string, ours: number, peer: number, unit: string, sign: '>=' | '<=', target: number): Row {
  const ratio = ours / peer
  return { claim, ours, peer, unit, ratio, target: `${sign} ${target}`, holds: sign === '>=' ? ratio >= target : ratio <= target }
}

/** What calls on threads cost, against every pool of threads, each in turn, medians. */
import { ContextVar, createTask } from '@offloop/runtime'
import { peers, pools, type Pool } from './peers/pools.ts'
import { inTurn, load, type Measured } from './rotation.ts'
import { judged, type Row } from './row.ts'

/** Every 50th call is long. */
const [short, long, longEach] = [20, 5000, 50]
/** How many calls are made for a figure, by how many callers there are. */
const callsFor: Readonly<Record<number, number>> = { 1: 3000, 16: 10_000, 256: 40_000 }
const names = Object.keys(pools) as (keyof typeof pools)[]
const variables = [1, 2, 3].map((index) => new ContextVar<string>(`bench-${index}`))

/** Rows of the group `calls`. */
export async function callRows(): Promise<Row[]> {
  const all = Object.fromEntries(names.map((name) => [name, pools[name]()])) as Record<keyof typeof pools, Pool>
  const rows = [...(await noopRows(all)), ...(await mixedRows(all)), ...(await payloadRows(all))]
  await Promise.all(Object.values(all).map((pool) => pool.close()))
  return rows
}

type All = Readonly<Record<keyof typeof pools, Pool>>
type Ways = Readonly<Record<string, (index: number) => PromiseLike<unknown>>>

async function noopRows(all: All): Promise<Row[]> {
  const rows: Row[] = []
  for (const callers of [1, 16, 256]) {
    const calls = callsFor[callers] ?? 0
    const ways: Ways = Object.fromEntries(names.map((name) => [name, () => all[name].run('noop')]))
    const plain = await inTurn(4, ways, (call) => load(call, calls, callers))
    const carrying = await createTask(async () => {
      for (const variable of variables) variable.set('some value')
      return inTurn(4, { ours: () => all.ours.run('noop') }, (call) => load(call, calls, callers))
    })
    const best = peers.reduce((one, other) => (rateOf(plain, other) > rateOf(plain, one) ? other : one))
    // One call at a time is two wake-ups, whatever the pool.
    const target = callers === 256 ? 3 : callers === 1 ? 0.9 : 1
    const claim = `no-op call, ${callers} at once, 2 threads`
    rows.push(judged(`${claim}, no variables, against ${best}`, rateOf(plain, 'ours'), rateOf(plain, best), 'calls/s', '>=', target))
    for (const peer of peers)
      rows.push(
        judged(
          `${claim}, 3 variables, against ${peer} without any`,
          carrying.ours.rate,
          rateOf(plain, peer),
          'calls/s',
          '>=',
          peer === best ? target : 1,
        ),
      )
  }
  return rows
}

async function mixedRows(all: All): Promise<Row[]> {
  const ways: Ways = Object.fromEntries(
    names.map((name) => [name, (index: number) => all[name].run('spin', index % longEach === 0 ? long : short)]),
  )
  const measured = await inTurn(5, ways, (call) => load(call, 8000, 64))
  const claim = `calls of ${short} µs, every ${longEach}th of ${long / 1000} ms, 64 at once, 2 threads`
  return peers.flatMap((peer) => [
    judged(`${claim}, against ${peer}`, rateOf(measured, 'ours'), rateOf(measured, peer), 'calls/s', '>=', peer === 'piscina' ? 1.1 : 1),
    judged(
      `${claim}: median time of a call, against ${peer}`,
      p50Of(measured, 'ours'),
      p50Of(measured, peer),
      'ms',
      '<=',
      peer === 'piscina' ? 0.75 : 1,
    ),
  ])
}

async function payloadRows(all: All): Promise<Row[]> {
  const payloads = {
    '1 MB of bytes': new Uint8Array(1e6),
    'a list of 5,000 objects': Array.from({ length: 5000 }, (_, id) => ({ id, name: `name ${id}`, tags: ['a', 'b'] })),
  }
  const rows: Row[] = []
  for (const [what, data] of Object.entries(payloads)) {
    const ways: Ways = Object.fromEntries(names.map((name) => [name, () => all[name].run('echo', data)]))
    const measured = await inTurn(3, ways, (call) => load(call, 150, 4))
    for (const peer of peers)
      rows.push(
        judged(
          `${what} there and back, 4 at once, against ${peer}`,
          rateOf(measured, 'ours'),
          rateOf(measured, peer),
          'calls/s',
          '>=',
          0.9,
        ),
      )
  }
  return rows
}

const rateOf = (measured: Readonly<Record<string, Measured>>, name: string): number => measured[name]?.rate ?? 0
const p50Of = (measured: Readonly<Record<string, Measured>>, name: string): number => measured[name]?.p50 ?? 0

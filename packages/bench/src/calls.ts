/** What calls on threads cost, against every pool of threads: each in processes of its own, in turn, medians. */
import { inProcess } from './in-process.ts'
import { loads } from './loads.ts'
import { medianOf } from './median.ts'
import { peers, pools } from './peers/pools.ts'
import { judged, type Row } from './row.ts'

type Results = Readonly<Record<string, { readonly rate: number; readonly p50: number }>>

const rounds = 2
const names = Object.keys(pools) as (keyof typeof pools)[]

/** What must hold against the best of the peers, and against piscina; 1 elsewhere. */
const targets: Readonly<Record<string, { readonly best?: number; readonly piscina?: number }>> = {
  // One call at a time is two wake-ups, whatever the pool.
  'no-op call, 1 at once': { best: 0.9 },
  'no-op call, 1 at once, 3 variables': { best: 0.9 },
  'no-op call, 256 at once': { best: 3 },
  'no-op call, 256 at once, 3 variables': { best: 3 },
  'calls of 20 µs, every 50th of 5 ms, 64 at once': { piscina: 1.1 },
}

/** Rows of the group `calls`: the best of the peers, piscina, and what the others do to the mixed load. */
export function callRows(): Row[] {
  const all = new Map(names.map((name) => [name, [] as Results[]]))
  for (let round = 0; round < rounds; round++) for (const [name, list] of all) list.push(inProcess<Results>('calls-process', name))
  const of = (name: keyof typeof pools, load: string, figure: 'rate' | 'p50'): number =>
    medianOf((all.get(name) ?? []).map((results) => results[load]?.[figure] ?? 0))
  return Object.entries(loads).flatMap(([load, { hasVariables, task }]) => {
    const plain = hasVariables ? load.replace(', 3 variables', '') : load
    const best = peers.reduce((one, other) => (of(other, plain, 'rate') > of(one, plain, 'rate') ? other : one))
    const shown = task === 'spin' ? peers : [...new Set([best, 'piscina' as const])]
    const without = hasVariables ? ' without any' : ''
    return shown.flatMap((peer) => {
      const { [load]: target = {} } = targets
      const least =
        (peer === best ? target.best : undefined) ?? (peer === 'piscina' ? target.piscina : undefined) ?? (target.best === 0.9 ? 0.9 : 1)
      const rate = judged(`${load}, against ${peer}${without}`, of('ours', load, 'rate'), of(peer, plain, 'rate'), 'calls/s', '>=', least)
      if (task !== 'spin') return [rate]
      const most = peer === 'piscina' && target.piscina !== undefined ? 0.75 : 1
      return [
        rate,
        judged(`${load}, against ${peer}: median time of a call`, of('ours', load, 'p50'), of(peer, load, 'p50'), 'ms', '<=', most),
      ]
    })
  })
}

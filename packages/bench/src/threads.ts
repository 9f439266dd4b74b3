/** What a thread costs: the time to the first result, and memory; each in fresh processes, in turn, medians. */
import { inProcess } from './in-process.ts'
import { medianOf } from './median.ts'
import { judged, type Row } from './row.ts'

const peers = ['piscina', 'tinypool', 'poolifier', 'workerpool']
const rounds = 7

/** Rows of the group `threads`. */
export function threadRows(): Row[] {
  const [first, memory] = [measure('first'), measure('memory')]
  const row = (claim: string, of: ReadonlyMap<string, number>, peer: string, unit: string): Row =>
    judged(`${claim}, against ${peer}`, of.get('ours') ?? 0, of.get(peer) ?? 0, unit, '<=', 1)
  return peers.flatMap((peer) => [
    row('first result of a new pool', first, peer, 'ms'),
    row('memory per thread, of eight', memory, peer, 'MB'),
  ])
}

function measure(what: 'first' | 'memory'): ReadonlyMap<string, number> {
  const all = new Map<string, number[]>(['ours', ...peers].map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) for (const [name, list] of all) list.push(inProcess<number>('threads-process', name, what))
  return new Map([...all].map(([name, list]) => [name, medianOf(list)]))
}

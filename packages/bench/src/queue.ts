/** What calls over a queue cost: two worker processes against one, and against BullMQ written by hand; in processes of their own, in turn, medians. */
import { inProcess } from './in-process.ts'
import { medianOf } from './median.ts'
import type { queueLoads } from './queue-loads.ts'
import { rounds } from './quick.ts'
import { judged, type Row } from './row.ts'

const ways = [
  ['ours', 1, 'derive'],
  ['ours', 2, 'derive'],
  ['by hand', 1, 'derive'],
  ['by hand', 2, 'derive'],
  ['ours', 1, 'echo'],
  ['by hand', 1, 'echo'],
] as const satisfies readonly (readonly [way: string, workers: number, load: keyof typeof queueLoads])[]

/** Rows of the group `queue`. */
export function queueRows(): Row[] {
  const rates = ways.map(() => [] as number[])
  for (let round = 0; round < rounds(5); round++)
    ways.forEach(([way, workers, load], index) => rates[index]?.push(inProcess<number>('queue-process', way, String(workers), load)))
  const [one = 0, two = 0, handOne = 0, handTwo = 0, echo = 0, handEcho = 0] = rates.map(medianOf)
  return [
    judged('calls of 15 ms of computing, 2 workers against 1', two, one, 'calls/s', '>=', 1.7),
    judged('the same by hand, 2 workers against 1', handTwo, handOne, 'calls/s', '>=', 1.7),
    judged('calls of 15 ms of computing, 2 workers, against BullMQ by hand', two, handTwo, 'calls/s', '>=', 0.95),
    judged('calls that do nothing, 64 at once, 1 worker, against BullMQ by hand', echo, handEcho, 'calls/s', '>=', 0.5),
  ]
}

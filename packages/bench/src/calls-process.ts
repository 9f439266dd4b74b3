/** A process of the benches: puts the loads on one pool of threads and prints what it measured as JSON. A process each, as an application has one pool. */
import { ContextVar, createTask } from '@offloop/runtime'
import { loads, type Load } from './loads.ts'
import { medianOf } from './median.ts'
import { pools } from './peers/pools.ts'

/** What a load of calls was like. */
interface Measured {
  /** Calls per second. */
  readonly rate: number
  /** Median time of a call in ms, waiting included. */
  readonly p50: number
}

const rounds = 4
const variables = [1, 2, 3].map((index) => new ContextVar<string>(`bench-${index}`))
const [name = 'ours'] = process.argv.slice(2)
const open = (pools as Readonly<Record<string, (typeof pools)['ours']>>)[name]
if (!open) throw new Error(`There is no pool "${name}".`)
const pool = open()

async function put({ task, dataOf, calls, callers }: Load): Promise<Measured> {
  let next = 0
  const times: number[] = []
  const caller = async (): Promise<void> => {
    while (next < calls) {
      const from = performance.now()
      await pool.run(task, dataOf(next++))
      times.push(performance.now() - from)
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  return { rate: (calls / (performance.now() - from)) * 1000, p50: medianOf(times) }
}

/** Medians, after a round to warm up. */
async function measure(load: Load): Promise<Measured> {
  const measured: Measured[] = []
  for (let round = 0; round <= rounds; round++) measured.push(await put(load))
  const of = (figure: keyof Measured): number => medianOf(measured.slice(1).map((each) => each[figure]))
  return { rate: of('rate'), p50: of('p50') }
}

const results: Record<string, Measured> = {}
for (const [what, load] of Object.entries(loads)) {
  if (!load.hasVariables) results[what] = await measure(load)
  // Only ours carries variables; the others are asked for the same without.
  else if (name === 'ours')
    results[what] = await createTask(async () => {
      for (const variable of variables) variable.set('some value')
      return measure(load)
    })
}
console.log(JSON.stringify(results))
process.exit()

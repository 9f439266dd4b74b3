/** Measures several ways of one thing in turn, so that whatever else the machine does meets them all. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { medianOf } from './median.ts'

/** What a load of calls was like. */
export interface Measured {
  /** Calls per second. */
  readonly rate: number
  /** Median time of a call in ms, waiting included. */
  readonly p50: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Measures each way in turn, `rounds` times after one to warm up; medians. */
export async function inTurn<Name extends string, Call>(
  rounds: number,
  ways: Readonly<Record<Name, Call>>,
  measure: (call: Call) => Promise<Measured>,
): Promise<Record<Name, Measured>> {
  const names = Object.keys(ways) as Name[]
  const measured = new Map<Name, Measured[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      // What the way before has left behind is not this one's to clear away.
      collect()
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

/** Makes so many calls, so many at once. */
export async function load(call: (index: number) => PromiseLike<unknown>, calls: number, callers: number): Promise<Measured> {
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

/** Runs operations at random for a while, round by round, and looks at memory between the rounds. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Workload } from './workload.ts'

/** How long, and from which seed. */
export interface SoakOptions {
  readonly seed: number
  /** Ends after the round in which this many operations are reached. */
  readonly operations: number
  /** Ends after the round in which these milliseconds are over. */
  readonly forMs: number
  onRound?(round: Round): void
}

/** What is held after a round, when nothing runs. */
export interface Round {
  readonly operations: number
  readonly heapMb: number
  readonly rssMb: number
  readonly resources: number
  readonly ms: number
}

/** What came of it. */
export interface SoakResult {
  readonly operations: number
  readonly calls: number
  readonly kinds: ReadonlyMap<string, number>
  /** What was not as it had to be; empty if all is well. */
  readonly wrong: readonly string[]
  readonly rounds: readonly Round[]
}

const perRound = 1000
const callers = 32
const starts = 'offloop:sync_to_async:start'
const ends = 'offloop:sync_to_async:end'

/** Soaks. Every call of a thread must end exactly once, each operation as it has to, and memory must stay flat. */
export async function soak<T extends { readonly kind: string }>(
  workload: Workload<T>,
  { seed, operations, forMs, onRound }: SoakOptions,
): Promise<SoakResult> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const kinds = new Map<string, number>()
  const wrong: string[] = []
  const open = new Set<number>()
  let calls = 0
  const onStart = (trace: unknown): void => {
    calls++
    open.add((trace as { id: number }).id)
  }
  const onEnd = (trace: unknown): void => {
    const { id, name } = trace as { id: number; name: string }
    if (!open.delete(id)) wrong.push(`a call of ${name} ended twice`)
  }
  subscribe(starts, onStart)
  subscribe(ends, onEnd)
  const rounds: Round[] = []
  const from = performance.now()
  let done = 0
  while (done < operations && performance.now() - from < forMs) {
    const list = workload.operationsOf(seed + done, perRound)
    let next = 0
    const caller = async (): Promise<void> => {
      for (let operation = list[next++]; operation; operation = list[next++]) {
        const outcome = await workload.perform(operation)
        kinds.set(operation.kind, (kinds.get(operation.kind) ?? 0) + 1)
        if (outcome !== 'right') wrong.push(`${JSON.stringify(operation)}: ${outcome.wrong}`)
      }
    }
    await Promise.all(Array.from({ length: callers }, caller))
    done += perRound
    // Iterators that were left are closed a little later.
    while (open.size > 0) await new Promise((resolve) => void setTimeout(resolve, 1))
    collect()
    const { heapUsed, rss } = process.memoryUsage()
    const round = {
      operations: done,
      heapMb: heapUsed / 1e6,
      rssMb: rss / 1e6,
      resources: process.getActiveResourcesInfo().length,
      ms: performance.now() - from,
    }
    rounds.push(round)
    onRound?.(round)
  }
  await workload.close()
  unsubscribe(starts, onStart)
  unsubscribe(ends, onEnd)
  return { operations: done, calls, kinds, wrong, rounds }
}

/** By how much something has grown between the second fifth of the rounds and the last, as a ratio of medians. */
export function growth(rounds: readonly Round[], of: 'heapMb' | 'rssMb'): number {
  const fifth = Math.max(1, Math.floor(rounds.length / 5))
  const median = (list: readonly Round[]): number =>
    list.map((round) => round[of]).toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 1
  return median(rounds.slice(-fifth)) / median(rounds.slice(fifth, 2 * fifth))
}
